// Asks an endpoint with Comunica, as its documentation says: comunica.mjs URL QUERY. Prints a line of JSON a solution.
import { QueryEngine } from "@comunica/query-sparql";

const [url, query] = process.argv.slice(2);
const bindings = await new QueryEngine().queryBindings(query, { sources: [{ type: "sparql", value: url }] });
for await (const solution of bindings) {
  console.log(JSON.stringify(Object.fromEntries([...solution].map(([name, term]) => [name.value, term.value]))));
}
