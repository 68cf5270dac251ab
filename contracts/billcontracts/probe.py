"""Probes: questions that BILL's pages leave open, put to a target. What it answers can be a choice of the mock's.

A probe asserts nothing. It looks, says what it saw, and, where mockbill had to decide, which choice would have it so.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from types import ModuleType
from typing import Any

import httpx
from billclient import APIError, BillError, Client

from . import codes
from .citizen import is_production
from .control import PACIFIC
from .factories import Make, unique
from .targets import World


class NotAsked(Exception):
    """Why a probe could not be put: what the target or its credentials lack."""


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
    ask: Callable[["Asking"], Seen]


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
) -> Callable[[Callable[["Asking"], Seen]], Probe]:
    """Declare a probe beside the function that asks."""

    def declare(ask: Callable[["Asking"], Seen]) -> Probe:
        return Probe(id, question, source, choice, ask)

    return declare


def probes_of(*modules: ModuleType) -> list[Probe]:
    """The probes that are declared in some modules, each by itself or in a list, in order."""
    declared = [found for module in modules for found in vars(module).values()]
    several = [found if isinstance(found, list) else [found] for found in declared]
    return [one for found in several for one in found if isinstance(one, Probe)]


class Asking:
    """Who asks: clients of one organization, and makers of what a question needs. What was made is archived at the end."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shared: dict[str, Any] = {}
        """What several questions share, by name."""
        self._makers: list[Make] = []

    @cached_property
    def bill(self) -> Client:
        """A signed-in client; on a mock it has passed MFA."""
        if self.world.session is None:
            raise NotAsked("needs BILL_USERNAME, BILL_PASSWORD, BILL_ORGANIZATION_ID, BILL_DEV_KEY")
        client = self.world.client(self.world.session)
        if self.world.control:
            client.mfa.trust("123456")
        return client

    @cached_property
    def trusted(self) -> Client:
        """`bill`, certain to have passed MFA."""
        info = self.bill.session.info()
        if not info["mfaBypass"] and info["mfaStatus"] not in ("COMPLETE", "DISABLED"):
            raise NotAsked("needs BILL_REMEMBER_ME_ID and BILL_DEVICE of a trusted device")
        return self.bill

    @cached_property
    def untrusted(self) -> Client:
        """A client with a session of its own that has not passed MFA."""
        if self.world.session is None:
            raise NotAsked("needs BILL_USERNAME, BILL_PASSWORD, BILL_ORGANIZATION_ID, BILL_DEV_KEY")
        known = self.world.session
        bare = type(known)(known.username, known.password, known.organizationId, known.devKey)
        client = self.world.client(bare)
        client.session.login()
        return client

    @cached_property
    def spend(self) -> Client:
        """A client with a Spend & Expense token."""
        if self.world.token is None:
            raise NotAsked("needs BILL_API_TOKEN")
        if self.world.control:  # at a standing clock no new minute begins
            self.world.control.choose(rate_limit__spend_per_minute=10**9)
        return self.world.client(self.world.token)

    @cached_property
    def me(self) -> dict[str, Any]:
        """The user of the Spend & Expense token."""
        found: dict[str, Any] = self.spend.spend.users.current()
        return found

    @cached_property
    def budget(self) -> dict[str, Any]:
        """A budget of Spend & Expense for all who do not mind sharing it."""
        body = {"name": unique("Probe"), "owners": [self.me["uuid"]], "recurringInterval": "MONTHLY", "limit": 750}
        made: dict[str, Any] = self.spend.spend.budgets.create({**body, "recurringLimit": 600})
        return made

    @cached_property
    def bearer(self) -> Client:
        """A client with the token of a developer app."""
        if self.world.oauth is None:
            raise NotAsked("needs BILL_CLIENT_ID and BILL_CLIENT_SECRET")
        return self.world.client(self.world.oauth)

    @cached_property
    def stranger(self) -> Client:
        """A client without credentials."""
        return self.world.client()

    @cached_property
    def error_list(self) -> httpx.Response:
        """BILL's list of error codes, read once and without credentials."""
        if is_production(self.world.gateway.connect):
            raise NotAsked("BILL offers the list in the sandbox")
        known = self.world.session
        # A mock tells its worlds apart by the key.
        headers = {"devKey": known.devKey} if self.world.control and known else {}
        return self.stranger.raw("GET", codes.place(self.world.gateway), headers=headers, auth=None)

    @cached_property
    def make(self) -> Make:
        """Makes vendors, bills and the like."""
        made = Make(self.bill, self.today, tidy=self.world.control is None)
        self._makers.append(made)
        return made

    def today(self) -> date:
        """The processing day (US Pacific)."""
        return self.world.control.today() if self.world.control else datetime.now(UTC).astimezone(PACIFIC).date()

    def close(self) -> None:
        for maker in self._makers:
            maker.close()


@contextmanager
def asking(world: World) -> Iterator[Asking]:
    found = Asking(world)
    try:
        yield found
    finally:
        found.close()


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
