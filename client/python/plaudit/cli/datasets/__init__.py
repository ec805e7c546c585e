"""Annotation datasets: their definitions, the progress and the agreement of annotators."""
