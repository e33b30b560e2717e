"""Fact files, which people write by hand, and files of decisions about who is who."""
