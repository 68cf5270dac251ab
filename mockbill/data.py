"""The data files that ship with mockbill, read the same way from a checkout and from a wheel."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def fixture(*parts: str) -> Traversable:
    """A file or folder of `fixtures/`."""
    package = files("mockbill")
    shipped = package.joinpath("_fixtures")
    root = shipped if shipped.is_dir() else package.joinpath("..", "fixtures")
    return root.joinpath(*parts)
