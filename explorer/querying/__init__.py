"""A page to write SPARQL on, with the named queries, completion of our terms and names, and answers as tables.

`composing` makes queries of named ones and says how to ask them elsewhere, `asking` has them answered, `completing`
knows what may be meant while one types, `page` shows it. `js/editor.js` is the source of `static/editor.js`, which npm
makes (`make editor`); without that, or JavaScript, the page has a plain text area.
"""
