"""What people ask for: names, listings, dossiers, and queries with their results."""
