"""What is otherwise between a recorded answer and a mock's: `expected` is what the mock does, `found` what was recorded.

Values are not compared but for enums and booleans, and only of objects that the run made: which members another object has
depends on the company. Every recorded answer is also held to its shape.
"""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from ..drift import otherwise, refusals
from ..shapes import Shape, Wrong, members_of, operation_at
from .owners import Owners, Whose
from .redaction import resolved
from .vocabulary import WORD, words


def differences(recorded: httpx.Response, answered: httpx.Response, owners: Owners, whose: Whose) -> list[Wrong]:
    """What is otherwise between the answers to one call, beside what is wrong with the recorded one.

    Parameters:
        recorded: with the mock's ids in the place of its own.
        owners: who knows of those ids.
    """
    if recorded.status_code != answered.status_code:
        at = "answer" if answered.is_success else f"refusal {_code(answered)}"
        return [Wrong("status", at, "another status", _outcome(answered), _outcome(recorded))]
    if recorded.status_code >= 400:
        return _refusal(recorded, answered)
    there, here = _json(recorded), _json(answered)
    if type(there) is not type(here):
        return [Wrong("body", "answer", "another body", _kind(here), _kind(there))]
    operation = operation_at(recorded.request.method, recorded.request.url.path)
    found = Structure(owners, operation.types if operation else {})
    found.compare(operation.answer if operation else "any", there, here, "answer", whose)
    return found.wrong


class Structure:
    """Compares two values of a shape, and collects what is otherwise."""

    def __init__(self, owners: Owners, types: Mapping[str, Shape]) -> None:
        self.owners, self.types = owners, types
        self.wrong: list[Wrong] = []

    def compare(self, shape: Shape, there: Any, here: Any, at: str, whose: Whose) -> None:
        """`there` was recorded, `here` the mock says."""
        shape = resolved(shape, self.types)
        if _kind(there) != _kind(here):
            if whose is Whose.OURS:
                self._note("null" if there is None else "type", at, _kind(here), _kind(there))
            return
        if isinstance(there, dict):
            self._objects(shape, there, here, at, self.owners.of_object(there, whose))
        if isinstance(there, list):
            row = shape[0] if isinstance(shape, list) else "any"
            for one, other in pairs(there, here):
                self.compare(row, one, other, f"{at}[]", whose)
        if isinstance(there, str):
            self.owners.meet(there, whose)
        if there != here and whose is Whose.OURS:
            if isinstance(there, bool) or isinstance(shape, str) and "enum" in shape:
                self._note("enum", at, json.dumps(here), json.dumps(there))

    def _objects(self, shape: Shape, there: dict[str, Any], here: dict[str, Any], at: str, whose: Whose) -> None:
        known = members_of(shape, self.types) if isinstance(shape, dict) else {}
        inner = {name.rstrip("!"): one for name, one in known.items()}
        for name in there.keys() | here.keys() if whose is Whose.OURS else ():
            if name not in there:
                self._note("missing", f"{at}.{name}", json.dumps(here[name])[:120], "absent")
            elif name not in here:
                self._note("extra", f"{at}.{name}", "absent", json.dumps(there[name])[:120])
        for name in there.keys() & here.keys():
            self.compare(inner.get(name, "any"), there[name], here[name], f"{at}.{name}", whose)

    def _note(self, kind: str, at: str, expected: str, found: str) -> None:
        self.wrong.append(Wrong(kind, at, f"{at} is {found} instead of {expected}", expected, found))


def pairs(there: list[Any], here: list[Any]) -> list[tuple[Any, Any]]:
    """Rows that belong together. The ids of `there` are those of `here` where they are known to be the same."""
    ids = {row["id"]: row for row in here if isinstance(row, dict) and "id" in row}
    if not ids and not any(isinstance(row, dict) and "id" in row for row in there):
        return list(zip(there, here, strict=False)) if len(there) == len(here) else []
    return [(row, ids[row["id"]]) for row in there if isinstance(row, dict) and row.get("id") in ids]


def _refusal(recorded: httpx.Response, answered: httpx.Response) -> list[Wrong]:
    there, here = _json(recorded), _json(answered)
    if not (isinstance(there, list) and isinstance(here, list)):
        same = _kind(there) == _kind(here)
        return [] if same else [Wrong("body", "error", "another body", _kind(here), _kind(there))]
    at = f"refusal {_code(answered)}"
    codes = [[entry.get("code") for entry in entries if isinstance(entry, dict)] for entries in (there, here)]
    if codes[0] != codes[1]:
        told = [" ".join(str(code) for code in found) or "no entry" for found in codes]
        return [Wrong("code", at, "another code", told[1], told[0])]
    found = []
    for one, other in zip(there, here, strict=True):
        if not says_the_same(one.get("code"), str(one.get("message")), str(other.get("message"))):
            wrong = Wrong("text", at, "another text", str(other.get("message")), str(one.get("message")))
            ways = [way for way in refusals().get(str(one.get("code")), []) if way.text != "*"]
            found.append(otherwise(ways[0].evidence, wrong) if ways else wrong)
    return found


def says_the_same(code: str | None, there: str, here: str) -> bool:
    """Whether two texts are one, whatever their parameters: a word that is none of BILL's may stand for any."""
    ways = [way for way in refusals().get(str(code), []) if way.text != "*"]
    if there == here or any(way.says(there) and way.says(here) for way in ways):
        return True
    recorded, answered = WORD.findall(there), WORD.findall(here)
    return len(recorded) == len(answered) and all(
        one == other or one not in words() and one.lower() not in words()
        for one, other in zip(recorded, answered, strict=True)
    )


def _code(response: httpx.Response) -> str:
    told = _json(response)
    return (
        str(told[0].get("code")) if isinstance(told, list) and told and isinstance(told[0], dict) else "without a code"
    )


def _outcome(response: httpx.Response) -> str:
    return f"{response.status_code} {_code(response)}" if response.status_code >= 400 else str(response.status_code)


def _json(response: httpx.Response) -> Any:
    """What an answer says; a text that is no JSON as it is, bytes as bytes."""
    if not response.content:
        return None
    try:
        return json.loads(response.content)
    except ValueError:
        kind = response.headers.get("content-type", "")
        return response.text if kind.startswith("text/") else response.content


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "a boolean"
    kinds = {dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number", bytes: "a file"}
    return kinds.get(type(value), "nothing")
