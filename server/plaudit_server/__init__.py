"""The plaudit server: typed feedback over gRPC, on SQLite or PostgreSQL."""
