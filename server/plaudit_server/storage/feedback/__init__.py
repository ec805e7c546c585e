"""Feedback in the database: submitted, changed, listed, watched and removed."""
