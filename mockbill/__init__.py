"""mockbill: a stateful local stand-in for the BILL (bill.com) v3 API."""

from types import ModuleType
from typing import Any

from . import world

AS_OF = "2026-09"
"""The month of BILL's documentation that the simulation follows."""


class _World(ModuleType):
    """`mockbill.world` is a room of the package, and called, a new world: `with mockbill.world() as w:`."""

    def __call__(self, **options: Any) -> Any:
        from .testing.worlds import world

        return world(**options)


world.__class__ = _World


def __getattr__(name: str) -> Any:
    """What takes time to import, when it is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("mockbill")
    if name == "intercept":
        from .testing.interception import intercept

        return intercept
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
