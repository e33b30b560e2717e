"""Mappings: files that say how the rows of a table become records."""
