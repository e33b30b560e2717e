"""YAML that knows its places: marks, the values that are written in it, and what is wrong with them."""
