"""Expenses of S&E: what users do with them in BILL's web app, for which the API has no call."""

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Text, Wire
from ..resources.spend.claims import ELSEWHERE, PAYOUT, Status, enter, reimbursements, step
from ..resources.spend.custom_fields import create
from ..world.store import Row
from .declare import Control


class NoteBody(Wire):
    model_config = ConfigDict(extra="forbid")
    name: Filled
    required: bool = False
    organizationId: Filled | None = None


class MoveBody(Wire):
    model_config = ConfigDict(extra="forbid")
    status: Status
    note: Text = ""


def move(call: Call, claim: Row, status: str, note: str) -> Row:
    """Take a claim to a status, by what the web app or the bank may do with it, or along the way to its payout."""
    if status in ELSEWHERE.get(claim["status"], ()):
        return enter(call, claim, status, note)
    if status == "PAYMENT_FAILED" and claim["status"] in PAYOUT:
        return enter(call, move(call, claim, "PAYMENT_PENDING", ""), status, note)
    at = PAYOUT.index(claim["status"]) if claim["status"] in PAYOUT else len(PAYOUT)
    if status not in PAYOUT[at + 1 :]:
        raise ControlRefusal(f"no way leads from {claim['status']} to {status}")
    while claim["status"] != status:
        claim = step(call, claim)
    return claim


def declare(control: Control) -> None:
    @control("POST", "/spend/notes", body=NoteBody)
    def make_note(call: Call) -> Answer:
        """A custom field of type NOTE, offered in all budgets; the API makes selectors only."""
        asked = call.body
        org = asked.get("organizationId") or call.world.store.meta("credentials")["organizationId"]
        fields = {"name": asked["name"], "required": asked["required"], "global": True, "allowCustomValues": False}
        with call.world.transaction():
            return create(Call.by_clock(call.world, org), fields, "NOTE")

    @control("POST", "/spend/reimbursements/{id}/move", body=MoveBody)
    def move_claim(call: Call) -> Answer:
        """A reimbursement is paid, its decision undone, its payment canceled or failed: takes `{"status": "PAID"}`."""
        with call.world.transaction():
            claim = call.world.store.get(reimbursements.name, call.params["id"])
            if claim is None or claim["retired"]:
                raise ControlRefusal(f"there is no reimbursement {call.params['id']!r}", 404)
            return move(Call.by_clock(call.world, claim.org), claim, call.body["status"], call.body["note"])
