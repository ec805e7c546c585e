"""Exchanges, and the memories that positive feedback keeps."""
