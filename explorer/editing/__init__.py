"""Adding and correcting claims in the fact files that data sets were loaded from; only with `serve --edit`.

`door` lets in who has the token. `fields` says what a form asks, `drafts` what its answers would make of the file, and
`pages` shows that, writes it and loads it.
"""
