"""`python -m sanctionwire.cli` is the same as `sanctionwire`."""

from sanctionwire.cli import main

main()
