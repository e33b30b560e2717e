"""From sources to records: the shapes of what is recorded, and one module for each format it is read from."""
