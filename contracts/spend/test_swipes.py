"""What the use of a card brings: authorizations, what clears, comes back or is declined, and what is told of it."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.receiver import Receiver
from billcontracts.refusals import CLIENT_ERROR, refused


@contract(
    "SE-TRAN-001",
    "A use of a card that is allowed is an AUTHORIZATION, and pending in its budget.",
    "D",
    "docs/transaction-management",
)
def test_authorization(spend: Client, swipe: Any, spent: Any, card: dict[str, Any]) -> None:
    row = spend.spend.transactions.get(swipe(20)["uuid"])
    assert (row["transactionType"], row["amount"], row["cardUuid"]) == ("AUTHORIZATION", 20, card["uuid"])
    assert spend.spend.transactions.get(row["id"]) == row
    assert spent() == {"cleared": 0, "pending": 20, "total": 20}
    assert spend.spend.cards.get(card["uuid"])["currentPeriod"]["spent"] == 20


@contract(
    "SE-TRAN-002",
    "Money that leaves the account is a CLEAR; the charge is no longer pending.",
    "D",
    "docs/transaction-management",
)
def test_clear(spend: Client, swipe: Any, steer: Any, spent: Any) -> None:
    row = spend.spend.transactions.get(steer(swipe(20), "clear")["uuid"])
    assert (row["transactionType"], row["amount"]) == ("CLEAR", 20)
    assert spent() == {"cleared": 20, "pending": 0, "total": 20}


@contract(
    "SE-TRAN-003",
    "A CLEAR names the authorization that it settles; without one that is null, not absent.",
    "O",
    "observed",
)
def test_link(swipe: Any, steer: Any) -> None:
    authorization = swipe(20)
    assert authorization["originalAuthTransactionUuid"] is None
    assert steer(authorization, "clear")["originalAuthTransactionUuid"] == authorization["uuid"]


@contract("SE-TRAN-004", "A part may clear, the rest staying pending or let go.", "I", "docs/transaction-management")
def test_part(swipe: Any, steer: Any, spent: Any) -> None:
    row = swipe(50)
    steer(row, "clear", amount=20, more=True)
    assert spent() == {"cleared": 20, "pending": 30, "total": 50}
    steer(row, "clear", amount=10)
    assert spent() == {"cleared": 30, "pending": 0, "total": 30}


@contract("SE-TRAN-005", "A reversal is an AUTHORIZATION below zero.", "D", "docs/transaction-management")
def test_reversal(swipe: Any, steer: Any, spent: Any) -> None:
    back = steer(swipe(20), "reverse")
    assert (back["transactionType"], back["amount"]) == ("AUTHORIZATION", -20)
    assert spent()["total"] == 0


@contract("SE-TRAN-006", "A refund is a CLEAR below zero, a credit.", "D", "docs/transaction-management")
def test_refund(swipe: Any, steer: Any, spent: Any) -> None:
    back = steer(swipe(20, clear=True), "refund", amount=5)
    assert (back["transactionType"], back["amount"], back["isCredit"]) == ("CLEAR", -5, True)
    assert spent() == {"cleared": 15, "pending": 0, "total": 15}


@contract("SE-TRAN-007", "A frozen card declines.", "D", "reference/freezecard")
def test_frozen(spend: Client, swipe: Any, spent: Any, card: dict[str, Any]) -> None:
    spend.spend.cards.freeze(card["uuid"])
    row = swipe(20)
    assert (row["transactionType"], row["status"]) == ("DECLINE", "DECLINED")
    assert row["declineReason"]
    assert spent()["total"] == 0


@contract(
    "SE-TRAN-008",
    "More than a card has left declines; so does what its budget calls too large.",
    "D",
    "reference/createbudget",
)
def test_limits(spend: Client, swipe: Any, budget: dict[str, Any]) -> None:
    assert swipe(120.01)["transactionType"] == "DECLINE"
    spend.spend.budgets.update(budget["uuid"], {"maxTxSize": 50})
    assert swipe(50.01)["transactionType"] == "DECLINE"
    assert swipe(50)["transactionType"] == "AUTHORIZATION"


@contract("SE-TRAN-009", "Beyond limit and overspendBuffer a budget declines.", "D", "reference/createbudget")
def test_budget_limit(spend: Client, control: Control, make_budget: Any, make_card: Any) -> None:
    budget = make_budget(limit=40, overspendBuffer=10)
    card = make_card(budgetId=budget["uuid"], limit=100)
    spend.spend.cards.unfreeze(card["uuid"])
    use = {"cardId": card["uuid"], "amount": 50.01}
    assert control.ask("POST", "/spend/transactions", use)["transactionType"] == "DECLINE"
    assert control.ask("POST", "/spend/transactions", {**use, "amount": 50})["transactionType"] == "AUTHORIZATION"


@contract(
    "SE-TRAN-030",
    "A card that shares its budget's funds spends what is assigned to nobody.",
    "S",
    "reference/createbudgetcard",
)
def test_shared_funds(spend: Client, control: Control, make_budget: Any, make_card: Any, card_body: Any) -> None:
    budget = make_budget(limit=100)
    make_card(budgetId=budget["uuid"], limit=70)
    body = {**card_body(budgetId=budget["uuid"]), "limit": None, "shareBudgetFunds": True}
    card = spend.spend.cards.unfreeze(spend.spend.cards.create(body)["uuid"])
    use = {"cardId": card["uuid"], "amount": 30.01}
    assert control.ask("POST", "/spend/transactions", use)["transactionType"] == "DECLINE"
    assert control.ask("POST", "/spend/transactions", {**use, "amount": 30})["transactionType"] == "AUTHORIZATION"


@contract(
    "SE-TRAN-010",
    "A charge in another currency tells the original amount in its smallest unit, as text, and its fee.",
    "O",
    "observed",
)
def test_currency(swipe: Any) -> None:
    row = swipe(30, currency="EUR", exchangeRate=1.2)
    assert row["currencyData"]["originalCurrencyAmount"] == "3000"
    assert (row["currencyData"]["originalCurrencyCode"], row["currencyData"]["exponent"]) == ("EUR", 2)
    assert row["transactedAmount"] == 36
    assert row["amount"] == row["transactedAmount"] + row["fees"]


@contract("SE-TRAN-011", "What nobody clears in time is let go.", "I", "docs/transaction-management")
def test_expiry(control: Control, swipe: Any, spent: Any) -> None:
    swipe(20)
    control.advance(days=8)
    assert spent()["pending"] == 0


@contract(
    "SE-TRAN-029",
    "A split charge is a parent with children that name it; the list has the parent alone.",
    "D",
    "docs/transaction-management",
)
def test_split(spend: Client, swipe: Any, steer: Any, card: dict[str, Any], spent: Any) -> None:
    whole = swipe(20, clear=True)
    children = steer(whole, "split", parts=[{"amount": 5}, {"amount": 15}])["children"]
    parent = spend.spend.transactions.get(whole["uuid"])
    assert parent["isParent"] is True
    assert parent["childTransactionUuids"] == [child["uuid"] for child in children]
    assert {spend.spend.transactions.get(child["uuid"])["parentTransactionId"] for child in children} == {parent["id"]}
    listed = spend.spend.transactions.list(filters=f"cardId:eq:{card['uuid']},type:eq:CLEAR")
    assert [row["uuid"] for row in listed] == [whole["uuid"]]
    assert spent()["total"] == 20


@contract(
    "SE-3DS-001",
    "A challenge is answered with its acsTransactionId; accepted, the card is used.",
    "D",
    "reference/threedschallenge",
)
def test_challenge(spend: Client, swipe: Any, card: dict[str, Any]) -> None:
    id = swipe(25, challenge=True)["acsTransactionId"]
    assert spend.spend.transactions.answer_3ds(id, {"action": "ACCEPT"})["status"] == "ACCEPTED"
    (row,) = spend.spend.transactions.list(filters=f"cardId:eq:{card['uuid']}")
    assert (row["transactionType"], row["amount"]) == ("AUTHORIZATION", 25)


@contract("SE-3DS-002", "A rejected challenge declines.", "I", "reference/threedschallenge")
def test_challenge_rejected(spend: Client, swipe: Any, card: dict[str, Any]) -> None:
    id = swipe(25, challenge=True)["acsTransactionId"]
    assert spend.spend.transactions.answer_3ds(id, {"action": "REJECT"})["status"] == "REJECTED"
    (row,) = spend.spend.transactions.list(filters=f"cardId:eq:{card['uuid']}")
    assert row["transactionType"] == "DECLINE"


@contract(
    "SE-3DS-003", "A challenge that is unknown, or answered already, is refused.", "I", "reference/threedschallenge"
)
def test_challenge_refused(spend: Client, swipe: Any) -> None:
    answer = spend.spend.transactions.answer_3ds
    with refused(CLIENT_ERROR):
        answer("00000000-0000-4000-8000-000000000000", {"action": "ACCEPT"})
    id = swipe(25, challenge=True)["acsTransactionId"]
    with refused(400):
        answer(id, {"action": "PERHAPS"})
    answer(id, {"action": "REJECT"})
    with refused(CLIENT_ERROR):
        answer(id, {"action": "ACCEPT"})


@pytest.fixture
def subscribed(spend: Client, control: Control, receiver: Receiver) -> Receiver:
    """A receiver of what is told of card spend."""
    types = ("spend.transaction.updated", "spend.three-ds-challenge.created")
    body = {
        "name": unique("Spend"), "status": {"enabled": True}, "notificationUrl": receiver.url,
        "events": [{"type": type, "version": "1"} for type in types],
    }  # fmt: skip
    spend.webhooks.subscribe(body)
    return receiver


@contract(
    "SE-TRAN-028",
    "Every step of a transaction is told, from the authorization on, by uuids alone.",
    "I",
    "docs/spend-expense-transaction-notification-payloads",
)
def test_event(swipe: Any, steer: Any, subscribed: Receiver) -> None:
    row = swipe(20)
    told = subscribed.of_type("spend.transaction.updated").json
    assert list(told) == ["metadata", "transaction"]
    transaction = told["transaction"]
    assert (transaction["uuid"], transaction["transactionType"]) == (row["uuid"], "AUTHORIZATION")
    assert transaction["originalAuthTransactionUuid"] is None
    assert not transaction.keys() & {"id", "userId", "budgetId", "cardId", "originalAuthTransactionId"}
    steer(row, "clear")
    cleared = subscribed.wait(lambda body: body["transaction"]["transactionType"] == "CLEAR").json["transaction"]
    assert cleared["originalAuthTransactionUuid"] == row["uuid"]


@contract(
    "SE-3DS-004",
    "A challenge is told, with the id that answers it.",
    "I",
    "docs/webhooks",
)
def test_challenge_event(swipe: Any, subscribed: Receiver, card: dict[str, Any]) -> None:
    made = swipe(25, challenge=True)
    told = subscribed.of_type("spend.three-ds-challenge.created").json["threeDsChallenge"]
    assert told["acsTransactionId"] == made["acsTransactionId"]
    assert (told["cardUuid"], told["amount"]) == (card["uuid"], 25)
    assert {"merchantName", "merchantCategoryCode", "userUuid", "occurredTime", "companyUuid"} <= told.keys()
