"""Commands that put into the graph, take out of it, and check what is to go in."""
