"""Why a card declines: its own state, its budget's, and what card, member and budget have left."""

from collections.abc import Mapping

from ...gateway.call import Call
from ...gateway.verbs import find
from ...gateway.wire import cents
from ...world.store import Row
from .memberships import membership
from .people import spend_users
from .periods import today

DECLINES: Mapping[str, str] = {
    "CARD_CLOSED": "Card is closed.",
    "CARD_NOT_ACTIVATED": "Card is not activated.",
    "CARD_FROZEN": "Card is frozen.",
    "BUDGET_CLOSED": "Budget is closed.",
    "BUDGET_EXPIRED": "Budget has expired.",
    "TRANSACTION_TOO_LARGE": "Amount exceeds the budget's transaction limit.",
    "NOT_A_MEMBER": "User is not a member of the budget.",
    "CARD_LIMIT": "Insufficient card funds.",
    "MEMBER_LIMIT": "Insufficient member funds.",
    "BUDGET_LIMIT": "Insufficient budget funds.",
    "CHALLENGE_REJECTED": "3DS challenge was rejected.",
    "CHALLENGE_EXPIRED": "3DS challenge was not answered.",
}
"""Why a card declines, in the order in which it is looked at: internal code → text (I; BILL publishes no list)."""


def why_not(call: Call, card: Row, budget: Row, amount: int) -> str | None:
    """The internal code of the reason for which a card declines an amount in cents, if there is one."""
    user = find(call, spend_users, card["userUuid"])
    member, current = membership(call, budget, user), budget["currentPeriod"]
    states = {"DELETED": "CARD_CLOSED", "NOT_ACTIVATED": "CARD_NOT_ACTIVATED", "FROZEN": "CARD_FROZEN"}
    if card["status"] in states:
        return states[card["status"]]
    if budget["retired"]:
        return "BUDGET_CLOSED"
    over = budget.get("expirationDate", "9999") <= today(call.now(), budget["timezone"]).isoformat()
    if over and call.choose("spend.expired_budget") == "decline":
        return "BUDGET_EXPIRED"
    if "maxTxSize" in budget and amount > cents(budget["maxTxSize"]):
        return "TRANSACTION_TOO_LARGE"
    vendor = card.hidden["kind"] == "VIRTUAL_VENDOR"
    if not vendor and (member is None or member["retired"]):
        return "NOT_A_MEMBER"
    if (own := own_funds(card, member)) is not None and amount > own:
        return "CARD_LIMIT" if vendor else "MEMBER_LIMIT"
    most = cents(current.get("limit")) + cents(current.get("overspendBuffer"))
    left = most - cents(current["spent"]["total"])
    if own is None:
        left = min(left, most - cents(current["assigned"]) - budget.hidden.get("shared", 0))
    return None if budget["limitlessOverspend"] or amount <= left else "BUDGET_LIMIT"


def own_funds(card: Row, member: Row | None) -> int | None:
    """What a vendor card, or the user of another card, has left for itself, in cents. None for those who spend what of
    the budget is assigned to nobody (S).
    """
    if card.hidden["kind"] == "VIRTUAL_VENDOR":
        own = card["currentPeriod"]
        return cents(own["limit"]) - cents(own["spent"]) if "limit" in own else None
    if member is None or member["shareBudgetFunds"]:
        return None
    return cents(member["limit"]) - cents(member["spent"])
