"""Card transactions: a mock makes them by its own lever, for BILL's API has no call that does; then what is asked of them."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.receiver import Receiver
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused

NOBODY = "txr_00000000000000000000000000"
IMAGE = b"\xff\xd8\xff\xe0 receipt"


@pytest.fixture
def card(spend: Client, make_card: Any) -> dict[str, Any]:
    """An active card of 120 US dollars."""
    return spend.spend.cards.unfreeze(make_card()["uuid"])


@pytest.fixture
def swipe(control: Control, card: dict[str, Any]) -> Callable[..., Any]:
    """Uses the card as a merchant would: `swipe(20)`."""

    def use(amount: float = 20, **fields: Any) -> Any:
        return control.ask("POST", "/spend/transactions", {"cardId": card["uuid"], "amount": amount, **fields})

    return use


@pytest.fixture
def steer(control: Control) -> Callable[..., Any]:
    """What a merchant or the web app does to a transaction: `steer(row, "clear", amount=5)`."""
    return lambda row, action, **fields: control.ask("POST", f"/spend/transactions/{row['uuid']}/{action}", fields)


@pytest.fixture
def spent(spend: Client, budget: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """What is spent of the budget."""
    return lambda: spend.spend.budgets.get(budget["uuid"])["currentPeriod"]["spent"]


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


@contract("SE-TRAN-012", "The list is newest first, its pages at most 50.", "O", "observed")
def test_list(spend: Client, control: Control, swipe: Any, card: dict[str, Any]) -> None:
    made = []
    for amount in (1, 2, 3):
        made.append(swipe(amount)["uuid"])
        control.advance(minutes=1)
    mine = f"cardId:eq:{card['uuid']}"
    assert [row["uuid"] for row in spend.spend.transactions.list(filters=mine)] == made[::-1]
    assert [row["uuid"] for row in spend.spend.transactions.iterate(max=2, filters=mine)] == made[::-1]
    assert [row["amount"] for row in spend.spend.transactions.list(filters=mine, sort="amount:asc")] == [1, 2, 3]


@contract("SE-TRAN-013", "max beyond 50 is 400 and says so.", "O", "observed")
def test_max(spend: Client) -> None:
    with refused(400) as found:
        spend.spend.transactions.list(max=51)
    assert found.messages == ["max: must be less than or equal to 50"]


@contract(
    "SE-TRAN-014",
    "occurredTime knows gte and lte alone; status is no filter, nor is transactionType; unknown query names are ignored.",
    "O",
    "observed",
)
def test_filters_refused(spend: Client) -> None:
    for bad in ("status:eq:COMPLETE", "transactionType:eq:CLEAR", "occurredTime:eq:2026-03-02", "bogus:eq:1"):
        with refused(400):
            spend.spend.transactions.list(filters=bad)
    page = spend.request("GET", "/v3/spend/transactions", params={"bogus": "1", "page": "3", "limit": "1"})
    assert page["results"] is not None


@contract(
    "SE-TRAN-015",
    "Transactions are found by user, budget, type, merchant, amount and times.",
    "D",
    "reference/listtransactions",
)
def test_filters(spend: Client, swipe: Any, card: dict[str, Any], budget: dict[str, Any], me: dict[str, Any]) -> None:
    merchant = unique("Larch")
    row, big = swipe(20, merchantName=merchant), swipe(500)
    mine = f"cardId:eq:{card['uuid']}"

    def found(filters: str) -> list[str]:
        return [one["uuid"] for one in spend.spend.transactions.list(filters=f"{mine},{filters}")]

    assert found(f"merchantName:eq:{merchant}") == found("type:ne:DECLINE") == found("amount:lte:20") == [row["uuid"]]
    assert found('type:in:"DECLINE,OTHER"') == found("amount:gte:100") == [big["uuid"]]
    assert set(found(f"userId:eq:{me['uuid']},budgetId:eq:{budget['uuid']}")) == {row["uuid"], big["uuid"]}
    assert found(f'transactionIds:in:"{row["uuid"]}"') == [row["uuid"]]
    assert found("occurredTime:gte:2999-01-01") == []
    assert len(found("syncStatus:eq:NOT_SYNCED,isLocked:eq:false,isReviewed:eq:false")) == 2


@contract("SE-TRAN-016", "A transaction that does not exist is 404.", "O", "observed")
def test_unknown(spend: Client, budget: dict[str, Any]) -> None:
    transactions = spend.spend.transactions
    with refused(404):
        transactions.get(NOBODY)
    with refused(404):
        transactions.update(NOBODY, {"budgetId": budget["uuid"]})
    with refused(404):
        transactions.custom_fields(NOBODY)
    with refused(404):
        transactions.delete_receipt(NOBODY, "rct_00000000000000000000000000")


@contract(
    "SE-TRAN-017", "A charge may be moved to another budget, what is spent with it.", "D", "reference/updatetransaction"
)
def test_move(spend: Client, swipe: Any, make_budget: Any, spent: Any) -> None:
    row, other = swipe(20), make_budget()
    moved = spend.spend.transactions.update(row["uuid"], {"budgetId": other["uuid"]})
    assert (moved["uuid"], moved["budgetUuid"], moved["budgetName"]) == (row["uuid"], other["uuid"], other["name"])
    assert spent()["total"] == 0
    assert spend.spend.budgets.get(other["uuid"])["currentPeriod"]["spent"]["total"] == 20


@contract("SE-TRAN-018", "A move needs a budget that exists.", "D", "reference/updatetransaction")
def test_move_refused(spend: Client, swipe: Any) -> None:
    row = swipe(20)
    path = f"/v3/spend/transactions/{row['uuid']}"
    lacking(spend.raw("PUT", path, json={}), "budgetId")
    judge(spend.raw("PUT", path, json={"budgetId": "bgt_00000000000000000000000000"}), CLIENT_ERROR)


@contract("SE-TRAN-019", "A locked transaction takes no custom fields.", "D", "reference/updatetransactioncustomfields")
def test_locked(spend: Client, swipe: Any, steer: Any, field: Any) -> None:
    row, (made, values) = swipe(20), field()
    steer(row, "lock")
    body = {"customFields": [{"customFieldId": made["id"], "selectedValues": [values[0]["id"]]}]}
    with refused(CLIENT_ERROR):
        spend.spend.transactions.set_custom_fields(row["uuid"], body)
    assert spend.spend.transactions.get(row["uuid"])["isLocked"] is True


@pytest.fixture
def field(spend: Client, budget: dict[str, Any]) -> Callable[..., Any]:
    """Makes a custom field of the budget, and its values."""

    def make(**fields: Any) -> Any:
        body = {"name": unique("Job site"), "allowCustomValues": False, "global": False, "values": ["North", "South"]}
        made = spend.spend.custom_fields.create({**body, "selectedBudgetIds": [budget["uuid"]], **fields})
        return made, spend.spend.custom_field_values(made["uuid"]).list().results

    return make


@contract(
    "SE-TRAN-020",
    "Values of custom fields are chosen by their ids and read back; [] clears them.",
    "D",
    "reference/updatetransactioncustomfields",
)
def test_custom_fields(spend: Client, swipe: Any, field: Any) -> None:
    made, (north, _) = field()
    row = swipe(20)
    transactions = spend.spend.transactions

    def chosen(values: list[str]) -> list[str]:
        body = {"customFields": [{"customFieldId": made["id"], "selectedValues": values}]}
        assert transactions.set_custom_fields(row["uuid"], body)["status"] == "SUCCESS"
        (entry,) = [one for one in transactions.custom_fields(row["uuid"])["results"] if one["uuid"] == made["uuid"]]
        return [value["value"] for value in entry["selectedValues"]]

    assert chosen([north["id"]]) == ["North"]
    found = transactions.list(filters=f"customFieldValueIds:eq:{north['uuid']}")
    assert [one["uuid"] for one in found] == [row["uuid"]]
    assert chosen([]) == []


@contract(
    "SE-TRAN-021",
    "The values that a transaction may choose from are listed.",
    "D",
    "reference/listtransactioncustomfieldvalues",
)
def test_custom_field_values(spend: Client, swipe: Any, field: Any) -> None:
    made, values = field()
    page = spend.spend.transactions.custom_field_values(swipe(20)["uuid"], made["uuid"])
    assert [value["uuid"] for value in page["results"]] == [value["uuid"] for value in values]


@contract(
    "SE-TRAN-022",
    "A required custom field and a required receipt make a transaction complete.",
    "D",
    "docs/transaction-management",
)
def test_complete(spend: Client, swipe: Any, field: Any) -> None:
    made, (north, _) = field(required=True)
    row = swipe(20)
    assert row["complete"] is False
    body = {"customFields": [{"customFieldId": made["id"], "selectedValues": [north["id"]]}]}
    spend.spend.transactions.set_custom_fields(row["uuid"], body)
    assert spend.spend.transactions.get(row["uuid"])["complete"] is True


@contract(
    "SE-TRAN-023",
    "The URL for a receipt's image is presigned: it takes the bytes without a token.",
    "D",
    "docs/transaction-management",
)
def test_upload_url(spend: Client, stranger: Client) -> None:
    url = spend.spend.transactions.receipt_upload_url()["url"]
    answer = stranger.raw("PUT", url, content=IMAGE, headers={"Content-Type": "image/jpeg"})
    assert answer.status_code == 200


@contract(
    "SE-TRAN-024",
    "A receipt is hung on by the URL it was put to, and shown in lists only with includeReceipts.",
    "D",
    "docs/transaction-management",
)
def test_receipt(spend: Client, swipe: Any) -> None:
    row = swipe(20)
    receipt = spend.spend.attach_receipt(row["uuid"], IMAGE)
    now = spend.spend.transactions.get(row["uuid"])
    assert ([one["uuid"] for one in now["receipts"]], now["receiptStatus"]) == ([receipt["uuid"]], "ATTACHED")
    mine = {"filters": f"transactionIds:eq:{row['uuid']}"}
    assert "receipts" not in spend.spend.transactions.list(**mine).results[0]
    assert spend.spend.transactions.list(**mine, includeReceipts="true").results[0]["receipts"] == now["receipts"]


@contract("SE-TRAN-025", "A receipt is taken off again, answered with nothing.", "O", "observed")
def test_delete_receipt(spend: Client, swipe: Any) -> None:
    row = swipe(20)
    receipt = spend.spend.attach_receipt(row["uuid"], IMAGE)
    assert spend.spend.transactions.delete_receipt(row["uuid"], receipt["uuid"]) is None
    assert not spend.spend.transactions.get(row["uuid"]).get("receipts")
    with refused(404):
        spend.spend.transactions.delete_receipt(row["uuid"], receipt["uuid"])


@contract("SE-TRAN-026", "A receipt needs the URL that it was put to.", "I", "reference/addtransactionreceipt")
def test_receipt_refused(spend: Client, swipe: Any) -> None:
    path = f"/v3/spend/transactions/{swipe(20)['uuid']}/receipts"
    for body in ({}, {"url": "https://elsewhere.example/receipt.jpg"}, {"uploadUrl": "x"}):
        judge(spend.raw("POST", path, json=body), CLIENT_ERROR)


@contract("SE-TRAN-027", "An upload URL takes bytes for a limited time.", "I", "docs/transaction-management")
def test_upload_expires(spend: Client, stranger: Client, control: Control) -> None:
    url = spend.spend.transactions.receipt_upload_url()["url"]
    control.advance(minutes=20)
    judge(stranger.raw("PUT", url, content=IMAGE, headers={"Content-Type": "image/png"}), CLIENT_ERROR)


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
