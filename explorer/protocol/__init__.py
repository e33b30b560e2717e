"""SPARQL for clients: queries, whole graphs, and what there is."""
