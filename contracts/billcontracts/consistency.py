"""What one answer tells of an object the next must not deny, as long as nothing was written in between; and what was sent is told."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from .shapes import PAGES, Operation, Shape, Wrong, members_of

READ = "GET"
WRITES = "billcontracts.writes"
ASYNCHRONOUS = ("webhooks",)
"""Areas whose objects change without a call: a delivery goes on after its answer."""
PICKED = ("Code",)
"""Types that go by another object's id: what a transaction has picked of a custom field."""
WHICH = frozenset({"ids", "max", "page", "nextPage", "prevPage", "filters", "sort"})
"""Names in a query that say which objects are told of; all others say how."""


@dataclass
class Memory:
    """The objects that were told of since the last write, by area, id and how; each as every type tells it."""

    writes: int = 0
    told: dict[tuple[str, ...], dict[str, dict[str, Any]]] = field(default_factory=dict)

    def asked(self, request: httpx.Request) -> None:
        """A request goes out. A write ends what was known, both when it begins and when it ends."""
        if request.method != READ:
            self.forget()
        request.extensions = {**request.extensions, WRITES: self.writes}

    def forget(self) -> None:
        self.writes += 1
        self.told.clear()

    def problems(self, operation: Operation, response: httpx.Response) -> list[Wrong]:
        """What an answer tells otherwise than what was sent, or than an answer before it."""
        request = response.request
        alone = request.extensions.get(WRITES) == self.writes
        answer = response.json() if response.content else None
        found: list[Wrong] = []
        if request.method != READ:
            self.forget()
            found += unsaid(operation.answer, body_of(request), answer, operation.types)
        if not alone or operation.area in ASYNCHRONOUS:
            return found
        how = [f"{name}={value}" for name, value in sorted(request.url.params.multi_items()) if name not in WHICH]
        for type, row in rows(operation.answer, answer):
            if type in PICKED:
                continue
            known = self.told.setdefault((operation.area, row["id"], *how), {})
            parts = dict(bases(type, row, operation.types))
            if common := next((base for base in parts if base in known), ""):
                found += differences(common, known[common], parts[common])
            else:
                found += [wrong for before in list(known.values())[:1] for wrong in disputes(type, before, row)]
            known |= parts
        return found


def body_of(request: httpx.Request) -> Any:
    """The JSON that was sent; None where it is none."""
    try:
        return json.loads(request.content)
    except (ValueError, httpx.RequestNotRead):
        return None


def rows(shape: Shape, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects with an id that an answer is about (not those within them), and the name of the type of each."""
    if isinstance(shape, list) and isinstance(value, list):
        for item in value:
            yield from rows(shape[0], item)
    elif isinstance(shape, dict) and isinstance(value, dict) and len(shape) == len(value) == 1:
        yield from rows(*shape.values(), *value.values())
    elif isinstance(shape, str) and isinstance(value, dict):
        if shape.startswith("@") and isinstance(value.get("id"), str):
            yield shape[1:].partition("|")[0], value
        elif shape.split()[0] in PAGES:
            yield from rows([shape.partition(" ")[2]], value.get("results"))


def bases(type: str, row: dict[str, Any], types: Mapping[str, Shape]) -> Iterator[tuple[str, dict[str, Any]]]:
    """An object as its type tells it, and as much of it as each type tells that this one builds on."""
    yield type, row
    shape = types[type]
    if isinstance(shape, dict) and "..." in shape:
        base = shape["..."][1:]
        known = {name.rstrip("!") for name in members_of(types[base], types)}
        yield from bases(base, {name: value for name, value in row.items() if name in known}, types)


def differences(type: str, before: Any, now: Any, at: str = "") -> Iterator[Wrong]:
    """Where two tellings of one object, both of one type, are not the same."""
    place = f"{type}{at}"
    if isinstance(before, dict) and isinstance(now, dict):
        for name in sorted(before.keys() | now.keys()):
            if name not in now:
                yield Wrong("missing", f"{place}.{name}", f"{place}.{name} is gone", "told a moment ago", "absent")
            elif name not in before:
                told = f"{place}.{name} was not told a moment ago"
                yield Wrong("missing", f"{place}.{name}", told, "told each time", "absent a moment ago")
            else:
                yield from differences(type, before[name], now[name], f"{at}.{name}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for index, (first, second) in enumerate(zip(before, now, strict=True)):
            yield from differences(type, first, second, f"{at}[{index}]")
    elif before != now:
        told = f"{place} is {now!r}, a moment ago {before!r}"
        yield Wrong("value", place, told, repr(before)[:120], repr(now)[:120])


def disputes(type: str, before: dict[str, Any], now: dict[str, Any]) -> Iterator[Wrong]:
    """Where two tellings of one object, of two types, say something else of what both tell."""
    for name in sorted(before.keys() & now.keys()):
        if not isinstance(now[name], dict | list):
            yield from differences(type, before[name], now[name], f".{name}")


def unsaid(shape: Shape, sent: Any, answer: Any, types: Mapping[str, Shape], at: str = "answer") -> Iterator[Wrong]:
    """What was sent and is not told, although an answer of this shape may tell it."""
    if isinstance(shape, str) and shape.startswith("@"):
        yield from unsaid(types[shape[1:].partition("|")[0]], sent, answer, types, at)
    elif isinstance(shape, list) and isinstance(sent, list) and isinstance(answer, list) and len(sent) == len(answer):
        for one, told in zip(sent, answer, strict=True):
            yield from unsaid(shape[0], one, told, types, f"{at}[]")
    elif isinstance(shape, dict) and isinstance(sent, dict) and isinstance(answer, dict):
        known = {name.rstrip("!"): inner for name, inner in members_of(shape, types).items()}
        for name, value in sent.items():
            if name not in known or not says(value):
                continue
            if name not in answer:
                place = f"{at}.{name}"
                yield Wrong("missing", place, f"{place} was sent and is not told", "what was sent", "absent")
            else:
                yield from unsaid(known[name], value, answer[name], types, f"{at}.{name}")


def says(value: Any) -> bool:
    """Whether something is said by a value: of what is unset or empty an answer has no member."""
    if isinstance(value, dict | list):
        return any(says(inner) for inner in (value.values() if isinstance(value, dict) else value))
    return value not in (None, "")
