"""A recording held against a mock: each call is made again, at its time, of a company of its own, and the answers compared."""

import json as encoder
import sys
from collections import defaultdict
from os import PathLike, fspath
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import httpx
from billclient import Session

from .. import html as page
from .. import junit as suites
from .. import ledger, report, terminal
from ..drift import deviations
from ..exchanges import told
from ..shapes import Wrong, operation_at
from ..targets import MOCK, NotReached, Target, World, carrying, open_target
from .comparing import differences
from .counterparts import Counterparts, NotReplayable, as_sent
from .owners import Owners
from .player import response
from .recording import NotARecording, Recorded, Recording, Scope, read

File = str | PathLike[str]
CREDENTIALS = {
    "BILL_USERNAME": "username", "BILL_PASSWORD": "password", "BILL_ORGANIZATION_ID": "organizationId",
    "BILL_DEV_KEY": "devKey",
}  # fmt: skip
CODE = "123456"
LIMITS = ("BDC_1144", "BDC_1322")
BUSY = "the target was at a limit just then"
TOGETHER = "was refused while other calls were in flight, and is made alone here"
STEP = 0.02
"""Seconds by which the clock is behind, at the most."""


class Replay:
    """One recording, and the world of a mock that it is held against."""

    def __init__(self, recording: Recording, target: Target) -> None:
        self.recording, self.target = recording, target
        self.world = target.lived_in(recording.head.started)
        self.names = Counterparts(stand_ins(recording, self.world))
        self.owners = Owners()
        self.run = report.Run()
        self.missed: dict[str, list[tuple[str, str]]] = defaultdict(list)
        """Contract → why a call of it could not be made again, and the call."""
        self.drifted: set[str] = set()
        self.evidence = {entry.id: entry.evidence for entry in ledger.read()}
        self._now = 0.0

    def play(self) -> report.Run:
        """Make every call again; answers what it showed."""
        for one in self.recording.exchanges:
            scope = self.recording.scopes[one.scope]
            try:
                self._hold(one, scope)
            except NotReplayable as why:
                self.missed[scope.contract].append((str(why), f"{one.method} {one.path}"))
            self.names.receive(one.answer)
        self._account()
        return self.run

    def _hold(self, one: Recorded, scope: Scope) -> None:
        recorded = response(one)
        if one.status >= 400 and any(limit.encode() in recorded.content for limit in LIMITS):
            raise NotReplayable(BUSY)
        answered = self._ask(one)
        if one.together and one.status >= 400 and answered.is_success:
            raise NotReplayable(TOGETHER)
        self.names.learn(one.answer, _json(answered))
        shown = response(Recorded(**{**vars(one), "answer": self.names.renamed(one.answer)}))
        path = recorded.request.url.path
        parts = [str(self.names.known.get(part, part)) for part in map(unquote, path.split("/"))]
        whose = self.owners.of_answer(one.method, path, parts, one.status)
        wrong = deviations(recorded)
        found = [] if one.kind == "bytes" and answered.is_success else differences(shown, answered, self.owners, whose)
        known = {(each.kind, each.at) for each in wrong}
        self.run.calls += 1
        self._note(recorded, wrong, scope.contract, "D")
        more = [each for each in found if (each.kind, each.at) not in known]
        self._note(recorded, more, scope.contract, self.evidence.get(scope.contract, "D"))
        if not (wrong or found) and (operation := operation_at(one.method, path)) and answered.is_success:
            self.run.kept.setdefault(operation.id, set()).add(scope.contract)

    def _note(self, recorded: httpx.Response, wrong: list[Wrong], contract: str, evidence: str) -> None:
        self.run.drift.note(told(recorded), wrong, contract, evidence)
        if any(getattr(each, "evidence", evidence) != "I" for each in wrong):
            self.drifted.add(contract)

    def _ask(self, one: Recorded) -> httpx.Response:
        path, headers, body = self.names.request(one)
        self._until(one.at)
        content, kind = _content(one, body)
        if kind:
            headers["content-type"] = kind
        url = path if path.startswith("http") else f"{self.target.url}{path}"
        return self.target.http.request(one.method, url, content=content, headers=headers)

    def _until(self, seconds: float) -> None:
        """Have the mock's clock stand where the target's was."""
        if seconds - self._now < STEP:
            return
        assert self.world.control
        self._now, then = seconds, self.recording.head.instant(seconds)
        if then > self.world.control.now():
            self.world.control.ask("POST", "/clock", {"set": then.isoformat()})

    def _account(self) -> None:
        made = {one.scope for one in self.recording.exchanges}
        for scope in self.recording.scopes.values():
            id = scope.contract
            if not id:
                continue
            ended, told = self._ending(scope, scope.scope in made)
            known = self.run.outcomes.get(id)
            if known in (None, "passed") or ended == "drifted":
                self.run.outcomes[id] = ended
                self.run.told[id] = {"seconds": 0.0, "area": scope.scope.partition("/")[0], **told}
        self.run.chosen = set(self.run.outcomes)

    def _ending(self, scope: Scope, made: bool) -> tuple[str, dict[str, str]]:
        if scope.contract in self.drifted:
            return "drifted", {"reason": "an answer was recorded otherwise than the mock gives it"}
        if missed := self.missed.get(scope.contract):
            return "skipped", {"reason": missed[0][0], "request": missed[0][1]}
        if scope.outcome == "skipped":
            return "skipped", {"reason": f"not run when it was recorded: {scope.reason}"}
        if not made:
            return "skipped", {"reason": "made no call when it was recorded"}
        return "passed", {}


def stand_ins(recording: Recording, world: World) -> dict[str, str]:
    """The invented credentials of a recording, and those of the mock's world that they stand for."""
    environ, session = recording.head.environ, world.session
    assert session and world.token and world.oauth and world.partner
    known = {environ[name]: str(getattr(session, part)) for name, part in CREDENTIALS.items() if name in environ}
    others = {
        "BILL_API_TOKEN": world.token.apiToken, "BILL_CLIENT_ID": world.oauth.clientId,
        "BILL_CLIENT_SECRET": world.oauth.clientSecret, "BILL_APP_KEY": world.partner.appKey,
        "BILL_PARTNER_USERNAME": world.partner.username, "BILL_PARTNER_PASSWORD": world.partner.password,
    }  # fmt: skip
    known |= {environ[name]: value for name, value in others.items() if name in environ}
    if remembered := environ.get("BILL_REMEMBER_ME_ID"):
        known[remembered] = remember(world, session, environ.get("BILL_DEVICE", ""))
    return known


def remember(world: World, session: Session, device: str) -> str:
    """Have the mock's world remember a device."""
    client = world.client(session)
    given: dict[str, str] = client.mfa.trust(CODE, device=device)
    client.session.logout()
    return given["rememberMeId"]


def _content(one: Recorded, body: Any) -> tuple[bytes | None, str]:
    """The body of a call, and its type."""
    if one.sent_kind == "json":
        return as_sent(body), "application/json"
    if one.sent_kind == "form":
        return urlencode(body).encode(), "application/x-www-form-urlencoded"
    if one.sent_kind == "bytes":
        content = body["content"].encode("latin-1") if "content" in body else bytes(body["bytes"])
        return content, body["type"]
    return None, ""


def _json(answer: httpx.Response) -> Any:
    try:
        return encoder.loads(answer.content)
    except ValueError:
        return None


def replay(
    file: File, target: str = MOCK, html: File | None = None, junit: File | None = None, json: File | None = None
) -> int:
    """Hold a recording against a mock, and print what it shows.

    Parameters:
        file: the recording.
        target: `mock` (started for it), or the URL of one.
        html, junit, json: files to write a report to.

    Returns:
        0 when the mock answers as was recorded; 1 when something is otherwise, or nothing could be compared; 2 when the
        recording cannot be read or the mock not be reached.
    """
    try:
        recording = read(Path(file))
        with (
            carrying(target) as carrier,
            httpx.Client(timeout=60, transport=carrier) as http,
            open_target(target, http) as reached,
        ):
            if not reached.mock:
                raise NotReached(f"{target} is no mock: a recording is replayed against one, of what it may do with it")
            run = Replay(recording, reached).play()
    except (NotARecording, NotReached, ValueError) as problem:
        print(f"verify: {problem}", file=sys.stderr)
        return 2
    name = f"{target}, as recorded from {recording.head.target} in {Path(fspath(file)).name}"
    for path, write in ((json, report.as_json), (html, page.page), (junit, suites.document)):
        if path is not None:
            Path(path).write_text(write(run, name), "utf-8")
    if recording.head.about:
        print(f"recorded from {recording.head.target}, {recording.head.about}")
    for line, _ in terminal.lines(run):
        print(line)
    return 1 if run.problems() else 0
