"""`python -m kene.cli` is the command `kene`."""

from kene.cli import main

main()
