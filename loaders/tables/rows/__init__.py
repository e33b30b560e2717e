"""The rows of a table, whatever it is written in."""
