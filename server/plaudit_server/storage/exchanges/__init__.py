"""Exchanges and memories in the database."""
