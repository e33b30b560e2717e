"""Pages of what the graph holds, for people, each also as data."""
