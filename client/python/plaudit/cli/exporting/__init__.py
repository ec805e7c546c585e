"""`plaudit export`: training examples, feedback, exchanges and records to a file."""
