"""Training examples, read from a snapshot of the feedback."""
