"""What happens to whole connections: nobody is there for a while."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Wire
from .declare import Control

CANNOT = "this server cannot {}: start it with `mockbill serve --network-faults`"


@dataclass
class Front:
    """What stands between the application and its callers, and can do to their connections.

    Attributes:
        cuts: whether it can lose answers and cut them in half.
        refuse: has it refuse all connections for so many seconds of real time; None where it cannot.
    """

    cuts: bool = True
    refuse: Callable[[float], None] | None = None


class OfflineBody(Wire):
    seconds: Annotated[float, Field(gt=0, le=600)]


def declare(front: Front, control: Control) -> None:
    @control("POST", "/offline", body=OfflineBody, status=202, locked=False)
    def offline(call: Call) -> Answer:
        """For so many `seconds` of real time nobody is there, the control API included: connections are refused."""
        if front.refuse is None:
            raise ControlRefusal(CANNOT.format("refuse connections"), 409)
        front.refuse(call.body["seconds"])
        return {"seconds": call.body["seconds"]}
