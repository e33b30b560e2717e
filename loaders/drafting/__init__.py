"""Drafts: what an article says of blame and denial, by rules, as a fact file that a person is to confirm."""
