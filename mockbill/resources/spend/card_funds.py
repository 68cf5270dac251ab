"""Cards (`crd_`): what of a budget is theirs to spend. What is asked of a card is in cards.py."""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.operations import SPEND, Resource
from ...gateway.verbs import rewrite
from ...gateway.wire import ClearableDate, Date, Filled, Money, Time, Wire, cents, dollars
from ...world.store import Column, Row
from .common import PATH, Amount
from .figures import turn

Status = Literal["ACTIVATED", "NOT_ACTIVATED", "FROZEN", "DELETED"]
Reason = Literal["CANCELLED", "LOST", "STOLEN", "MISPLACED"]


class CardPatch(Wire):
    name: Filled | None = None
    budgetId: Filled | None = None
    limit: Amount | None = None
    recurringLimit: Amount | None = None
    expirationDate: ClearableDate = ""
    shareBudgetFunds: bool | None = None
    recurring: bool | None = None


class CardWrite(Wire):
    """A guide shows `userUuid` and `budgetUuid` where the reference has `userId` and `budgetId`: both are taken (I)."""

    name: Filled
    userId: Filled | None = None
    userUuid: Filled | None = None
    budgetId: Filled | None = None
    budgetUuid: Filled | None = None
    limit: Amount | None = None
    recurringLimit: Amount | None = None
    expirationDate: Date | None = None
    shareBudgetFunds: bool | None = None


class CardPeriod(Wire):
    limit: Money | None = None
    spent: Money


class Card(Wire):
    id: str
    uuid: str
    name: str | None = None
    userId: str
    userUuid: str
    budgetId: str | None = None
    budgetUuid: str | None = None
    lastFour: str
    validThru: str
    expirationDate: Date | None = None
    status: Status
    deletedReason: Literal[Reason, "FRAUD_CONFIRMED"] | None = None
    type: Literal["PHYSICAL", "VIRTUAL", "VIRTUAL_MEMBER", "VIRTUAL_VENDOR"]
    shareBudgetFunds: bool
    recurring: bool
    recurringLimit: Money | None = None
    currentPeriod: CardPeriod | None = None
    createdTime: Time
    updatedTime: Time


KIND = Column("hidden.kind")
"""What a card is, in the words of the filter `types`: PHYSICAL, VIRTUAL_MEMBER or VIRTUAL_VENDOR."""
cards = Resource(
    "card", f"{PATH}/cards", "crd:Card", Card, CardWrite, CardPatch, item="cardId", dialect=SPEND,
    filters={
        "status": "eq", "budgetIds": "=budgetUuid eq in", "cardIds": "=uuid eq in", "userIds": "=userUuid eq in",
    },
    sorts="name lastFour status", indexes="budgetUuid userUuid", keep=(KIND,),
)  # fmt: skip


def of_budget(call: Call, budget: Row) -> list[Row]:
    """The cards of a budget that are not deleted."""
    found = call.world.store.find(cards.name, call.org, budgetUuid=budget["uuid"])
    return [card for card in found if card["status"] != "DELETED"]


def of_user(call: Call, user: Row) -> list[Row]:
    """The cards of a user that are not deleted."""
    found = call.world.store.find(cards.name, call.org, userUuid=user["uuid"])
    return [card for card in found if card["status"] != "DELETED"]


def allocated(card: Row) -> int:
    """What a card takes of its budget's funds, in cents."""
    return 0 if card["status"] == "DELETED" else cents(card.get("currentPeriod", {}).get("limit"))


def lasting(call: Call, card: Row) -> str:
    """The subject of the job that closes a card by itself."""
    return f"card {card['uuid']}"


def close(call: Call, card: Row, reason: str | None = None) -> int:
    """Delete a card for good. Returns by how many cents its budget's assigned funds change."""
    before = allocated(card)
    card |= {"status": "DELETED", "deletedReason": reason}
    rewrite(call, cards, card)
    call.world.unschedule(lasting(call, card))
    return -before


def fund(card: dict[str, Any], limit: float | None) -> None:
    """Set what a card may spend in the current period (None: what the budget has)."""
    spent = card.get("currentPeriod", {}).get("spent", 0.0)
    card["currentPeriod"] = {"spent": spent} if limit is None else {"limit": limit, "spent": spent}


def renew(call: Call, card: Row, carry_over: bool) -> int:
    """Begin a new period: the recurring limit, and with `carry_over` what is left (D). Returns the change in cents."""
    before, current = allocated(card), card["currentPeriod"]
    spent = cents(current["spent"])
    current["spent"] = turn(call, card)
    if "limit" in current:
        left = max(0, before - spent + cents(current["spent"])) if carry_over else 0
        fund(card, dollars(left + (cents(card.get("recurringLimit")) if card["recurring"] else 0)))
    rewrite(call, cards, card)
    return allocated(card) - before
