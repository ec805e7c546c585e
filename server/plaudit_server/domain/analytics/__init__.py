"""Satisfaction, and the periods in which it is counted."""
