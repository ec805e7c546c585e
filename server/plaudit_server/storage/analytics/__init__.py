"""The readers of the satisfaction counts."""
