"""What is asked of cards: eight operations. The API makes virtual vendor cards alone (D docs/virtual-cards)."""

from calendar import monthrange
from datetime import date
from typing import Any

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.plain import plain
from ...gateway.verbs import find, put, rewrite
from ...gateway.wire import Wire
from ...world.store import Condition, Row
from . import pan
from .budgets import assign, budgets, close_cards
from .card_funds import KIND, Card, Reason, allocated, cards, fund, lasting
from .common import ADMIN_ONLY, active_reference, refused
from .memberships import membership
from .people import spend_users
from .periods import start_of, today

YEARS = 3
"""How long the date printed on a card lies ahead (I)."""
KINDS = ("PHYSICAL", "VIRTUAL_MEMBER", "VIRTUAL_VENDOR")


class DeleteQuery(Wire):
    reason: Reason | None = None


class PanToken(Wire):
    token: str


def live(call: Call) -> Row:
    """The card that the path names; nothing is done to a deleted one: 400 (I)."""
    card = find(call, cards, call.params["cardId"])
    if card["status"] == "DELETED":
        raise refused(call, "cardId: the card is deleted")
    return card


def check_funds(call: Call, sharing: bool, limit: Any, sent: dict[str, Any]) -> None:
    """A card has a limit, or shares the budget's funds and has none (S)."""
    wrong = [name for name in ("limit", "recurringLimit") if sharing and name in sent]
    if wrong:
        raise refused(call, *(f"{name}: must be null when shareBudgetFunds is true" for name in wrong))
    if not sharing and limit is None:
        raise refused(call, "limit: must not be null")


def check_expiration(call: Call, budget: Row, day: str | None) -> None:
    over = day is not None and "" < day <= today(call.now(), budget["timezone"]).isoformat()
    if over and call.choose("spend.past_card_expiration") == "refuse":
        raise refused(call, "expirationDate: must be a future date")


def await_expiration(call: Call, card: Row, budget: Row) -> None:
    """Have the clock close a card on its day, in its budget's time zone (D; the zone is I)."""
    call.world.unschedule(lasting(call, card))
    if card.get("expirationDate"):
        due = start_of(date.fromisoformat(card["expirationDate"]), budget["timezone"])
        call.world.schedule(due, "spend.card_expires", subject=lasting(call, card), org=call.org, uuid=card["uuid"])


def expire(call: Call, uuid: str) -> None:
    """BILL closes a card by itself on its expirationDate (D docs/virtual-cards)."""
    close_cards(call, [find(call, cards, uuid)])


def create(call: Call, fields: dict[str, Any]) -> Row:
    """A vendor card; its money comes out of its budget's. In the sandbox every new card is FROZEN (D, O)."""
    holder, source = (fields.get(f"{name}Id", fields.get(f"{name}Uuid")) for name in ("user", "budget"))
    missing = [f"{name}Id: must not be blank" for name, key in (("user", holder), ("budget", source)) if key is None]
    if missing:
        raise refused(call, *missing)
    sharing = fields.get("shareBudgetFunds", False)
    check_funds(call, sharing, fields.get("limit"), fields)
    user = active_reference(call, spend_users, str(holder))
    budget = active_reference(call, budgets, str(source))
    member = membership(call, budget, user)
    if (member is None or member["retired"]) and call.choose("spend.card_holder") == "member":
        raise refused(call, "userId: must be a member of the budget")
    check_expiration(call, budget, fields.get("expirationDate"))
    card = issue(call, user, budget, "VIRTUAL_VENDOR", {
        "name": fields["name"],
        "expirationDate": fields.get("expirationDate"),
        "status": call.choose("spend.new_card_status"),
        "type": call.choose("spend.vendor_card_type"),
        "shareBudgetFunds": sharing,
        "recurring": fields.get("recurringLimit", 0.0) > 0,
        "recurringLimit": None if sharing else fields.get("recurringLimit", 0.0),
    }, None if sharing else fields["limit"])  # fmt: skip
    await_expiration(call, card, budget)
    return card


def issue(
    call: Call, user: Row, budget: Row | None, kind: str, fields: dict[str, Any], limit: float | None = None
) -> Row:
    """Store a new card of any kind, with a number of its own; a physical one has no budget (O)."""
    number = pan.new_number(call)
    row: dict[str, Any] = {
        "userId": user["id"],
        "userUuid": user["uuid"],
        "lastFour": number[-4:],
        "validThru": valid_thru(call),
        **fields,
    }
    if budget is not None:
        row |= {"budgetId": budget["id"], "budgetUuid": budget["uuid"]}
        fund(row, limit)
    card = put(call, cards, row, {"kind": kind, "pan": number, "cvv": call.world.ids.digits(3)})
    if budget is not None:
        assign(call, budget, allocated(card))
    return card


def valid_thru(call: Call) -> str:
    """The last day of this month, three years on (I)."""
    now = date.fromisoformat(call.iso()[:10])
    return date(now.year + YEARS, now.month, monthrange(now.year + YEARS, now.month)[1]).isoformat()


def change(call: Call, card: Row, fields: dict[str, Any]) -> Row:
    """A PATCH of a vendor card (others are refused, I); with another `budgetId` it moves there with its money (S)."""
    if card["status"] == "DELETED":
        raise refused(call, "cardId: the card is deleted")
    if card.hidden["kind"] != "VIRTUAL_VENDOR":
        raise refused(call, "cardId: is not a vendor card")
    known = card.get("currentPeriod", {}).get("limit")
    sharing = fields.get("shareBudgetFunds", card["shareBudgetFunds"])
    check_funds(call, sharing, fields.get("limit", known), fields)
    old = find(call, budgets, card["budgetUuid"])
    new = active_reference(call, budgets, fields["budgetId"]) if "budgetId" in fields else old
    check_expiration(call, new, fields.get("expirationDate"))
    before = allocated(card)
    if "name" in fields:
        card["name"] = fields["name"]
    if "expirationDate" in fields:
        card["expirationDate"] = fields["expirationDate"]
    card |= {"shareBudgetFunds": sharing, "recurring": fields.get("recurring", card["recurring"])}
    renewed = fields.get("recurringLimit", card.get("recurringLimit", 0.0))
    card |= {"recurringLimit": None if sharing else renewed, "budgetId": new["id"], "budgetUuid": new["uuid"]}
    fund(card, None if sharing else fields.get("limit", known))
    card = rewrite(call, cards, card)
    if new["uuid"] == old["uuid"]:
        assign(call, old, allocated(card) - before)
    else:
        assign(call, old, -before)
        assign(call, new, allocated(card))
    await_expiration(call, card, new)
    return card


cards.make, cards.change = create, change
plain(cards, writes=ADMIN_ONLY, create="createbudgetcard", get="getcard", update="updatecard")


def of_kind(call: Call, operator: str, value: str) -> Condition:
    """`types` has a vocabulary of its own, unlike that of a card's `type` (D reference/listcards)."""
    if operator not in ("eq", "in"):
        raise refuse("BDC_1131", operator)
    wanted = tuple(part.strip() for part in value.split(","))
    if not set(wanted) <= set(KINDS):
        raise refuse("BDC_1129", "types", value[:80])
    return Condition(KIND, "in", wanted)


@cards.operation("listcards", "GET", cards.path, listing=True, answer=Card)
def list_cards(call: Call) -> Answer:
    """A page of cards; deleted ones only for who asks for that status (D; how to ask is I)."""
    shown = Condition(cards.table.by_path["status"], "ne", "DELETED")
    return listing.page(call, cards, special={"types": of_kind}, unasked=[shown])


@cards.operation("deletecard", "DELETE", f"{cards.path}/{{cardId}}", query=DeleteQuery, **ADMIN_ONLY)
def delete(call: Call) -> Answer:
    """Close a card for good; a second time finds none (I)."""
    card = find(call, cards, call.params["cardId"])
    if card["status"] == "DELETED":
        raise refuse("BDC_1205")
    close_cards(call, [card], call.query.get("reason"))
    return None


@cards.operation("freezecard", "POST", f"{cards.path}/{{cardId}}/freeze", answer=Card, **ADMIN_ONLY)
def freeze(call: Call) -> Answer:
    """A frozen card declines (D reference/freezecard); a second time changes nothing (I)."""
    return switch(call, live(call), "FROZEN")


@cards.operation("unfreezecard", "POST", f"{cards.path}/{{cardId}}/unfreeze", answer=Card, **ADMIN_ONLY)
def unfreeze(call: Call) -> Answer:
    """A card that is not frozen stays as it is (I)."""
    card = live(call)
    return switch(call, card, "ACTIVATED") if card["status"] == "FROZEN" else card


def switch(call: Call, card: Row, status: str) -> Row:
    if card["status"] == status:
        return card
    card["status"] = status
    return rewrite(call, cards, card)


@cards.operation("getpanjwt", "GET", f"{cards.path}/{{cardId}}/pan-jwt", answer=PanToken, evidence="I", **ADMIN_ONLY)
def pan_jwt(call: Call) -> Answer:
    """A token that buys the card's number at another host, within five minutes (D docs/virtual-cards)."""
    return {"token": pan.token_for(call, live(call))}


RESOURCE = cards
JOBS = {"spend.card_expires": expire}
