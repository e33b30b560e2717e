"""A graph that others host: in a store that answers SPARQL 1.1 over HTTP, wherever it runs and whoever wrote it."""
