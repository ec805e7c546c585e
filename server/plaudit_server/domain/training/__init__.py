"""Training examples: what they are, and how they are made of feedback and of datasets."""
