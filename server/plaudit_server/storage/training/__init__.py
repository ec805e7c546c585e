"""Training examples, read from feedback as it stood at one moment."""
