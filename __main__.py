"""`python -m whoblamed`."""

from whoblamed.cli import main

main()
