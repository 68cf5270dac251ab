"""Items: what only this kind of label has."""

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

PATH = "/v3/classifications/items"


@contract("CL-ITEM-001", "An item keeps its prices, texts and accounts.", "S", "reference/createclassificationitem")
def test_create(bill: Client, make: Make) -> None:
    account = make.account()["id"]
    sent = {
        "type": "INVENTORY", "name": unique("Paddle"), "description": "sold", "price": 45.5, "taxable": True,
        "purchaseDescription": "bought", "purchaseCost": 30.25, "chartOfAccountId": account,
        "expenseChartOfAccountId": account,
    }  # fmt: skip
    made = make.label("items", **sent)
    assert {name: made[name] for name in sent} == sent
    assert bill.items.get(made["id"]) == made


@contract("CL-ITEM-002", "An item needs a type and a name.", "S", "reference/createclassificationitem")
@pytest.mark.parametrize("missing", ["type", "name"])
def test_required(bill: Client, missing: str) -> None:
    sent = {"type": "SERVICE", "name": "Haul-out"}
    del sent[missing]
    entries = judge(bill.raw("POST", PATH, json=sent), 400)
    assert entries[0]["message"].startswith(missing)


@contract("CL-ITEM-003", "A sales tax item has its rate in percentage.", "D", "changelog/2025-04-02")
def test_percentage(bill: Client, make: Make) -> None:
    made = make.label("items", type="SALES_TAX", percentage=8.25)
    assert made["percentage"] == 8.25
    sent = {"type": "SALES_TAX", "name": made["name"], "percentage": 8.5}
    assert bill.items.update(made["id"], sent)["percentage"] == 8.5


@contract("CL-ITEM-004", "Discounts and other charges may have a percentage.", "D", "changelog/2025-04-02")
@pytest.mark.parametrize("type", ["DISCOUNT", "OTHER_CHARGE"])
def test_other_percentages(make: Make, type: str) -> None:
    assert make.label("items", type=type, percentage=3)["percentage"] == 3


@contract("CL-ITEM-005", "An item of another type may have no percentage.", "D", "changelog/2025-04-02")
def test_no_percentage(bill: Client, make: Make) -> None:
    with refused(CLIENT_ERROR):
        bill.items.create(make.label_body("items", percentage=3))


@contract("CL-ITEM-006", "An unknown type is 400.", "S", "reference/createclassificationitem")
def test_type(bill: Client) -> None:
    judge(bill.raw("POST", PATH, json={"name": "Odd", "type": "PIRATE"}), 400)


@contract("CL-ITEM-007", "An item of an account that is none is refused.", "I", "reference/createclassificationitem")
def test_account(bill: Client, make: Make) -> None:
    for member in ("chartOfAccountId", "expenseChartOfAccountId"):
        with refused(CLIENT_ERROR):
            bill.items.create(make.label_body("items", **{member: "0ca01NOSUCHACCOU0000"}))
