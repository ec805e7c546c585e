"""What feedback is, who may read it, and what it must hold."""
