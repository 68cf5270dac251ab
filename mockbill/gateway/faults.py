"""What goes wrong on purpose: rules that match calls and delay, refuse or replace their answers."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import Field

from ..world.clock import pause
from ..world.world import World
from .call import Principal
from .errors import CODES, Refusal, complaint
from .operations import Encoded, Operation
from .wire import Filled, Int, Text, Wire

HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
REASONS = {500: "500 Internal Server Error", 502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable"}


class FaultRule(Wire):
    """A rule as the control API takes it. What is not named matches everything.

    `latency` is in seconds of real time, `jitter` adds up to so many more; `skip` calls are let pass first, then
    `times` are hit (0: until lifted). `code` answers with that BDC code, `html` with an HTML page of a status,
    `expire` ends the session. `lose` cuts the connection before the request is done or after it (its answer is lost);
    `spoil` cuts the answer's body in half or replaces it; `dribble` has it arrive over so many seconds.
    """

    operation: Filled | None = None
    method: Filled | None = None
    path: Text | None = None
    credential: Filled | None = None
    skip: Annotated[Int, Field(ge=0)] = 0
    times: Annotated[Int, Field(ge=0)] = 0
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    latency: Annotated[float, Field(ge=0, le=600)] = 0.0
    jitter: Annotated[float, Field(ge=0, le=600)] = 0.0
    code: Filled | None = None
    status: Annotated[int, Field(ge=200, le=599)] | None = None
    html: Literal[500, 502, 503] | None = None
    expire: bool = False
    lose: Literal["request", "answer"] | None = None
    spoil: Literal["truncated", "garbage"] | None = None
    dribble: Annotated[float, Field(ge=0, le=600)] = 0.0


EFFECTS = ("latency", "jitter", "code", "html", "expire", "lose", "spoil", "dribble")
GARBAGE = b"\xff\xfe\x00<<< this is no JSON >>>"


@dataclass
class Fault:
    """A rule in force, with how often it was met and applied."""

    id: str
    rule: dict[str, Any]
    met: int = 0
    applied: int = 0

    def matches(self, operation: Operation, principal: Principal) -> bool:
        rule = self.rule
        return (
            operation.standing != "control"
            and rule.get("operation") in (None, operation.id)
            and rule.get("method", "").upper() in ("", operation.method)
            and operation.path.startswith(rule.get("path") or "")
            and rule.get("credential") in (None, principal.key, principal.id)
        )


class Trouble:
    """What befalls one call: before it is done, and its answer."""

    def __init__(self, rules: Sequence[Mapping[str, Any]] = (), principal: Principal | None = None) -> None:
        self.rules = rules
        self.principal = principal

    def before(self) -> Encoded | None:
        """Wait, raise Refusal, or return the answer to give instead."""
        for rule in self.rules:
            if rule.get("latency"):
                pause(rule["latency"])
            if rule.get("lose") == "request":
                return Encoded(b"", mishap="lost")
            if rule.get("expire"):
                if self.principal:
                    self.principal.expires = 0
                raise Refusal(401, [complaint("BDC_1109")])
            if rule.get("html"):
                page = HTML.format(REASONS[rule["html"]]).encode()
                return Encoded(page, "text/html", status=rule["html"])
            if rule.get("code"):
                raise Refusal(rule.get("status") or CODES[rule["code"]].status, [complaint(rule["code"])])
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
        """Put a rule in force. Raises ValueError on an unknown code or a rule that does nothing."""
        if rule.get("code") not in (None, *CODES):
            raise ValueError(f"unknown code {rule['code']!r}")
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

    def meet(self, operation: Operation, principal: Principal) -> "Trouble":
        """What is in force for this call."""
        if not self._faults:
            return NO_TROUBLE
        with self._lock:
            hits = [dict(fault.rule) for fault in self._faults if self._hits(fault, operation, principal)]
            for rule in hits:
                if rule.get("jitter"):
                    rule["latency"] += rule["jitter"] * self._chance()
        return Trouble(hits, principal)

    def _chance(self) -> float:
        """A number from 0 to 1, the same in each world of the same seed."""
        self._dice = self._dice or self.world.ids.dice()
        found: float = self._dice.random()
        return found

    def _hits(self, fault: Fault, operation: Operation, principal: Principal) -> bool:
        rule = fault.rule
        if not fault.matches(operation, principal):
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
