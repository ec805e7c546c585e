"""`plaudit import`: exchanges, feedback and records from a file, and files of other systems."""
