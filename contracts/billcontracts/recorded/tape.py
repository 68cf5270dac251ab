"""The recorder: a transport that keeps each exchange of a contract as it was, in memory, until it is redacted and written."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from ..chance import CHANCE, is_shared, real_time
from .recording import Head, Recording, Scope
from .redaction import Redactor, Taken

ENDED = ("passed", "failed", "skipped")
PRIVATE = ("BILL_GATEWAY", "BILL_CONNECT_URL", "BILL_EVENTS_URL", "BILL_TOKEN_URL")
"""Of the `BILL_*` variables, those that say where and not who."""
MOCKED = "not of BILL: it guards formats and behaviour, and is no evidence about BILL"


@dataclass
class Tape(httpx.BaseTransport):
    """Carries every call to `inner` and keeps those that belong to a scope."""

    inner: httpx.BaseTransport
    target: str
    url: str
    environ: Mapping[str, str]
    taken: list[Taken] = field(default_factory=list)
    scopes: dict[str, Scope] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    """Secrets that the environment does not have: what the user typed, and what it got for it."""

    def __post_init__(self) -> None:
        self.started = real_time()
        self.seed = uuid4().hex
        self._lock = threading.Lock()
        self._flying: list[httpx.Request] = []
        self._together: set[int] = set()
        CHANCE.begin(self.seed)

    @property
    def seconds(self) -> float:
        return round((real_time() - self.started).total_seconds(), 3)

    def begin(self, scope: str) -> Scope:
        """A contract begins, or something that others share is set up."""
        return self.scopes.setdefault(scope, Scope(scope, self.seconds))

    def ended(self, scope: str, contract: str, outcome: str, reason: str) -> None:
        """How a phase of a contract ended; what went worst counts."""
        known = self.begin(scope)
        known.contract = contract
        if known.outcome in ("", "passed"):
            known.outcome, known.reason = outcome, reason if outcome != "passed" else ""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        scope, at = CHANCE.scope, self.seconds
        request.read()
        with self._lock:
            self._flying.append(request)
            if len(self._flying) > 1:
                self._together |= {id(one) for one in self._flying}
        try:
            response = self.inner.handle_request(request)
            response.read()
        finally:
            with self._lock:
                self._flying.remove(request)
                together = id(request) in self._together
                self._together.discard(id(request))
        if scope and not request.url.path.startswith("/_mock"):
            with self._lock:
                self.begin(scope)
                self.taken.append(Taken(scope, at, request, response, together))
        return response

    def close(self) -> None:
        self.inner.close()

    @property
    def secrets(self) -> dict[str, str]:
        """The credentials by the names of their variables."""
        known = {name: value for name, value in self.environ.items() if name.startswith("BILL_") and value}
        return {name: value for name, value in known.items() if name not in PRIVATE} | self.more

    def recording(self, ours: set[str]) -> Recording:
        """What was taken, redacted. A contract that did not come to its end is left out.

        Parameters:
            ours: the ids of what the run made.
        """
        redactor = Redactor(self.secrets, ours)
        whole = {name: one for name, one in self.scopes.items() if is_shared(name) or one.outcome in ENDED}
        redactor.meet(one.response for one in self.taken)
        kept = [redactor.exchange(one) for one in self.taken]
        exchanges = [one for one in kept if one.scope in whole]
        for one in whole.values():
            one.reason = redactor.our_text(one.reason)
        about = "" if is_bill(self.url) else MOCKED
        name = self.target if about == "" or self.target.startswith("http") else self.url
        head = Head(name, self.started.isoformat(), self.seed, about, redactor.stand_ins)
        used = {one.scope for one in exchanges}
        found = Recording(head, {name: one for name, one in whole.items() if one.contract or name in used}, exchanges)
        redactor.check(found)
        return found

    def write(self, file: Path, ours: set[str]) -> int:
        """Write the recording; answers how many exchanges it has, and writes nothing of none."""
        recording = self.recording(ours)
        if recording.exchanges:
            recording.write(file)
        return len(recording.exchanges)


def is_bill(url: str) -> bool:
    """Whether a URL is BILL's own, of its sandbox or its production."""
    host = (urlsplit(url).hostname or "").lower()
    return host in ("bill.com", "divvy.co") or host.endswith((".bill.com", ".divvy.co"))
