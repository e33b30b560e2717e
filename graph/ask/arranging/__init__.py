"""How listings are put in order, and under which headings."""
