"""The documented shape of each answer, as data, and what is wrong with an answer.

A shape is a word (`str num int bool date datetime any empty`), `id 009` (20 characters with that prefix), `uuid bgt`
(S&E), `enum A B` (`enum?` also null), `@Name` of a type (`@Name|null` also null), `page @Name` (paged forth and back; `page?` may have null
cursors, `forward` has no way back), a list of one, or an object. `name!` is always there; `...` takes over the members
of a type, `*` allows others; an answer that may also be empty is `@Name|empty`. An unset member is absent, never null (O).
Where a file has a `family`, its types and operations are written once, with `$words` that each member fills in.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Template
from typing import Any

Shape = Any


class Wrong(str):
    """One way in which an answer is not as documented, as text; beside it what kind it is of, and where.

    `kind` is one of KINDS; `at` is the place with the indexes left out (`answer.results[].dueDate`), so that the same
    thing wrong in two rows is one thing.
    """

    kind: str
    at: str
    expected: str
    found: str

    def __new__(cls, kind: str, at: str, text: str, expected: str = "", found: str = "") -> "Wrong":
        wrong = super().__new__(cls, text)
        wrong.kind, wrong.at, wrong.expected, wrong.found = kind, re.sub(r"\[\d+\]", "[]", at), expected, found
        return wrong


KINDS = (
    "server",
    "status",
    "code",
    "body",
    "missing",
    "type",
    "null",
    "enum",
    "format",
    "value",
    "extra",
    "header",
    "text",
)
"""What can be wrong with an answer, worst first."""
DATE = re.compile(r"\d{4}-\d\d-\d\d")
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00")
ID = re.compile(r"[0-9a-z]{3}[0-9A-Za-z]{17}")
UUID = re.compile(r"[a-z]{3}_[0-9a-v]{26}")


@dataclass(frozen=True)
class Operation:
    """An operation of the catalogue: where it is, and what its success looks like."""

    id: str
    area: str
    method: str
    path: str
    status: int
    answer: Shape
    types: Mapping[str, Shape]

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(self.path)))

    def problems(self, status: int, body: bytes) -> list[Wrong]:
        """What is wrong with a successful answer."""
        told = f"status {status} instead of {self.status}"
        wrong = [] if status == self.status else [Wrong("status", "answer", told, str(self.status), str(status))]
        return wrong + self._problems_of(body)

    def _problems_of(self, body: bytes) -> list[Wrong]:
        if self.answer == "empty":
            told = "a body where none is documented"
            return [] if not body else [Wrong("body", "answer", told, "no body", body[:120].decode("utf-8", "replace"))]
        shape = self.answer
        if isinstance(shape, str) and (shape == "any" or shape.endswith("|empty")):
            if not body:
                return []
            shape = shape.removesuffix("|empty")
        try:
            value = json.loads(body)
        except ValueError:
            return [Wrong("body", "answer", "the body is not JSON", "JSON", body[:120].decode("utf-8", "replace"))]
        return list(problems(shape, value, self.types, "answer"))


def data(name: str, checkout: str) -> Traversable:
    """A folder that the wheel ships inside this package, and a checkout keeps elsewhere."""
    package = files(__package__)
    shipped = package.joinpath(name)
    return shipped if shipped.is_dir() else package.joinpath(checkout)


@cache
def operations() -> dict[str, Operation]:
    """Every operation whose shape is known, by its slug."""
    found = {}
    for file in sorted(data("_shapes", "../../fixtures/shapes").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".json"):
            continue
        known = whole(json.loads(file.read_text("utf-8")))
        for id, (place, status, answer) in known["operations"].items():
            method, path = place.split()
            found[id] = Operation(id, file.name.removesuffix(".json"), method, path, status, answer, known["types"])
    return found


def whole(told: dict[str, Any]) -> dict[str, Any]:
    """What a file tells, each member of its family filled in."""
    family = told.get("family", {"members": [], "types": {}, "operations": {}})
    written = Template(json.dumps({part: family[part] for part in ("types", "operations")}))
    for words in family["members"]:
        filled = json.loads(written.substitute(words))
        for part in filled:
            told[part] |= filled[part]
    return told


@cache
def _by_place() -> list[tuple[str, re.Pattern[str], Operation]]:
    """A path with fewer placeholders comes first: `/vendors/bulk` before `/vendors/{vendorId}`."""
    known = sorted(operations().values(), key=lambda operation: operation.path.count("{"))
    return [(operation.method, operation.pattern, operation) for operation in known]


def operation_at(method: str, path: str) -> Operation | None:
    """The operation that a request went to."""
    return next((op for verb, pattern, op in _by_place() if verb == method and pattern.fullmatch(path)), None)


@cache
def _notifications() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(
        data("_shapes", "../../fixtures/shapes").joinpath("webhooks.json").read_text("utf-8")
    )
    return known


def notification_problems(told: Any) -> list[Wrong]:
    """What is wrong with a notification: its metadata, and beside it the members that its type is documented to have."""
    event = (
        told["metadata"].get("eventType") if isinstance(told, dict) and isinstance(told.get("metadata"), dict) else None
    )
    if not isinstance(event, str):
        return [Wrong("missing", "notification.metadata.eventType", "notification.metadata.eventType is missing")]
    shape, types = event_shape(event)
    return list(problems(shape, told, types, "notification"))


def event_shape(event: str) -> tuple[Shape, Mapping[str, Shape]]:
    """The shape of a notification of a type, and the types that it names."""
    known = _notifications()
    shape = known["notifications"].get(event) or known["notifications"][event.rpartition(".")[0]]
    whose = "SpendMetadata" if event.startswith("spend.") else "Metadata"
    return {"metadata!": f"@{whose}", **shape}, known["types"]


def problems(shape: Shape, value: Any, types: Mapping[str, Shape], at: str) -> Iterator[Wrong]:
    """Every way in which a value is not of a shape."""
    if isinstance(shape, dict):
        yield from _object(shape, value, types, at)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield _not(at, "a list", "type", value)
            return
        for index, item in enumerate(value):
            yield from problems(shape[0], item, types, f"{at}[{index}]")
    elif shape.startswith("@"):
        name, _, null = shape[1:].partition("|")
        if not (null and value is None):
            yield from problems(types[name], value, types, at)
    elif shape.split()[0] in PAGES:
        kind, _, row = shape.partition(" ")
        yield from _object({"results!": [row], **PAGES[kind]}, value, types, at)
    elif not any(_is(word, value) for word in shape.split("|")):
        yield _not(at, shape, _kind(shape, value), value)


PAGES: dict[str, dict[str, str]] = {
    "page": {"nextPage": "str", "prevPage": "str"},
    "page?": {"nextPage": "str|null", "prevPage": "str|null"},
    "forward": {"nextPage": "str"},
}


def _object(shape: Mapping[str, Shape], value: Any, types: Mapping[str, Shape], at: str) -> Iterator[Wrong]:
    if not isinstance(value, dict):
        yield _not(at, "an object", "type", value)
        return
    members = members_of(shape, types)
    known = {name.rstrip("!"): inner for name, inner in members.items()}
    for name in members:
        if name.endswith("!") and name[:-1] not in value:
            place = f"{at}.{name[:-1]}"
            yield Wrong("missing", place, f"{place} is missing", "always there", "absent")
    for name, inner in value.items():
        if name in known:
            yield from problems(known[name], inner, types, f"{at}.{name}")
        elif "*" not in known:
            yield Wrong("extra", f"{at}.{name}", f"{at}.{name} is not documented", "no such member", _told(inner))


def members_of(shape: Mapping[str, Shape], types: Mapping[str, Shape]) -> dict[str, Shape]:
    """The members of an object, those of the type it builds on first."""
    base = members_of(types[shape["..."][1:]], types) if "..." in shape else {}
    return {**base, **{name: inner for name, inner in shape.items() if name != "..."}}


def _is(word: str, value: Any) -> bool:
    kind, *more = word.split()
    if kind.startswith("enum"):
        return value in more or kind == "enum?" and value is None
    match kind:
        case "any":
            return True
        case "null":
            return value is None
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "num":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "numstr":
            return isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    if not isinstance(value, str):
        return False
    match kind:
        case "str":
            return True
        case "date":
            return DATE.fullmatch(value) is not None
        case "datetime":
            return DATETIME.fullmatch(value) is not None
        case "id":
            return ID.fullmatch(value) is not None and value[:3] == more[0]
        case "uuid":
            return UUID.fullmatch(value) is not None and value[:3] == more[0]
    raise ValueError(f"unknown shape {word!r}")


def _kind(shape: str, value: Any) -> str:
    """What it is that a value of a wrong form is wrong in."""
    words = {word.split()[0].rstrip("?") for word in shape.split("|")}
    if value is None:
        return "null"
    if isinstance(value, str) and words & {"enum", "date", "datetime", "id", "uuid", "numstr"}:
        return "enum" if "enum" in words else "format"
    return "type"


def _not(at: str, shape: str, kind: str, value: Any) -> Wrong:
    kind = "null" if value is None else kind
    return Wrong(kind, at, f"{at} is not {shape} but {_told(value)}", shape, _told(value))


def _told(value: Any) -> str:
    return json.dumps(value)[:120]


ERROR: Shape = [
    {
        "timestamp!": "datetime",
        "code!": "str|null",
        "severity!": "enum ERROR WARNING INFORMATION",
        "category!": "enum REQUEST APPLICATION SERVER DOWNSTREAM",
        "message!": "str",
        "params": "any",
        "detail": "str",
        "help": "str",
    }
]
"""Every refusal of /connect and /connect-events (D docs/common-api-error-codes; a null code O)."""


def refusal_problems(body: bytes) -> list[Wrong]:
    """What is wrong with a refusal."""
    try:
        value = json.loads(body)
    except ValueError:
        return [Wrong("body", "error", "the refusal is not JSON", "JSON", body[:120].decode("utf-8", "replace"))]
    if value == []:
        return [Wrong("body", "error", "the refusal is an empty array", "an entry", "[]")]
    return list(problems(ERROR, value, {}, "error"))
