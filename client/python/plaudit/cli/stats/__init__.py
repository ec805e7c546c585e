"""Charts of satisfaction: from the server to a chart in the terminal, or in a file."""
