"""What goes wrong on purpose: rules that match calls and delay, refuse or replace their answers."""

import threading
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field

from ..world.clock import Alarm, pause
from ..world.world import World
from .call import Principal
from .errors import CODES, Complaint, Refusal, refuse
from .limits import LIMITED, Limits
from .operations import Encoded, Operation
from .wire import Filled, Int, Wire

HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
REASONS = {500: "500 Internal Server Error", 502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable"}


class FaultRule(Wire):
    """A rule as the control API takes it. What is not named matches everything.

    `path` is how a path begins, with ids or as the operation is declared (`/v3/bills` is enough); `credential` is a key,
    a token or a session id. `latency` is in seconds of real time, `jitter` adds up to so many more; `skip` calls are let
    pass first, then `times` are hit (0: until lifted). `code` answers with that BDC code, in its own words and with its
    own status unless `message` and `status` say otherwise; `html` with an HTML page of a status, `expire` ends the
    session. `lose` cuts the connection before the request is done or after it (its answer is lost); `spoil` cuts the
    answer's body in half or replaces it; `dribble` has it arrive over so many seconds.
    """

    operation: Filled | None = None
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] | None = None
    path: Annotated[str, Field(pattern="^/")] | None = None
    credential: Filled | None = None
    skip: Annotated[Int, Field(ge=0)] = 0
    times: Annotated[Int, Field(ge=0)] = 0
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    latency: Annotated[float, Field(ge=0, le=600)] = 0.0
    jitter: Annotated[float, Field(ge=0, le=600)] = 0.0
    code: Annotated[str, Field(pattern=r"^BDC_\d{4,}$")] | None = None
    message: Filled | None = None
    status: Annotated[int, Field(ge=200, le=599)] | None = None
    html: Literal[500, 502, 503] | None = None
    expire: bool = False
    lose: Literal["request", "answer"] | None = None
    spoil: Literal["truncated", "garbage"] | None = None
    dribble: Annotated[float, Field(ge=0, le=600)] = 0.0


class Late(Exception):
    """A caller of this process waited long enough for the next bytes."""


@dataclass
class Patience:
    """How long a caller of this process waits for the next bytes: `seconds` (None: as long as it takes), or until it
    rings the `alarm`. `over` tells that it gave up.
    """

    seconds: float | None
    alarm: Alarm | None = None
    over: bool = False


PATIENCE: ContextVar[Patience | None] = ContextVar("PATIENCE", default=None)


def wait(seconds: float, patience: Patience | None) -> None:
    """Let real time pass, but no more than a caller of this process waits."""
    if patience is None:
        return pause(seconds)
    if patience.over:
        return
    if patience.seconds is not None and seconds >= patience.seconds:
        seconds, patience.over = patience.seconds, True
    if patience.alarm is None:
        pause(seconds)
    elif patience.alarm.wait(seconds):
        patience.over = True


EFFECTS = ("latency", "jitter", "code", "html", "expire", "lose", "spoil", "dribble")
GARBAGE = b"\xff\xfe\x00<<< this is no JSON >>>"


@dataclass
class Fault:
    """A rule in force, with how often it was met and applied."""

    id: str
    rule: dict[str, Any]
    met: int = 0
    applied: int = 0

    def matches(self, operation: Operation, principal: Principal, path: str) -> bool:
        rule = self.rule
        return (
            operation.standing != "control"
            and rule.get("operation") in (None, operation.id)
            and rule.get("method") in (None, operation.method)
            and begins(rule.get("path", "/"), path, operation.path)
            and rule.get("credential") in (None, principal.key, principal.id)
        )


def begins(wanted: str, *paths: str) -> bool:
    """Whether one of the paths begins so, with the service in front (`/connect`) or without it."""
    return any(path.startswith(wanted) or path[path.find("/", 1) :].startswith(wanted) for path in paths)


class Trouble:
    """What befalls one call: before it is done, and its answer."""

    def __init__(self, rules: Sequence[Mapping[str, Any]] = (), principal: Principal | None = None) -> None:
        self.rules = rules
        self.principal = principal

    @property
    def told(self) -> list[str]:
        """Each rule's id and what it does, for the journal."""
        effects = ({name: rule[name] for name in EFFECTS if rule.get(name)} for rule in self.rules)
        lines = (" ".join(f"{name}={value}" for name, value in one.items()) for one in effects)
        return [f"{rule['id']} {line}" for rule, line in zip(self.rules, lines, strict=True)]

    def before(self) -> Encoded | None:
        """Wait, raise Refusal, or return the answer to give instead."""
        for rule in self.rules:
            if rule.get("latency"):
                wait(rule["latency"], PATIENCE.get())
            if rule.get("lose") == "request":
                return Encoded(b"", mishap="lost")
            if rule.get("expire"):
                if self.principal:
                    self.principal.expires = 0
                raise refuse("BDC_1109")
            if rule.get("html"):
                page = HTML.format(REASONS[rule["html"]]).encode()
                return Encoded(page, "text/html", status=rule["html"])
            if rule.get("refusal"):
                raise rule["refusal"]
        return None

    def after(self, answer: Encoded) -> Encoded:
        """The answer as it reaches the caller."""
        for rule in self.rules:
            if rule.get("lose") == "answer":
                answer.mishap = "lost"
            if rule.get("spoil") == "truncated":
                answer.mishap = "truncated"
            if rule.get("spoil") == "garbage":
                answer.body = GARBAGE
            answer.seconds += rule.get("dribble", 0.0)
        return answer


NO_TROUBLE = Trouble()


class Faults:
    """The faults of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._dice: Any = None

    def add(self, rule: dict[str, Any]) -> Fault:
        """Put a rule in force. Raises ValueError on a code without a text, or a rule that does nothing."""
        if rule.get("code") not in (None, *CODES, *self.world.choices["error.texts"]) and not rule.get("message"):
            raise ValueError(f"the text of {rule['code']} is not known; give a message")
        if not any(rule.get(effect) for effect in EFFECTS):
            raise ValueError(f"a fault needs an effect: {', '.join(EFFECTS[:-1])} or {EFFECTS[-1]}")
        with self._lock:
            fault = Fault(f"fault-{self.world.ids.digits(6)}", rule)
            self._faults.append(fault)
            return fault

    def all(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def lift(self, id: str | None = None) -> int:
        """Take one fault (or all) out of force; how many there were."""
        with self._lock:
            before = len(self._faults)
            self._faults = [fault for fault in self._faults if id is not None and fault.id != id]
            return before - len(self._faults)

    def meet(self, operation: Operation, principal: Principal, path: str) -> "Trouble":
        """What is in force for this call."""
        if not self._faults:
            return NO_TROUBLE
        with self._lock:
            hits = [
                {**fault.rule, "id": fault.id}
                for fault in self._faults
                if self._hits(fault, operation, principal, path)
            ]
            for rule in hits:
                if rule.get("jitter"):
                    rule["latency"] += rule["jitter"] * self._chance()
                if rule.get("code"):
                    rule["refusal"] = self._refusal(rule, operation, principal)
        return Trouble(hits, principal)

    def _refusal(self, rule: Mapping[str, Any], operation: Operation, principal: Principal) -> Refusal:
        """What a rule's code is refused with; a limit's in the words and with the status of that limit."""
        code, status, texts = rule["code"], rule.get("status"), self.world.choices["error.texts"]
        if rule.get("message") or code not in CODES:
            known = CODES.get(code)
            told = Complaint(code, rule.get("message") or texts[code], known.category if known else "DOWNSTREAM")
            return Refusal(status or (known.status if known else 422), [told], "D")  # what was asked for is no guess
        if code in LIMITED:
            return self.world.part(Limits).refusal(code, operation, principal, status)
        return refuse(code, status=status)

    def _chance(self) -> float:
        """A number from 0 to 1, the same in each world of the same seed."""
        self._dice = self._dice or self.world.ids.dice()
        found: float = self._dice.random()
        return found

    def _hits(self, fault: Fault, operation: Operation, principal: Principal, path: str) -> bool:
        rule = fault.rule
        if not fault.matches(operation, principal, path):
            return False
        fault.met += 1
        if fault.met <= rule["skip"] or rule["times"] and fault.applied >= rule["times"]:
            return False
        if rule["probability"] < 1 and self._chance() >= rule["probability"]:
            return False
        fault.applied += 1
        return True

    def state(self) -> Any:
        with self._lock:
            return [replace(fault) for fault in self._faults]

    def load(self, state: Any) -> None:
        self._faults = [replace(fault) for fault in state]
