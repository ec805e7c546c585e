"""`python -m plaudit_server` is `plaudit-server`."""

from plaudit_server.cli import main

main()
