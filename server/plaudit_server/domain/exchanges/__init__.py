"""Exchanges, and the words by which memories are found."""
