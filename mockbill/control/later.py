"""Actions of the control API that happen when the world's clock reaches a time."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import orjson
from pydantic import ConfigDict

from ..gateway.call import Call, Principal
from ..gateway.errors import ControlRefusal, Refusal
from ..gateway.operations import Answer, Operation
from ..gateway.steering import read
from ..gateway.wire import Filled, Wire
from ..world.clock import LATEST
from ..world.store import Row, Table
from ..world.world import World
from .clock import UNITS
from .declare import Control

LATER = Table("later")
TABLES = (LATER,)


class LaterBody(Wire):
    """What happens `after` some time of the world: an action by its method and its path below /_mock."""

    model_config = ConfigDict(extra="forbid")
    after: dict[Literal["weeks", "days", "hours", "minutes", "seconds", "milliseconds"], float]
    method: Literal["POST", "PATCH", "DELETE"]
    path: Filled
    body: Any = None


def declare(control: Control) -> Mapping[str, Callable[..., None]]:
    """Declare the routes; answers the job that does what was put off."""

    @control("POST", "/later", body=LaterBody, status=201)
    def put_off(call: Call) -> Answer:
        """Have an action of the control API happen after some time of the world."""
        body = call.body
        found(control.operations, body["method"], body["path"])
        length = sum(UNITS[unit] * count for unit, count in body["after"].items())
        if not 0 <= length <= LATEST - call.now():
            raise ControlRefusal("an action is put off by a time between 0 and the year 9000")
        with call.world.transaction():
            row = Row({"id": call.world.ids.new("lat"), **body, "state": "WAITING"})
            call.world.store.insert(LATER.name, row)
            call.world.schedule(call.now() + round(length), "control.later", id=row["id"])
            return row

    @control("GET", "/later")
    def waiting(call: Call) -> Answer:
        """What was put off: WAITING, DONE, or FAILED and why."""
        return {"actions": [dict(row) for row in call.world.store.find(LATER.name)]}

    def perform(call: Call, id: str) -> None:
        row = call.world.store.get(LATER.name, id)
        if row is None:
            return
        try:
            perform_now(control.operations, call.world, row["method"], row["path"], row.get("body"))
            row["state"] = "DONE"
        except (ControlRefusal, Refusal) as refusal:
            row["state"], row["error"] = "FAILED", str(refusal)
        call.world.store.update(LATER.name, row)

    return {"control.later": perform}


def perform_now(operations: Sequence[Operation], world: World, method: str, path: str, body: Any) -> Answer:
    """Do an action of the control API, given by its method and path. Raises ControlRefusal and Refusal as it refuses."""
    operation, params = found(operations, method, path)
    raw = orjson.dumps(body) if body is not None else b""
    asked = Call(world, Principal("control"), operation, params, raw=raw)
    asked.base_url = world.home
    read(asked, operation, {})
    return operation.run(asked)


def found(operations: Sequence[Operation], method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """The action that a method and a path name, with the ids in the path. Raises ControlRefusal."""
    for operation in operations:
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(operation.path.removeprefix("/_mock")))
        match = re.fullmatch(pattern, path)
        if match and operation.method == method:
            return operation, match.groupdict()
    raise ControlRefusal(f"there is no action {method} {path}")
