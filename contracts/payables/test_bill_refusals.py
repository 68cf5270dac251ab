"""Bills that are refused, and what holds one that is paid."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.refusals import CLIENT_ERROR, judge, refused

BILLS = "/v3/bills"


@pytest.fixture
def invoice(make: Make) -> dict[str, Any]:
    return make.invoice(make.lasting_vendor())


def record(bill: Client, make: Make, invoice: dict[str, Any], **fields: Any) -> Any:
    body = {
        "vendorId": invoice["vendorId"], "processDate": make.today().isoformat(), "toPrintCheck": False,
        "payments": [{"billId": invoice["id"], "amount": 10.0}],
    }  # fmt: skip
    return bill.raw("POST", f"{BILLS}/record-payment", json={**body, **fields})


@contract("AP-BILL-026", "An unknown bill is 404 BDC_1205, however it is asked for.", "O", "observed")
@pytest.mark.parametrize(("method", "rest"), [("GET", ""), ("PATCH", ""), ("POST", "/archive"), ("POST", "/restore")])
def test_unknown(bill: Client, method: str, rest: str) -> None:
    body = {"description": "x"} if method == "PATCH" else None
    judge(bill.raw(method, f"{BILLS}/00n01NOSUCHBILLAB000{rest}", json=body), 404, "BDC_1205")


@contract("AP-BILL-027", "A line that a bill does not have is not changed.", "I", "docs/ap-bills")
@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_unknown_line(bill: Client, make: Make, invoice: dict[str, Any], method: str) -> None:
    body = make.bill_body(make.lasting_vendor()) if method == "PUT" else {}
    body["billLineItems"] = [{"id": "bli01NOSUCHLINEAB000", "amount": 1.0}]
    judge(bill.raw(method, f"{BILLS}/{invoice['id']}", json=body), CLIENT_ERROR)
    assert bill.bills.get(invoice["id"]) == invoice


@contract("AP-BILL-028", "Dates are yyyy-MM-dd and days there are; an amount is a number.", "O", "observed")
@pytest.mark.parametrize(
    "change",
    [
        {"dueDate": "04/01/2026"},
        {"dueDate": "2026-02-30"},
        {"invoice": {"invoiceNumber": "1", "invoiceDate": "yesterday"}},
        {"billLineItems": [{"amount": "a lot"}]},
        {"billLineItems": "none"},
    ],
)
def test_shape(bill: Client, make: Make, change: dict[str, Any]) -> None:
    judge(bill.raw("POST", BILLS, json=make.bill_body(make.lasting_vendor()) | change), 400)


@contract("AP-BILL-029", "The lines of a bill do not come to less than nothing.", "I", "docs/ap-bills")
def test_negative(bill: Client, make: Make) -> None:
    with refused(CLIENT_ERROR):
        bill.bills.create(make.bill_body(make.lasting_vendor(), 5.0, -5.01))


@contract(
    "AP-BILL-030",
    "Once a payment was made for a bill its vendor and amount are frozen; the rest is not.",
    "D",
    "help.bill.com",
)
def test_frozen(bill: Client, make: Make, invoice: dict[str, Any]) -> None:
    assert record(bill, make, invoice).status_code == 200
    line = invoice["billLineItems"][0]["id"]
    with refused(CLIENT_ERROR):
        bill.bills.update(invoice["id"], {"vendorId": make.vendor()["id"]})
    with refused(CLIENT_ERROR):
        bill.bills.update(invoice["id"], {"billLineItems": [{"id": line, "amount": 99.0}]})
    assert bill.bills.update(invoice["id"], {"description": "Seen"})["description"] == "Seen"


@contract("AP-BILL-031", "An empty bulk is refused.", "S", "reference/createbulkbills")
def test_empty_bulk(bill: Client) -> None:
    judge(bill.raw("POST", f"{BILLS}/bulk", json=[]), 400)


# Payments made outside BILL


@contract(
    "AP-REC-009", "vendorId, processDate, toPrintCheck and payments are required, told all at once.", "O", "observed"
)
def test_record_needs(bill: Client) -> None:
    entries = judge(bill.raw("POST", f"{BILLS}/record-payment", json={}), 400)
    told = {entry["message"].partition(":")[0] for entry in entries}
    assert told >= {"vendorId", "processDate", "toPrintCheck", "payments"}


@contract("AP-REC-010", "An unknown vendor, or an account that is none, is BDC_1205.", "I", "docs/record-ap-payments")
@pytest.mark.parametrize(
    "change",
    [
        {"vendorId": "00901NOSUCHVENDOR000"},
        {"classifications": {"chartOfAccountId": "0ca01NOSUCHACCOUN000"}},
    ],
)
def test_record_unknown(bill: Client, make: Make, invoice: dict[str, Any], change: dict[str, Any]) -> None:
    judge(record(bill, make, invoice, **change), CLIENT_ERROR, "BDC_1205")
    assert bill.bills.get(invoice["id"]) == invoice


@contract("AP-REC-011", "An archived bill is not paid, nor is nothing paid.", "I", "docs/record-ap-payments")
def test_record_archived(bill: Client, make: Make, invoice: dict[str, Any]) -> None:
    nothing = [{"billId": invoice["id"], "amount": 0}]
    judge(record(bill, make, invoice, payments=nothing), 400)
    bill.bills.archive(invoice["id"])
    judge(record(bill, make, invoice), CLIENT_ERROR)


@contract(
    "AP-REC-012",
    "One bad bill among several: its own code for it, BDC_1246 for the others.",
    "I",
    "docs/record-ap-payments",
)
def test_record_all_or_none(bill: Client, make: Make, invoice: dict[str, Any]) -> None:
    other = make.invoice(make.lasting_vendor())
    parts = [{"billId": invoice["id"], "amount": 1.0}, {"billId": other["id"], "amount": 100.01}]
    entries = judge(record(bill, make, invoice, payments=parts), 422, "BDC_1246")
    assert {"BDC_1159", "BDC_1246"} == {entry["code"] for entry in entries}
    assert bill.bills.get(invoice["id"]) == invoice
