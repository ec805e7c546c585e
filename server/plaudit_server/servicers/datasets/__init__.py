"""DatasetService."""
