"""Plays a scenario in a world, through the API as any caller reaches it."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from werkzeug.test import Client, TestResponse

from ..gateway.routing import catalogue
from ..webhooks.delivery import INBOX, Dispatcher
from ..webhooks.signature import HEADER, sign
from ..world.world import World
from ..wsgi import MISHAP
from .looking import code_of, differences, parsed
from .script import Answers, Heard, Scenario, SignIn, Step

REFERENCE = re.compile(r"\$\{([^}]+)\}")
JSON, FILE = "application/json", "application/octet-stream"


class Failed(AssertionError):
    """A step of a scenario is not as it should be."""


@dataclass(frozen=True)
class Told:
    """A step that was played, in a line."""

    part: str
    line: str


class Play:
    """One scenario in one world.

    Attributes:
        kept: the answers that steps kept, by name; `credentials` among them.
        told: what was played so far.
    """

    def __init__(self, scenario: Scenario, world: World, app: Any, dispatcher: Dispatcher) -> None:
        self.scenario = scenario
        self.world = world
        self.http = Client(app)
        self.dispatcher = dispatcher
        self.kept: dict[str, Any] = {"credentials": world.store.meta("credentials")}
        self.told: list[Told] = []
        self._signed_in: dict[str, tuple[SignIn, dict[str, str]]] = {}
        self._notes: list[tuple[bytes, str]] = []
        self._keys: list[str] = []
        self._seen: set[str] = set()
        self._inbox = 200
        self.host = f"{world.key}.scenario.{INBOX}"
        self._arrived = threading.Lock()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within the block the scenario's inbox is there."""
        self.dispatcher.receive(self.host, self.receive)
        try:
            yield
        finally:
            self.dispatcher.forget(self.host)

    def begin(self) -> None:
        """The administrator signs in and passes MFA."""
        self._do(Step.model_validate({"sign in": SignIn(trusted=True)}))

    def run(self, *parts: str) -> None:
        """Play some parts, in order. Raises Failed at the first step that is not as it should be."""
        for part in parts:
            for step in getattr(self.scenario, part):
                try:
                    line = self._do(step)
                except Failed as failed:
                    raise Failed(f"scenario {self.scenario.name}, {part}: {describe(step)}: {failed}") from failed
                self.told.append(Told(part, line))

    # The actions

    def _do(self, step: Step) -> str:
        action = step.actions[0]
        return str(getattr(self, f"_{action}")(step))

    def _call(self, step: Step) -> str:
        return self._answered(step, self._ask(step))

    def _together(self, step: Step) -> str:
        """All calls at once; their outcomes, in no order, are what the step's answers list."""
        found: list[TestResponse] = []
        asking = [threading.Thread(target=lambda one=one: found.append(self._ask(one))) for one in step.together or ()]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        came = sorted(str(code_of(answer) or answer.status_code) for answer in found)
        if isinstance(step.answers, list) and came != sorted(map(str, step.answers)):
            raise Failed(f"expected {sorted(map(str, step.answers))}, came {came}")
        return f"{len(found)} calls at once → {', '.join(came)}"

    def _ask(self, step: Step) -> TestResponse:
        name = step.call or ""
        if name not in catalogue():
            raise Failed(f"BILL has no operation {name!r}")
        known = catalogue()[name]
        path = re.sub(r"\{(\w+)\}", lambda found: str(self._filled(step.path.get(found[1], found[0]))), known.path)
        cuts: list[str] = []
        answer = self.http.open(
            path,
            method=known.method,
            query_string={name: str(value) for name, value in self._filled(step.query).items()},
            headers={**self._credentials(known.auth, known.path, step.by), **self._filled(step.headers)},
            data=step.raw if step.body is None else orjson.dumps(self._filled(step.body)),
            content_type=FILE if step.raw is not None else JSON if step.body is not None else None,
            environ_overrides={MISHAP: cuts},
        )
        if cuts:
            answer.status_code, answer.data = 0, b""  # the connection was cut
        return answer

    def _credentials(self, auth: str, path: str, by: str) -> dict[str, str]:
        if path.startswith("/connect/v3/spend/"):
            return {"apiToken": self.kept["credentials"]["apiToken"]}
        headers = self._signed_in[by][1] if by in self._signed_in else {}
        if path.startswith("/connect-events/"):
            return {"X-Idempotent-Key": self.world.ids.uuid(), **headers}
        return headers

    def _sign_in(self, step: Step) -> str:
        assert step.sign_in
        self._enter(step.sign_in)
        return f"{step.sign_in.name} signs in{', with MFA' if step.sign_in.trusted else ''}"

    def _enter(self, who: SignIn) -> None:
        keys = self.kept["credentials"]
        body = {name: keys[name] for name in ("username", "password", "organizationId", "devKey")}
        if who.user:
            body["username"] = self._filled(who.user)
        answer = self._plain("POST", "/connect/v3/login", body)
        headers = {"sessionId": answer["sessionId"], "devKey": keys["devKey"]}
        if who.trusted:
            challenge = self._plain("POST", "/connect/v3/mfa/challenge", {}, headers)
            token = self._plain("GET", "/_mock/info", None)["mfaToken"]
            answered = {"challengeId": challenge["challengeId"], "token": token}
            self._plain("POST", "/connect/v3/mfa/challenge/validate", answered, headers)
        self._signed_in[who.name] = who, headers

    def _advance(self, step: Step) -> str:
        """Sessions end when they are not used; who was signed in, is again."""
        now = self._plain("POST", "/_mock/clock", {"advance": step.advance})["now"]
        for who, _ in list(self._signed_in.values()):
            self._enter(who)
        return f"the clock moves on to {now[:16]}"

    def _fault(self, step: Step) -> str:
        self._plain("POST", "/_mock/faults", self._filled(step.fault))
        return f"from now on: {told(step.fault)}"

    def _mock(self, step: Step) -> str:
        method, path = self._filled(step.mock or "").split(" ", 1)
        if step.after is None:
            body = self._filled(step.body)
            answer = (
                self.http.open(f"/_mock{path}", method=method, json=body)
                if body is not None
                else self.http.open(f"/_mock{path}", method=method)
            )
            return self._answered(step, answer)
        later = {"after": step.after, "method": method, "path": path, "body": self._filled(step.body)}
        self._plain("POST", "/_mock/later", later)
        return f"in {told(step.after)}: {method} {path}"

    def _listen(self, step: Step) -> str:
        assert step.listen
        self._inbox = step.listen.status
        subscription = {
            "name": self.scenario.name,
            "status": {"enabled": True},
            "events": [{"type": event, "version": "1"} for event in step.listen.events],
            "notificationUrl": f"https://{self.host}/",
        }
        headers = self._credentials("session", "/connect-events/", step.by)
        if step.listen.events[0].startswith("spend."):
            headers = {**headers, "apiToken": self.kept["credentials"]["apiToken"]}
            headers.pop("sessionId", None)
        made = self._plain("POST", "/connect-events/v3/subscriptions", subscription, headers)
        self._keys.append(made["securityKey"])
        if step.keep:
            self.kept[step.keep] = made
        return f"an inbox listens to {', '.join(step.listen.events)}"

    def _heard(self, step: Step) -> str:
        self.dispatcher.settle(self.world)
        with self._arrived:
            came, self._notes = self._notes, []
        events = [(orjson.loads(body), body, signature) for body, signature in came]
        names = [event["metadata"]["eventType"] for event, _, _ in events]
        wanted = step.heard or []
        if names != [one.event for one in wanted]:
            raise Failed(f"expected {[one.event for one in wanted]}, came {names}")
        for one, (event, body, signature) in zip(wanted, events, strict=True):
            self._checked(one, event, body, signature)
        return f"the inbox heard {', '.join(names) or 'nothing'}"

    def _checked(self, wanted: Heard, event: dict[str, Any], body: bytes, signature: str) -> None:
        if wrong := differences(self._filled(wanted.payload), event):
            raise Failed(f"{wanted.event}: {'; '.join(wrong)}")
        if (signature in [sign(body, key) for key in self._keys]) == wanted.forged:
            raise Failed(f"{wanted.event} is {'' if wanted.forged else 'not '}signed by its subscription")
        id = event["metadata"]["eventId"]
        if (id in self._seen) != wanted.again:
            raise Failed(f"{wanted.event} {id} {'never came before' if wanted.again else 'came before'}")
        self._seen.add(id)

    def receive(self, body: bytes, headers: Mapping[str, str]) -> int:
        with self._arrived:
            self._notes.append((body, headers.get(HEADER, "")))
        return self._inbox

    # What they share

    def _plain(self, method: str, path: str, body: Any, headers: Mapping[str, str] | None = None) -> Any:
        """A call that must succeed. Raises Failed."""
        answer = self.http.open(path, method=method, json=body, headers=dict(headers or {}))
        if answer.status_code >= 400:
            raise Failed(f"{method} {path} → {answer.status_code} {answer.text[:300]}")
        return orjson.loads(answer.data) if answer.data else None

    def _answered(self, step: Step, answer: TestResponse) -> str:
        wanted = step.answers if isinstance(step.answers, Answers) else Answers()
        status, code = wanted.status, wanted.code
        if status is None and code is None:
            if answer.status_code >= 400 or not answer.status_code:
                raise Failed(f"→ {answer.status_code} {answer.text[:300]}")
        elif status is not None and answer.status_code != status or code and code_of(answer) != code:
            raise Failed(f"expected {status or ''} {code or ''}, came {answer.status_code} {answer.text[:300]}")
        found = parsed(answer.data)
        if wanted.body is not None and (wrong := differences(self._filled(wanted.body), found)):
            raise Failed("; ".join(wrong))
        if step.keep:
            self.kept[step.keep] = found
        return f"{self._filled(describe(step))} → {code_of(answer) or answer.status_code or 'no answer'}"

    def _filled(self, value: Any) -> Any:
        """A value with what earlier answers held in the place of references."""
        if isinstance(value, str):
            whole = REFERENCE.fullmatch(value)
            if whole:
                return self._at(whole[1])
            return REFERENCE.sub(lambda found: str(self._at(found[1])), value)
        if isinstance(value, dict):
            return {self._filled(name): self._filled(inner) for name, inner in value.items()}
        return [self._filled(inner) for inner in value] if isinstance(value, list) else value

    def _at(self, path: str) -> Any:
        value: Any = self.kept
        for name in path.split("."):
            try:
                value = value[int(name)] if isinstance(value, list) else value[name]
            except (KeyError, IndexError, ValueError, TypeError) as error:
                raise Failed(f"${{{path}}}: there is no {name}") from error
        return value


def describe(step: Step) -> str:
    return step.call or step.mock or step.actions[0].replace("_", " ")


def told(values: Mapping[str, Any] | None) -> str:
    return ", ".join(f"{name} {value}" for name, value in (values or {}).items())
