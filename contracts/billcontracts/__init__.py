"""The contract kit: what BILL v3 promises, each promise a test that runs against any target over HTTP."""

from .contract import contract, differs
from .failures import Failure
from .run import run

__all__ = ["contract", "differs", "Failure", "run"]
