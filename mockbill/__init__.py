"""mockbill: a stateful local stand-in for the BILL (bill.com) v3 API."""

from types import ModuleType
from typing import TYPE_CHECKING, Any

AS_OF = "2026-09"
"""The month of BILL's documentation that the simulation follows."""


class _Room(ModuleType):
    """`mockbill.world` is a room of the package, and called, a new world: `with mockbill.world() as w:`."""

    def __call__(self, **options: Any) -> Any:
        from .testing.worlds import world

        return world(**options)


if TYPE_CHECKING:
    from .testing.interception import intercept as intercept
    from .testing.interception import offline as offline
    from .testing.worlds import MockWorld as MockWorld
    from .testing.worlds import world as world

    __version__: str
else:
    from . import world

    world.__class__ = _Room


def __getattr__(name: str) -> Any:
    """What takes time to import, when it is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("mockbill")
    if name in ("intercept", "offline"):
        from .testing import interception

        return getattr(interception, name)
    if name == "MockWorld":
        from .testing.worlds import MockWorld

        return MockWorld
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
