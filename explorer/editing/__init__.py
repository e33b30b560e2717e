"""Adding and correcting claims in fact files, from the browser."""
