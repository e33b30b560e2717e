"""Drafts: what an article says of blame and denial, as a fact file that a person is to confirm. By rules, not by a model."""
