"""Sentences: their words, who they speak of, and the ways to blame and to deny, in each language's own file (YAML)."""
