"""The rules of plaudit, without input or output."""
