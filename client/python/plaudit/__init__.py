"""plaudit: human feedback for LLM applications, over gRPC."""
