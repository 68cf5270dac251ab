"""3DS challenges: a purchase without the card waits until an ADMIN says that it is theirs (D reference/threedschallenge).

A challenge is told by `spend.three-ds-challenge.created` and known by its `acsTransactionId`. Once accepted the card is
used as ever; rejected, or not answered in time (I), it declines.
"""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.verbs import find
from ...gateway.wire import Wire
from ...world.clock import MINUTE
from ...world.store import Row, Table
from .booking import use
from .budgets import budgets
from .card_funds import cards
from .charges import transactions
from .common import ADMIN_ONLY, refused
from .declines import DECLINES

CHALLENGE = Table("spend_challenge", key="acsTransactionId")
TABLES = (CHALLENGE,)
ANSWERS = {"ACCEPT": "ACCEPTED", "REJECT": "REJECTED"}


class ChallengeWrite(Wire):
    action: Literal["ACCEPT", "REJECT"]


class Challenged(Wire):
    id: str
    status: Literal["ACCEPTED", "REJECTED"]


def challenge(call: Call, card: Row, budget: Row, told: dict[str, Any]) -> Row:
    """Ask the company whether it is its user who buys; answers the challenge as it is told."""
    row = {
        "merchantName": told["merchantName"],
        "merchantCategoryCode": told["merchantCategoryCode"],
        "acsTransactionId": call.world.ids.uuid(),
        "userUuid": card["userUuid"],
        "occurredTime": call.iso(),
        "amount": told["amount"],
        "cardUuid": card["uuid"],
    }
    hidden = {"status": "WAITING", "card": card["uuid"], "budget": budget["uuid"], "told": told}
    made = call.world.store.insert(CHALLENGE.name, Row(row, org=call.org, hidden=hidden))
    call.emit("spend.three-ds-challenge.created", made)
    due = call.now() + call.choose("spend.challenge_minutes") * MINUTE
    id = row["acsTransactionId"]
    call.world.schedule(due, "spend.challenge_ends", subject=f"challenge {id}", org=call.org, id=id)
    return made


@transactions.operation(
    "threedschallenge", "POST", f"{transactions.path}/{{acsTransactionId}}/3ds-challenge",
    body=ChallengeWrite, answer=Challenged, **ADMIN_ONLY,
)  # fmt: skip
def answer_challenge(call: Call) -> Answer:
    """Say whether a purchase is the company's own. Unknown: 404; answered already, or too late: 400 (I)."""
    row = call.world.store.get(CHALLENGE.name, call.params["acsTransactionId"], call.org)
    if row is None:
        raise refuse("BDC_1205")
    if row.hidden["status"] != "WAITING":
        raise refused(call, "acsTransactionId: the challenge was answered already")
    status = ANSWERS[call.body["action"]]
    end(call, row, status)
    return {"id": row["acsTransactionId"], "status": status}


def end(call: Call, row: Row, status: str) -> None:
    """A challenge comes to its end, and the card is used or declines."""
    call.world.unschedule(f"challenge {row['acsTransactionId']}")
    row.hidden["status"] = status
    call.world.store.update(CHALLENGE.name, row)
    code = f"CHALLENGE_{status}"
    reason = None if status == "ACCEPTED" else (code, DECLINES[code])
    use(
        call,
        find(call, cards, row.hidden["card"]),
        find(call, budgets, row.hidden["budget"]),
        row.hidden["told"],
        reason,
    )


def expire(call: Call, id: str) -> None:
    """Nobody has answered in time."""
    row = call.world.store.get(CHALLENGE.name, id, call.org)
    if row is not None:
        end(call, row, "EXPIRED")


JOBS = {"spend.challenge_ends": expire}
