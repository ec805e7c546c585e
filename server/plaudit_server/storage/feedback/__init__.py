"""Feedback: what is submitted, changed, listed, watched and removed."""
