"""Which operation a method and a path name, and what each service answers when none does.

Under /connect an unknown path is 404 BDC_1121 (D docs/faq) and a wrong method 405 (I); connect-events knows no
405 (D). An operation of BILL's that is not simulated yet answers 501, unlike any refusal of BILL's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from ..data import fixture
from .errors import Refusal, refuse
from .operations import Operation


class NotSimulated(Exception):
    """An operation of BILL's that mockbill does not simulate yet."""

    def __init__(self, operation: str) -> None:
        super().__init__(operation)
        self.operation = operation


@dataclass(frozen=True)
class Known:
    """A row of the catalogue of BILL's operations; a `success` with a question mark is not published."""

    id: str
    method: str
    path: str
    auth: str
    success: str


@cache
def catalogue() -> dict[str, Known]:
    """Every operation of BILL v3 known in 2026, by its reference slug."""
    lines = fixture("catalog.tsv").read_text().splitlines()[1:]
    return {row[0]: Known(*row[:5]) for row in (line.split("\t") for line in lines)}


class Router:
    """All places that answer: those of the declared operations, and the rest of the catalogue."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations = list(operations)
        self._by_place = {(operation.method, operation.path): operation for operation in self.operations}
        built = {operation.id for operation in self.operations}
        self._missing = {
            (known.method, known.path): known.id for known in catalogue().values() if known.id not in built
        }

    def places(self) -> Iterator[tuple[str, str]]:
        """Methods and paths, with `{name}` for an id."""
        yield from self._by_place
        yield from self._missing

    def at(self, place: tuple[str, str]) -> Operation:
        """The operation at a place. Raises NotSimulated."""
        if place in self._missing:
            raise NotSimulated(self._missing[place])
        return self._by_place[place]


def not_routed(path: str, status: int) -> Refusal:
    """The answer to a path (404) or a method (405) that no operation has."""
    return refuse("BDC_1121", status=404 if path.startswith("/connect-events") else status)
