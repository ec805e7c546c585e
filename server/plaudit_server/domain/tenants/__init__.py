"""Callers, their credentials and permissions."""
