"""The services of the contract: message in, message out."""
