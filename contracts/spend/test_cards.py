"""Vendor cards: made on a budget, frozen and thawed, closed for good; their number for a token of five minutes."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused

NOBODY = "crd_00000000000000000000000000"


@contract(
    "SE-CARD-001",
    "A new card of the sandbox is frozen at once; its limit comes back in currentPeriod, its number nowhere.",
    "D",
    "docs/virtual-cards",
)
def test_create(spend: Client, make_card: Any, me: dict[str, Any], budget: dict[str, Any]) -> None:
    card = make_card(limit=120)
    assert card["status"] == "FROZEN"
    assert (card["userUuid"], card["budgetUuid"]) == (me["uuid"], budget["uuid"])
    assert card["currentPeriod"] == {"limit": 120, "spent": 0}
    assert "limit" not in card
    assert spend.spend.cards.get(card["uuid"]) == spend.spend.cards.get(card["id"]) == card


@contract("SE-CARD-002", "A card needs a name, a user and a budget.", "D", "reference/createbudgetcard")
@pytest.mark.parametrize("missing", ["name", "userId", "budgetId"])
def test_required(spend: Client, card_body: Any, missing: str) -> None:
    body = {name: value for name, value in card_body().items() if name != missing}
    lacking(spend.raw("POST", "/v3/spend/cards", json=body), missing)


@contract(
    "SE-CARD-003",
    "A card has a limit, or shares its budget's funds and has none.",
    "O",
    "reference/createbudgetcard",
)
def test_limit_or_sharing(spend: Client, card_body: Any) -> None:
    body = card_body()
    del body["limit"]
    judge(spend.raw("POST", "/v3/spend/cards", json=body), 400)
    shared = spend.spend.cards.create({**body, "shareBudgetFunds": True})
    assert shared["shareBudgetFunds"] is True


@contract("SE-CARD-004", "A PATCH may not set a limit and share the budget's funds.", "S", "reference/updatecard")
def test_patch_sharing(spend: Client, make_card: Any) -> None:
    path = f"/v3/spend/cards/{make_card()['uuid']}"
    judge(spend.raw("PATCH", path, json={"shareBudgetFunds": True, "limit": 5}), 400)


@contract(
    "SE-CARD-005", "PATCH of the limit, a number as text, changes the current period.", "D", "reference/updatecard"
)
def test_patch(spend: Client, make_card: Any) -> None:
    card = make_card(limit=120)
    changed = spend.spend.cards.update(card["uuid"], {"limit": "75"})
    assert changed["currentPeriod"]["limit"] == 75
    assert (changed["name"], changed["status"]) == (card["name"], card["status"])
    assert spend.spend.cards.get(card["uuid"]) == changed


@contract("SE-CARD-006", "A card thaws and freezes; each answers the card.", "D", "reference/freezecard")
def test_freeze(spend: Client, make_card: Any) -> None:
    uuid = make_card()["uuid"]
    assert spend.spend.cards.unfreeze(uuid)["uuid"] == uuid
    frozen = spend.spend.cards.freeze(uuid)
    assert (frozen["uuid"], frozen["status"]) == (uuid, "FROZEN")
    assert spend.spend.cards.get(uuid)["status"] == "FROZEN"


@contract(
    "SE-CARD-007", "A thawed card is ACTIVATED; to freeze or thaw twice changes nothing.", "I", "docs/virtual-cards"
)
def test_thaw(spend: Client, make_card: Any) -> None:
    uuid = make_card()["uuid"]
    assert spend.spend.cards.freeze(uuid)["status"] == "FROZEN"
    assert spend.spend.cards.unfreeze(uuid)["status"] == "ACTIVATED"
    assert spend.spend.cards.unfreeze(uuid)["status"] == "ACTIVATED"


@contract(
    "SE-CARD-008",
    "A deleted card is answered with nothing, reads DELETED with its reason, and is not listed.",
    "D",
    "reference/deletecard",
)
def test_delete(spend: Client, make_card: Any) -> None:
    uuid = make_card()["uuid"]
    assert spend.spend.cards.delete(uuid, reason="LOST") is None
    gone = spend.spend.cards.get(uuid)
    assert (gone["status"], gone["deletedReason"]) == ("DELETED", "LOST")
    mine = f"cardIds:eq:{uuid}"
    assert spend.spend.cards.list(filters=mine).results == []


@contract("SE-CARD-009", "Deleted cards are listed for who asks for that status.", "I", "reference/listcards")
def test_list_deleted(spend: Client, make_card: Any) -> None:
    uuid = make_card()["uuid"]
    spend.spend.cards.delete(uuid, reason="STOLEN")
    (listed,) = spend.spend.cards.list(filters=f"status:eq:DELETED,cardIds:eq:{uuid}")
    assert listed["deletedReason"] == "STOLEN"
    assert spend.spend.cards.get(uuid) == listed


@contract(
    "SE-CARD-010", "A deletion for a reason that is none, and whatever is asked of a deleted card, is refused.", "I",
    "reference/deletecard",
)  # fmt: skip
def test_deleted(spend: Client, make_card: Any) -> None:
    uuid = make_card()["uuid"]
    path = f"/v3/spend/cards/{uuid}"
    judge(spend.raw("DELETE", path, params={"reason": "BORED"}), 400)
    spend.spend.cards.delete(uuid)
    for method, suffix, body in (
        ("DELETE", "", None), ("PATCH", "", {"name": "x"}), ("POST", "/freeze", None), ("POST", "/unfreeze", None),
        ("GET", "/pan-jwt", None),
    ):  # fmt: skip
        judge(spend.raw(method, path + suffix, json=body), CLIENT_ERROR)


@contract(
    "SE-CARD-011",
    "Cards are found by budgetIds, cardIds, userIds, types and status, and sorted by name; other fields are 400.",
    "D",
    "reference/listcards",
)
def test_list(spend: Client, make_card: Any, budget: dict[str, Any], me: dict[str, Any]) -> None:
    cards = spend.spend.cards
    made = {name: make_card(name=name) for name in ("b", "a")}
    ours = f"budgetIds:eq:{budget['uuid']}"
    assert [row["name"] for row in cards.list(filters=ours, sort="name:asc")] == ["a", "b"]
    assert [row["name"] for row in cards.list(filters=ours, sort="name:desc")] == ["b", "a"]
    assert [row["name"] for row in cards.list(filters=f"cardIds:eq:{made['a']['uuid']}")] == ["a"]
    both = f'{ours},userIds:in:"{me["uuid"]}",types:eq:VIRTUAL_VENDOR,status:eq:FROZEN'
    assert {row["name"] for row in cards.list(filters=both)} == {"a", "b"}
    for bad in ("budgetId:eq:x", "name:eq:a", "status:ne:FROZEN"):
        with refused(400):
            cards.list(filters=bad)
    with refused(400) as found:
        cards.list(max=101)
    assert found.messages == ["max: must be less than or equal to 100"]


@contract("SE-CARD-012", "A card that does not exist is 404.", "O", "observed")
def test_unknown(spend: Client) -> None:
    for call in (spend.spend.cards.get, spend.spend.cards.freeze, spend.spend.cards.unfreeze, spend.spend.cards.delete):
        with refused(404):
            call(NOBODY)
    with refused(404):
        spend.spend.cards.update(NOBODY, {"name": "x"})
    with refused(404):
        spend.spend.cards.pan_jwt(NOBODY)


@contract("SE-CARD-013", "A card's number is asked for with a JWT that lives five minutes.", "D", "docs/virtual-cards")
def test_pan_token(spend: Client, make_card: Any) -> None:
    token = spend.spend.cards.pan_jwt(make_card()["uuid"])["token"]
    header, claims, signature = token.split(".")
    assert header and signature
    told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert isinstance(told, dict)


@contract(
    "SE-CARD-014",
    "The token buys the card's number at its own host, until five minutes are over.",
    "I",
    "docs/virtual-cards",
)
def test_pan(spend: Client, stranger: Client, control: Control, make_card: Any) -> None:
    card = make_card()
    token = spend.spend.cards.pan_jwt(card["uuid"])["token"]
    host = control.url
    number = stranger.raw("POST", f"{host}/de/rest/pan", json={"token": token}).json()
    assert number["pan"].endswith(card["lastFour"]) and number["cvv"]
    control.advance(minutes=5)
    judge(stranger.raw("POST", f"{host}/de/rest/pan", json={"token": token}), CLIENT_ERROR)


@contract("SE-CARD-015", "BILL closes a card by itself on its expirationDate.", "D", "docs/virtual-cards")
def test_expiration(spend: Client, control: Control, make_card: Any, today: Any) -> None:
    card = make_card(expirationDate=(today() + timedelta(days=3)).isoformat())
    control.advance(days=2)
    assert spend.spend.cards.get(card["uuid"])["status"] == "FROZEN"
    control.advance(days=3)
    assert spend.spend.cards.get(card["uuid"])["status"] == "DELETED"


@contract(
    "SE-CARD-016", "A card takes its limit out of the budget's funds, and gives it back when it is deleted.", "D",
    "reference/getbudget",
)  # fmt: skip
def test_assigned(spend: Client, make_card: Any, budget: dict[str, Any]) -> None:
    card = make_card(limit=120)
    period = spend.spend.budgets.get(budget["uuid"])["currentPeriod"]
    assert period["assigned"] == 120
    spend.spend.cards.delete(card["uuid"])
    assert spend.spend.budgets.get(budget["uuid"])["currentPeriod"]["assigned"] == 0


@contract(
    "SE-CARD-017",
    "A recurring card begins each period with its recurring limit, a one-time card with none.",
    "I",
    "reference/updatecard",
)
def test_renewal(spend: Client, control: Control, make_card: Any) -> None:
    renewed, single = make_card(limit=120, recurringLimit=90), make_card(limit=120)
    assert (renewed["recurring"], single["recurring"]) == (True, False)
    control.advance(days=32)
    assert spend.spend.cards.get(renewed["uuid"])["currentPeriod"] == {"limit": 90, "spent": 0}
    assert spend.spend.cards.get(single["uuid"])["currentPeriod"] == {"limit": 0, "spent": 0}


@contract(
    "SE-CARD-018",
    "Cards end with their budget, with their user, and with the user's membership.",
    "I",
    "reference/deletebudget",
)
def test_cascade(spend: Client, make_budget: Any, someone: dict[str, Any], make_card: Any) -> None:
    first, second, third = make_budget(), make_budget(), make_budget()
    cards = [make_card(budgetId=budget["uuid"], userId=someone["uuid"]) for budget in (first, second, third)]
    spend.spend.budgets.delete(first["uuid"])
    members = spend.spend.budget_members(second["uuid"])
    members.upsert(someone["uuid"], {"limit": 0, "recurringLimit": 0})
    members.delete(someone["uuid"])
    states = [spend.spend.cards.get(card["uuid"])["status"] for card in cards]
    assert states == ["DELETED", "DELETED", "FROZEN"]
    spend.spend.users.delete(someone["uuid"])
    assert spend.spend.cards.get(cards[2]["uuid"])["status"] == "DELETED"


@contract("SE-CARD-019", "A card may move to another budget, with its money.", "S", "reference/updatecard")
def test_move(spend: Client, make_card: Any, make_budget: Any) -> None:
    card, other = make_card(limit=40), make_budget()
    moved = spend.spend.cards.update(card["uuid"], {"budgetId": other["uuid"]})
    assert moved["budgetUuid"] == other["uuid"]
    assert spend.spend.budgets.get(other["uuid"])["currentPeriod"]["assigned"] == 40


@contract(
    "SE-CARD-020", "A card of a user or budget that does not exist is refused.", "I", "reference/createbudgetcard"
)
@pytest.mark.parametrize("member", ["userId", "budgetId"])
def test_unknown_references(spend: Client, card_body: Any, member: str) -> None:
    judge(
        spend.raw("POST", "/v3/spend/cards", json=card_body(**{member: "usr_00000000000000000000000000"})), CLIENT_ERROR
    )
