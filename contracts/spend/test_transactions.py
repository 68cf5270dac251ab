"""Transactions: found, moved to another budget, and labelled."""

from typing import Any

from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import unique
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused

NOBODY = "txr_00000000000000000000000000"


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
