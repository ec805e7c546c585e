"""Satisfaction, and the periods that it is counted in."""
