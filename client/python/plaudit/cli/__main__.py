"""`python -m plaudit.cli` is the command `plaudit`."""

from plaudit.cli import main

main()
