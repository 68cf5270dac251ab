"""`python -m mockbill`."""

from .cli import main

main()
