"""What becomes of allegations: statuses, independent origins, arguments, changes and differences."""
