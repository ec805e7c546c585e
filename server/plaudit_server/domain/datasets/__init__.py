"""The rules of datasets, records and responses, and the agreement of annotators."""
