"""References: what stands behind a thing, as people and programs for references write it."""
