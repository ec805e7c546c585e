"""What an exchange is, and the words that memories are found by."""
