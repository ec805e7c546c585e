"""Feedback, its authors and readers, criteria, filters and feedback tokens."""
