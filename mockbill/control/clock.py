"""The world's clock: read it, move it, stop it."""

from typing import Literal

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Wire
from ..world.clock import DAY, HOUR, LATEST, MINUTE, SECOND, instant
from .declare import Control

UNITS = {"weeks": 7 * DAY, "days": DAY, "hours": HOUR, "minutes": MINUTE, "seconds": SECOND, "milliseconds": 1}


class ClockBody(Wire):
    """Exactly one of: advance (units and how many), set (an instant, forward runs what falls due), freeze, run."""

    model_config = ConfigDict(extra="forbid")
    advance: dict[Literal["weeks", "days", "hours", "minutes", "seconds", "milliseconds"], float] | None = None
    set: str | None = None
    freeze: bool | None = None
    run: bool | None = None


def advance(call: Call, by: dict[str, float]) -> None:
    length = sum(UNITS[unit] * count for unit, count in by.items())
    if not 0 <= length <= LATEST - call.now():
        raise ControlRefusal("the clock is advanced by a time between 0 and the year 9000")
    call.world.advance_to(call.now() + round(length))


def declare(control: Control) -> None:
    @control("GET", "/clock")
    def read(call: Call) -> Answer:
        """The world's time and whether it runs."""
        return {"now": call.iso(), "mode": call.world.clock.mode}

    @control("POST", "/clock", body=ClockBody)
    def move(call: Call) -> Answer:
        """Move the clock; what falls due is done, in order, before the answer."""
        body = call.body
        if len(body) != 1:
            raise ControlRefusal("give one of advance, set, freeze, run")
        clock = call.world.clock
        if "advance" in body:
            advance(call, body["advance"])
        elif "set" in body:
            to = instant(body["set"])
            if to >= call.now():
                call.world.advance_to(to)
            else:
                clock.set(to)
        elif body.get("freeze"):
            clock.freeze()
        elif body.get("run"):
            clock.run()
        return read(call)
