"""The database engine: backends, schema, group commit, transactions, pages."""
