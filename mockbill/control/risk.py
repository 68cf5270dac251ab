"""Risk verification: BILL decides, at once."""

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Text, Wire
from ..resources.platform import risk
from .declare import Control


class DecisionBody(Wire):
    model_config = ConfigDict(extra="forbid")
    decision: risk.Decision
    organizationId: Text | None = None


def on_behalf(call: Call) -> Call:
    """A call by the clock for the organization that the body names, or the world's first one."""
    org = call.body.get("organizationId") or call.world.store.meta("credentials")["organizationId"]
    if call.world.store.get("organization", org) is None:
        raise ControlRefusal(f"there is no organization {org!r}", 404)
    return Call.by_clock(call.world, org)


def declare(control: Control) -> None:
    @control("POST", "/risk-verification", body=DecisionBody)
    def decide(call: Call) -> Answer:
        """BILL decides about the organization, whatever stood before: `APPROVE`, `REVIEW`, `HOLD`, `DECLINE` or `IN_PROGRESS`."""
        with call.world.transaction():
            return risk.decide(on_behalf(call), call.body["decision"])
