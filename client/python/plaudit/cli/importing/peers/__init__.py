"""Reads the export files of other systems: each converter turns their items into our rows.

`command.py` is the command, `run.py` sends what `conversion.py` describes, `files.py` reads files,
and each other system has a module of its own.
"""
