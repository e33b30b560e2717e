"""The command line: each module reads the options of a family of commands, asks the graph, and prints."""
