"""The generated stubs of the contract `plaudit.v1`: one `*_pb2` module a noun, `*_pb2_grpc` its service."""
