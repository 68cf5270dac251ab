"""mockbill: a stateful local stand-in for the BILL (bill.com) v3 API."""

from importlib.metadata import version

__version__ = version("mockbill")

AS_OF = "2026-09"
"""The month of BILL's documentation that the simulation follows."""
