"""What datasets, records and responses may hold, and how far annotators agree."""
