"""Which operation a method and a path name; what each service answers when none does.

Under /connect an unknown path is 404 BDC_1121 (D docs/faq) and a wrong method 405 (I); connect-events knows no
405 (D). An operation of BILL's that is not simulated yet answers 501, unlike any refusal of BILL's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from ..data import fixture
from .errors import refuse
from .operations import Operation


class NotSimulated(Exception):
    """An operation of BILL's that mockbill does not simulate yet."""

    def __init__(self, operation: str) -> None:
        super().__init__(operation)
        self.operation = operation


@dataclass(frozen=True)
class Known:
    """A row of the catalogue of BILL's operations."""

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
    """All routes: the declared operations, and the rest of the catalogue."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self.operations = list(operations)
        self._by_place = {(operation.method, operation.path): operation for operation in self.operations}
        built = {operation.id for operation in self.operations}
        places = [
            *self._by_place,
            *((known.method, known.path) for known in catalogue().values() if known.id not in built),
        ]
        rules = [self._rule(method, path) for method, path in places]
        self._map = Map(rules, strict_slashes=False, merge_slashes=False, redirect_defaults=False).bind("mockbill")

    @staticmethod
    def _rule(method: str, path: str) -> Rule:
        return Rule(path.replace("{", "<").replace("}", ">"), methods=[method], endpoint=(method, path))

    def route(self, method: str, path: str) -> tuple[Operation, Mapping[str, str]]:
        """The operation and the path's ids. Raises Refusal or NotSimulated."""
        try:
            if path.endswith("/"):
                raise NotFound
            found, params = self._map.match(path, method)
        except MethodNotAllowed:
            if path.startswith("/connect-events"):
                raise refuse("BDC_1121") from None
            raise refuse("BDC_1121", status=405) from None
        except NotFound:
            raise refuse("BDC_1121") from None
        operation = self._by_place.get(found)
        if operation is None:
            raise NotSimulated(next(known.id for known in catalogue().values() if (known.method, known.path) == found))
        return operation, params
