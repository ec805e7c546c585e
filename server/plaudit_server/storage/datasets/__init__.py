"""Datasets, their records, and the responses of annotators."""
