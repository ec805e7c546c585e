"""The plaudit server: typed feedback over gRPC, on SQLite or PostgreSQL."""

import os

os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # gRPC's own log quotes what callers send
