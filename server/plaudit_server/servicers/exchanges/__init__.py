"""ExchangeService and MemoryService."""
