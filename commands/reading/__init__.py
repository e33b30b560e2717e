"""Commands that answer from what is in the graph."""
