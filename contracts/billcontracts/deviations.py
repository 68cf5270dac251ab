"""Single deviations from what is declared: each one way in which a target could be wrong, and how it would look on the wire."""

import copy
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .shapes import PAGES, Operation, Shape, event_shape, members_of, operations

STEP = "[]"
GONE = object()
LISTS = ("page", "page?", "forward")
READS = "GET"


@dataclass(frozen=True, order=True)
class Deviation:
    """One thing wrong at one place: an operation's slug, or `event` and a type.

    `kind` is a word of KINDS; `at` is the member (`results.[].name`) or the refusal (`404 BDC_1205`) that it is wrong in.
    """

    place: str
    kind: str
    at: str = ""

    @property
    def id(self) -> str:
        return " ".join(part for part in (self.place, self.kind, self.at) if part)

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.at.split("."))


KINDS = {
    "drop": "a member is left out",
    "type": "a member is of another type",
    "null": "a member that is unset is null rather than absent",
    "status": "200 for 201, or 201 for 200",
    "undone": "the answer is right, but nothing was done",
    "gap": "the page after another begins one row late",
    "repeat": "the page after another begins with the row before",
    "unpaged": "the cursor is ignored",
    "unlimited": "`max` is ignored",
    "unfiltered": "`filters` is ignored",
    "unsorted": "`sort` is ignored",
    "refused-status": "a refusal with another status",
    "refused-code": "a refusal with another code",
    "refused-text": "a refusal with another text",
    "unsigned": "a notification without a signature",
    "missing": "a notification that never comes",
    "twice": "a notification that comes twice",
    "late": "a notification that comes after the one that waits for it has given up",
}
IGNORED = {
    "unpaged": ("page", "nextPage", "prevPage"),
    "unlimited": ("max",),
    "unfiltered": ("filters",),
    "unsorted": ("sort",),
}


def members(shape: Shape, types: Mapping[str, Shape], seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, bool]]:
    """Every member of a shape, as a path with dots, and whether it is always there; a type within itself counts once."""
    if isinstance(shape, dict):
        for name, inner in members_of(shape, types).items():
            if name != "*":
                plain = name.rstrip("!")
                yield plain, name.endswith("!")
                yield from ((f"{plain}.{path}", always) for path, always in members(inner, types, seen))
    elif isinstance(shape, list):
        yield from ((f"{STEP}.{path}", always) for path, always in members(shape[0], types, seen))
    elif shape.startswith("@"):
        name = shape[1:].partition("|")[0]
        if name not in seen:
            yield from members(types[name], types, seen | {name})
    elif shape.split()[0] in PAGES:
        kind, _, row = shape.partition(" ")
        yield from members({"results!": [row], **PAGES[kind]}, types, seen)


def of_shape(place: str, shape: Shape, types: Mapping[str, Shape]) -> Iterator[Deviation]:
    for at, always in dict(members(shape, types)).items():
        yield Deviation(place, "drop", at)
        yield Deviation(place, "type", at)
        if not always:
            yield Deviation(place, "null", at)


def of_operation(
    operation: Operation, parameters: Collection[str] = (), refusals: Collection[str] = ()
) -> list[Deviation]:
    """Every deviation from an operation.

    Parameters:
        parameters: the names that its query takes, of those that a list has.
        refusals: what it is known to refuse with, each as status and code.
    """
    found = list(of_shape(operation.id, operation.answer, operation.types))
    if operation.status in (200, 201):
        found.append(Deviation(operation.id, "status"))
    if operation.method != READS:
        found.append(Deviation(operation.id, "undone"))
    found += [Deviation(operation.id, kind) for kind, names in IGNORED.items() if set(names) & set(parameters)]
    if set(IGNORED["unpaged"]) & set(parameters):
        found += [Deviation(operation.id, "gap"), Deviation(operation.id, "repeat")]
    for refusal in refusals:
        found += [Deviation(operation.id, f"refused-{what}", refusal) for what in ("status", "code", "text")]
    return found


def of_event(type: str) -> list[Deviation]:
    """Every deviation from a notification."""
    place = f"event {type}"
    found = [Deviation(place, kind) for kind in ("unsigned", "missing", "twice", "late")]
    return found + list(of_shape(place, *event_shape(type)))


@dataclass(frozen=True)
class Answer:
    """What came back: the status and the body."""

    status: int
    body: bytes

    @property
    def refusal(self) -> str:
        """Status and code of the first complaint; empty of what is no refusal in BILL's shape."""
        told = self.json
        if self.status < 400 or not (isinstance(told, list) and told and isinstance(told[0], dict)):
            return ""
        return f"{self.status} {told[0].get('code')}"

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None


OTHER_STATUS = {400: 422, 401: 403, 403: 401, 404: 422, 409: 422, 422: 400, 429: 503}


def altered(deviation: Deviation, answer: Answer) -> Answer | None:
    """The answer with one thing wrong; None where there is nothing of it to be wrong."""
    kind = deviation.kind
    if kind.startswith("refused-"):
        return altered_refusal(kind, answer) if answer.refusal == deviation.at else None
    if not 200 <= answer.status < 300:
        return None
    if kind == "status":
        return Answer({200: 201, 201: 200}[answer.status], answer.body) if answer.status in (200, 201) else None
    if kind == "bare":
        return bare(deviation.place, answer)
    if kind not in ("drop", "type", "null"):
        return None
    told = answer.json
    if not isinstance(told, dict | list) or not _spoil(told, deviation.path, kind):
        return None
    return Answer(answer.status, json.dumps(told).encode())


def bare(place: str, answer: Answer) -> Answer | None:
    """The answer without any member that may be absent."""
    told = answer.json
    if place.startswith("event "):
        shape, types = event_shape(place.partition(" ")[2])
    else:
        shape, types = operations()[place].answer, operations()[place].types
    if not isinstance(told, dict | list):
        return None
    for at, always in dict(members(shape, types)).items():
        if not always:
            _spoil(told, tuple(at.split(".")), "drop")
    return Answer(answer.status, json.dumps(told).encode())


def altered_refusal(kind: str, answer: Answer) -> Answer:
    if kind == "refused-status":
        return Answer(OTHER_STATUS.get(answer.status, 418), answer.body)
    told = copy.deepcopy(answer.json)
    for complaint in told:
        complaint["code" if kind == "refused-code" else "message"] = (
            "BDC_9999" if kind == "refused-code" else "Something is not right."
        )
    return Answer(answer.status, json.dumps(told).encode())


def _spoil(told: Any, path: tuple[str, ...], kind: str) -> bool:
    """Make a member wrong wherever it is; False where it is nowhere (or, of `null`, everywhere)."""
    first, *rest = path
    if first == STEP:
        return isinstance(told, list) and any([_spoil(item, tuple(rest), kind) for item in told])
    if not isinstance(told, dict):
        return False
    if rest:
        return first in told and _spoil(told[first], tuple(rest), kind)
    if kind == "null":
        if first in told:
            return False
        told[first] = None
        return True
    if first not in told:
        return False
    if kind == "drop":
        del told[first]
    else:
        told[first] = retyped(told[first])
    return True


def retyped(value: Any) -> Any:
    """A value of another type that reads much the same."""
    if isinstance(value, str):
        return [value]
    if value is None:
        return False
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return [value] if isinstance(value, dict) else {"0": value}
