"""Probes: questions that BILL's pages leave open, put to a target. What it answers can be a choice of the mock's.

A probe asserts nothing. It looks, says what it saw, and, where mockbill had to decide, which choice would have it so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import httpx
from billclient import APIError, BillError

from .asking import Asking, NotAsked, asking
from .targets import World


@dataclass(frozen=True)
class Seen:
    """What a target did: in words, and the value of the probe's choice that says the same (None: none does)."""

    told: str
    value: Any = None
    settles: bool = True
    """Whether `value` is an answer at all; what was seen may be neither of the values that are known."""
    details: Any = None
    """What does not fit into a line, as JSON can hold it."""


@dataclass(frozen=True)
class Probe:
    """One question, its source, the choice of the mock's that it settles, and how it is asked."""

    id: str
    question: str
    source: str
    choice: str | None
    ask: Callable[[Asking], Seen]


@dataclass(frozen=True)
class Answer:
    """What came of a probe. `missing` says why it was not asked."""

    probe: Probe
    seen: Seen | None = None
    missing: str = ""

    @property
    def line(self) -> str:
        return f"{self.probe.id:<10} {self.probe.question} {self.seen.told if self.seen else f'(not asked: {self.missing})'}"

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        told = {"id": self.probe.id, "question": self.probe.question, "source": self.probe.source}
        seen = {"seen": self.seen.told} if self.seen else {"notAsked": self.missing}
        settled = {"choice": self.probe.choice} if self.probe.choice else {}
        if settled and self.seen and self.seen.settles:
            settled["value"] = self.seen.value
        details = {"details": self.seen.details} if self.seen and self.seen.details is not None else {}
        return {**told, **seen, **settled, **details}


def probe(
    id: str, question: str, source: str, choice: str | None = None
) -> Callable[[Callable[[Asking], Seen]], Probe]:
    """Declare a probe beside the function that asks."""

    def declare(ask: Callable[[Asking], Seen]) -> Probe:
        return Probe(id, question, source, choice, ask)

    return declare


def probes_of(*modules: ModuleType) -> list[Probe]:
    """The probes that are declared in some modules, each by itself or in a list, in order."""
    declared = [found for module in modules for found in vars(module).values()]
    several = [found if isinstance(found, list) else [found] for found in declared]
    return [one for found in several for one in found if isinstance(one, Probe)]


UNFORESEEN = (BillError, httpx.HTTPError, LookupError, AttributeError, TypeError, ValueError, StopIteration)
"""What comes of a refusal on the way, or of an answer of a form that a question did not foresee."""


def put(probes: list[Probe], world: World) -> Iterator[Answer]:
    """Ask, one after the other. What a target does that a question did not foresee is an answer too."""
    with asking(world) as asker:
        for one in probes:
            try:
                yield Answer(one, one.ask(asker))
            except NotAsked as missing:
                yield Answer(one, missing=str(missing))
            except UNFORESEEN as error:
                yield Answer(one, Seen(f"something else: {first_line(error)}", settles=False))


def first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def settled(answers: list[Answer]) -> dict[str, Any]:
    """The choices that a mock would have to make to do as the target did."""
    return {
        answer.probe.choice: answer.seen.value
        for answer in answers
        if answer.probe.choice and answer.seen and answer.seen.settles
    }


# Ways to look


def json_of(response: httpx.Response) -> Any:
    """The JSON of an answer; None when it is none."""
    try:
        return response.json()
    except ValueError:
        return None


def entries(response: httpx.Response) -> list[dict[str, Any]]:
    """The errors of a refusal, whatever its shape."""
    body = json_of(response) if response.is_error else None
    return [entry for entry in body if isinstance(entry, dict)] if isinstance(body, list) else []


def told(response: httpx.Response) -> str:
    """A status, and the code and text of a refusal."""
    first = (entries(response) or [{}])[0]
    return " ".join(str(part) for part in (response.status_code, first.get("code"), first.get("message")) if part)


def whole(response: httpx.Response) -> str:
    """A status, and all that a refusal says; of another answer the names of its members, those that are null marked."""
    if errors := entries(response):
        said = [f"{error.get('code')} {error.get('category')}: {error.get('message')}" for error in errors]
        return f"{response.status_code} {'; '.join(said)}"
    if response.is_error:
        return f"{response.status_code} {response.text[:200]}".strip()
    return f"{response.status_code} {members(response)}"


def members(response: httpx.Response) -> str:
    """What an answer that is no refusal is made of, in a line."""
    try:
        return parts(response.json())
    except ValueError:
        return f"({response.headers.get('content-type') or 'no type'})" if response.content else "(empty)"


def parts(value: Any) -> str:
    """The members of an object, each with its shape."""
    if not isinstance(value, dict):
        return shape(value)
    return f"{{{', '.join(f'{name}: {shape(of)}' for name, of in value.items())}}}"


def shape(value: Any) -> str:
    """A value without what is in it, save for words that may be one of few, numbers of things, and yes or no."""
    if isinstance(value, list):
        return f"[{len(value)}]"
    if isinstance(value, dict):
        return "{…}"
    if value is None or isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and re.fullmatch(r"[A-Z][A-Z_]*", value) else type(value).__name__


def status_of(response: httpx.Response, *known: int) -> Seen:
    """The status is the choice, when it is a known one."""
    return Seen(told(response), response.status_code, response.status_code in known)


def code_of(response: httpx.Response, *known: str | None) -> Seen:
    """The code of the first error is the choice, when it is a known one."""
    found = entries(response)
    code = found[0].get("code") if found else None
    return Seen(told(response), code, bool(found) and code in known)


def outcome(response: httpx.Response, done: Any, refused: Any) -> Seen:
    """One value if it was done, another if it was refused."""
    return Seen(told(response), done if response.is_success else refused, response.status_code < 500)


def attempt(work: Callable[[], Any], done: Any, refused: Any) -> Seen:
    """The same for a call of the client."""
    try:
        work()
    except APIError as error:
        return Seen(f"refused: {first_line(error)}", refused)
    return Seen("done", done)
