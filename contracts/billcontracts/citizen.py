"""How a live target is treated: few calls at once, paced and counted, nothing touched that this run did not make, and
what it made taken away again.

A transport under the client that all contracts share. Whatever it does not let through ends the contract as not run.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from billclient import BillError, Client

from .shapes import operation_at

AT_ONCE = 3
"""Calls in flight that BILL allows for a developer key and organization (D docs/api-rate-limits)."""
ALONE = ("localhost", "127.0.0.1", "::1")
PACE, SPEND_PACE = 0.2, 1.0
"""Seconds between calls; of S&E a token has 60 a minute (D docs/spend-expense-api)."""
HOURLY, HOURLY_TOLD = b"BDC_1144", "BDC_1144"
UNDOING = (("POST", "/archive"), ("DELETE", ""), ("POST", "/cancel"))
"""How a made object is taken away, the first that its kind has."""
ATTACHMENTS = "/connect/v3/attachments"
"""They are made under what they belong to, and taken away by their id alone."""
ORGANIZATION = {
    "setup", "validate", "initiateriskverifications", "createriskverificationphone", "createorganizationuser",
    "createuser", "nominatebankaccountuser", "createbankaccount", "acceptinvitation", "createorganization",
}  # fmt: skip
"""Operations that change the organization itself or write to people."""
MONEY = {"createpayment", "createbulkpayment", "createmasspayment", "chargecustomer", "approveordenyreimbursement"}
"""Operations by which money moves, or is to move."""
NEVER = ORGANIZATION | MONEY
"""What no production organization is asked, whatever was said."""


class Production(Exception):
    """A production host was named, and not twice."""


@dataclass
class Made:
    """An object that this run made: where it was made (`/connect/v3/vendors`), and its id (of S&E also its uuid)."""

    place: str
    id: str
    uuid: str = ""

    def __str__(self) -> str:
        return f"{self.place}/{self.id}"

    def undoing(self) -> tuple[str, str] | None:
        """Method and path of what takes it away; None when BILL has nothing for it."""
        if self.place.startswith(f"{ATTACHMENTS}/"):
            return "DELETE", f"{ATTACHMENTS}/{self.id}"
        for method, more in UNDOING:
            path = f"{self.place}/{quote(self.id, safe='')}{more}"
            if operation_at(method, path) is not None:
                return method, path
        return None


@dataclass
class Manners:
    """What is asked of a run. `pace` None: as BILL's limits ask, and none on this machine itself."""

    budget: int | None = None
    pace: float | None = None
    production: bool = False
    at_once: int = AT_ONCE


@dataclass
class Citizen(httpx.BaseTransport):
    """Lets calls through to `inner` as `manners` ask; `not_run` ends a contract with a reason."""

    inner: httpx.BaseTransport
    not_run: Callable[[str], NoReturn]
    manners: Manners = field(default_factory=Manners)
    guarded: bool = False
    """On once the target is known not to be a mock."""
    calls: int = 0
    stopped: str = ""
    """Why no further call is made."""
    made: list[Made] = field(default_factory=list)
    left: list[Made] = field(default_factory=list)
    """What could not be taken away again."""
    ours: set[str] = field(default_factory=set)
    theirs: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._gate = threading.BoundedSemaphore(self.manners.at_once)
        self._turn = threading.Lock()
        self._next = {"core": 0.0, "spend": 0.0}
        self._tidying = False
        self._gone: list[Made] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not self.guarded:
            return self.inner.handle_request(request)
        if not self._tidying:
            self._permit(request)
        with self._gate:
            self._wait(request)
            response = self.inner.handle_request(request)
            response.read()
        with self._turn:
            self._learn(request, response)
        return response

    def close(self) -> None:
        self.inner.close()

    def _permit(self, request: httpx.Request) -> None:
        if self.stopped:
            self.not_run(self.stopped)
        with self._turn:
            owed = len(self.made) + (request.method == "POST")
            if self.manners.budget is not None and self.calls + 1 + owed > self.manners.budget:
                self.stopped = f"the budget of {self.manners.budget} calls is used up"
        if self.stopped:
            self.not_run(self.stopped)
        if problem := self.trespass(request):
            self.not_run(problem)

    def trespass(self, request: httpx.Request) -> str:
        """What a call would change that this run did not make; empty when nothing."""
        if request.method == "GET":
            return ""
        path = request.url.path
        operation = operation_at(request.method, path)
        if self.manners.production and operation and operation.id in NEVER:
            return f"{operation.id} is not called on production"
        for part in map(unquote, request.url.raw_path.decode().partition("?")[0].split("/")):
            if part in self.ours:
                return ""
            if part in self.theirs:
                return f"would touch {part}, which this run did not make"
        if "/bulk" in path:
            for id in several(request):
                if id in self.theirs:
                    return f"would touch {id}, which this run did not make"
        return ""

    def _wait(self, request: httpx.Request) -> None:
        kind = "spend" if "/v3/spend/" in request.url.path else "core"
        pace = self.manners.pace
        if pace is None:
            alone = request.url.host in ALONE
            pace = 0.0 if alone else SPEND_PACE if kind == "spend" else PACE
        with self._turn:
            self.calls += 1
            begin = max(self._next[kind], time.monotonic())
            self._next[kind] = begin + pace
        time.sleep(max(0.0, begin - time.monotonic()))

    def _learn(self, request: httpx.Request, response: httpx.Response) -> None:
        """Note what an answer tells: what was made, what is another's, and that the hour is over."""
        if response.status_code >= 400:
            if HOURLY in response.content:
                self.stopped = "BILL's limit of calls in an hour is reached (BDC_1144); go on in the next hour"
            return
        try:
            told = json.loads(response.content)
        except ValueError:
            told = None
        place = request.url.path.removesuffix("/bulk")
        parts = set(map(unquote, request.url.raw_path.decode().partition("?")[0].split("/"))) - {""}
        gone = request.method == "DELETE" or place.endswith(("/archive", "/cancel", "/void"))
        back = place.endswith("/restore")
        if gone or back:
            meant = parts | (set(several(request)) if "/bulk" in place else set())
            here, there = (self.made, self._gone) if gone else (self._gone, self.made)
            moved = [one for one in here if meant & {one.id, one.uuid}]
            there += moved
            here[:] = [one for one in here if one not in moved]
        operation = operation_at(request.method, request.url.path)
        action = parts & (self.ours | self.theirs) and operation is not None and operation.status != 201
        if request.method == "POST" and not (gone or back or action) and not place.endswith("/login"):
            for row in rows(told, place != request.url.path):
                made = Made(place, str(row["id"]), str(row.get("uuid", "")))
                if made.id not in self.theirs:
                    if made.undoing() or not parts & self.ours:  # a part goes with its whole
                        self.made.append(made)
                    self.ours |= {str(row[name]) for name in ("id", "uuid") if name in row}
        self.theirs |= set(every_id(told)) - self.ours

    @contextmanager
    def tidying(self) -> Iterator[None]:
        """Calls within are made whatever the budget is: one was kept back for each object."""
        self._tidying = True
        try:
            yield
        finally:
            self._tidying = False

    def tidy(self, core: Client | None, spend: Client | None) -> None:
        """Take away what was made, the last first. What the hourly limit leaves to be done stays in `made`."""
        with self.tidying():
            for one in reversed(self.made[:]):
                client, undoing = spend if "/v3/spend/" in one.place else core, one.undoing()
                if undoing and client and not self._undone(client, *undoing):
                    if HOURLY_TOLD in self.stopped:
                        return
                    undoing = None
                if not undoing or client is None:
                    self.left.append(one)
                if one in self.made:
                    self.made.remove(one)

    def _undone(self, client: Client, method: str, path: str) -> bool:
        url = urlsplit(client.gateway.connect)
        try:
            answer = client.raw(method, f"{url.scheme}://{url.netloc}{path}")
            return answer.is_success or answer.status_code == 404  # it is gone already
        except BillError:
            return False


def sent(request: httpx.Request) -> Any:
    """The body of a request, read; None when it is not JSON."""
    try:
        return json.loads(request.content)
    except (ValueError, httpx.RequestNotRead):
        return None


def rows(told: Any, bulk: bool) -> list[dict[str, Any]]:
    """The objects that an answer is about: itself, or (of a bulk) the items of its list."""
    if bulk and isinstance(told, dict):
        told = next((value for value in told.values() if isinstance(value, list)), [])
    items = told if bulk and isinstance(told, list) else [told]
    return [item for item in items if isinstance(item, dict) and "id" in item]


def several(request: httpx.Request) -> list[str]:
    """The ids that a bulk call names, in its body or in its query."""
    asked = [id for ids in request.url.params.get_list("ids") for id in ids.split(",")]
    return [*named(sent(request)), *asked]


def named(told: Any) -> list[str]:
    """The ids that a bulk body names: of its items, or the items themselves."""
    if isinstance(told, dict):
        told = next((value for value in told.values() if isinstance(value, list)), [])
    items = told if isinstance(told, list) else []
    found = [item.get("id") if isinstance(item, dict) else item for item in items]
    return [id for id in found if isinstance(id, str)]


def every_id(told: Any) -> Iterator[str]:
    """Every id in an answer, of the object itself and of those that it names."""
    if isinstance(told, dict):
        for name, value in told.items():
            if isinstance(value, str) and (name in ("id", "uuid") or name.endswith(("Id", "Uuid"))):
                yield value
            else:
                yield from every_id(value)
    elif isinstance(told, list):
        for item in told:
            yield from every_id(item)


def wire(url: str) -> httpx.HTTPTransport:
    """How a target is reached: through the environment's proxy, where it has one for this host."""
    where = httpx.URL(url or "http://127.0.0.1")
    alone = where.host in ALONE or proxy_bypass(where.host)
    return httpx.HTTPTransport(proxy=None if alone else getproxies().get(where.scheme))


def is_production(url: str) -> bool:
    """Whether a URL is BILL's, and not of its sandbox."""
    host = (urlsplit(url).hostname or "").lower()
    ours = host in ("bill.com", "divvy.co") or host.endswith((".bill.com", ".divvy.co"))
    return ours and "stage" not in host and "sandbox" not in host


def check(url: str, told: int) -> None:
    """Raises Production unless a production host was asked for twice."""
    if is_production(url) and told < 2:
        raise Production(
            f"{urlsplit(url).hostname} is production, with real books and real money: contracts make, change and archive "
            "objects there. If that is what you want, say --production and --yes-production"
        )
