// The editor of queries: CodeMirror 6 in the place of the text area, whose value it keeps. npm makes one file of this
// and of what it imports (tools/editor.mjs).

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const KEYWORDS = ("SELECT DISTINCT CONSTRUCT DESCRIBE ASK WHERE FROM GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES EXISTS NOT EXISTS "
  + "GROUP BY HAVING ORDER BY DESC ASC LIMIT OFFSET PREFIX COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG DATATYPE REGEX "
  + "CONTAINS STRSTARTS COALESCE IF BOUND").match(/NOT EXISTS|GROUP BY|ORDER BY|\S+/g);

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--finding)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--responsibility)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--accent)" },
  { tag: [tags.namespace, tags.propertyName, tags.typeName, tags.url, tags.link], color: "var(--challenge)" },
  { tag: [tags.number, tags.bool], color: "var(--attribution)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { border: "1px solid var(--soft)", borderRadius: "8px", backgroundColor: "var(--paper)", color: "var(--ink)", fontSize: "14.5px" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', lineHeight: "1.5", minHeight: "280px" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--ground)", color: "var(--soft)", border: "none", borderRadius: "8px 0 0 8px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 28%, var(--paper))" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--soft)", borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--paper)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { maxHeight: "none" }, // there are never more than fit
  ".cm-completionInfo": { maxWidth: "320px", whiteSpace: "normal" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: ".8" },
});

/** Fetches JSON; nothing where there is none: who writes is not disturbed. */
async function told(address, otherwise) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : otherwise;
  } catch {
    return otherwise;
  }
}

/** Offers keywords, variables of the query, terms, and what has a name that begins so, which becomes its IRI. */
function completing(form) {
  let terms;
  return async (context) => {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_:.'-]+/u);
    if (!word && !context.explicit) return null;
    const text = word?.text ?? "", from = word?.from ?? context.pos;
    if (/^[?$]/.test(text)) {
      const there = new Set(context.state.doc.toString().match(/[?$]\w+/g));
      there.delete(text);
      return { from, options: [...there].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    terms ??= await told(form.dataset.terms, []);
    const plain = text.length >= 2 && !text.includes(":");
    const named = plain ? await told(`${form.dataset.names}?begins=${encodeURIComponent(text)}`, []) : [];
    if (context.aborted) return null;
    return {
      from,
      options: [
        ...KEYWORDS.map((label) => ({ label, type: "keyword", boost: -1 })),
        ...terms,
        ...named.map(({ name, iri, kind }) => ({ label: name, detail: kind, type: "constant", apply: `<${iri}>`, boost: 1 })),
      ],
      filter: true,
    };
  };
}

function begin(area) {
  const form = area.form;
  const ask = () => { form.requestSubmit(); return true; };
  const label = form.querySelector(`label[for="${area.id}"]`);
  // In a document CodeMirror puts its styles into an element, which our policy forbids; in a shadow it needs none.
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: ask }, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), closeBrackets(), highlightActiveLine(), lintGutter(),
        autocompletion({ override: [completing(form)], maxRenderedOptions: 12 }),
        sparql(), syntaxHighlighting(colours), look, placeholder("SELECT …"), EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": label.textContent,
          ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
        }),
        EditorView.updateListener.of((update) => { if (update.docChanged) area.value = update.state.doc.toString(); }),
      ],
    }),
  });
  area.before(host);
  area.hidden = true;
  label.addEventListener("click", () => view.focus());
  form.querySelector(".keys").hidden = false;
  mark(view, area.dataset);
  return view;
}

/** Marks where the server did not understand a query. */
function mark(view, { line, column, wrong }) {
  if (!line) return;
  const there = view.state.doc.line(Math.min(Number(line), view.state.doc.lines));
  const to = Math.min(there.from + Math.max(Number(column) - 1, 0), there.to);
  const from = Math.min(to, there.to - 1 < there.from ? there.from : there.to - 1);
  view.dispatch(setDiagnostics(view.state, [{ from: Math.max(from, there.from), to: Math.max(to, from + (there.length ? 1 : 0)), severity: "error", message: wrong }]));
  view.dispatch({ selection: { anchor: to } });
  view.focus();
}

begin(document.getElementById("query"));
document.documentElement.dataset.query = "ready";
