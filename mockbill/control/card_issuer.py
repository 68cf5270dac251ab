"""Card spend that is not a merchant's: what BILL as the issuer of a card charges, awards, and decides of disputes."""

from typing import Annotated

from annotated_types import Gt
from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Int, Positive, Wire, cents, dollars
from ..resources.spend.booking import levy
from ..resources.spend.card_funds import cards
from ..resources.spend.charges import DisputeStatus, save, transactions
from ..world.store import Row
from .declare import Control
from .spend import anywhere, budget_of

ISSUER = {"merchantName": "BILL", "rawMerchantName": "BILL", "merchantCategoryCode": "6012", "network": "VISA"}


class Fee(Wire):
    model_config = ConfigDict(extra="forbid")
    cardId: Filled
    amount: Positive
    credit: bool = False
    budgetId: Filled | None = None
    merchantName: Filled = "BILL"


class Dispute(Wire):
    model_config = ConfigDict(extra="forbid")
    status: DisputeStatus = "SUBMITTED"


class Award(Wire):
    model_config = ConfigDict(extra="forbid")
    points: Annotated[Int, Gt(0)]


def charge_of(row: Row) -> Row:
    """A transaction by which a merchant took money."""
    if row["transactionType"] != "CLEAR" or row["isCredit"]:
        raise ControlRefusal(f"this {row['transactionType']} took no money for a merchant")
    return row


def declare(control: Control) -> None:
    @control("POST", "/spend/fees", body=Fee)
    def charge(call: Call) -> Answer:
        """BILL charges a card's budget itself, or with `credit` gives something back: a transaction of type OTHER."""
        with call.world.transaction():
            by, card = anywhere(call, cards.name, call.body["cardId"])
            amount = dollars(cents(call.body["amount"]) * (-1 if call.body["credit"] else 1))
            told = {**ISSUER, "merchantName": call.body["merchantName"], "fees": 0.0}
            budget = budget_of(by, card, call.body.get("budgetId"))
            return levy(by, card, budget, told | {"amount": amount, "transactedAmount": amount})

    @control("POST", "/spend/transactions/{id}/dispute", body=Dispute, body_optional=True)
    def dispute(call: Call) -> Answer:
        """A user disputes what a merchant took (`SUBMITTED`), or BILL closes the dispute: `CLOSED_WON`, `CLOSED_LOST`."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            now, to = charge_of(row).get("disputeStatus"), call.body["status"]
            if (to == "SUBMITTED") != (now is None) or now in ("CLOSED_WON", "CLOSED_LOST"):
                raise ControlRefusal(f"the dispute is {now or 'not submitted'}: {to} cannot follow")
            row["disputeStatus"] = to
            return save(by, row)

    @control("POST", "/spend/transactions/{id}/award", body=Award)
    def award(call: Call) -> Answer:
        """BILL awards points for what a merchant took."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            charge_of(row)["pointsAwarded"] = row.get("pointsAwarded", 0) + call.body["points"]
            return save(by, row)
