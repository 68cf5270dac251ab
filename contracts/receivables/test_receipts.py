"""Payments of customers taken outside BILL and recorded."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, lacking, refused
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def customer(make: Make) -> dict[str, Any]:
    return make.customer()


def receipt(make: Make, *parts: tuple[dict[str, Any], float], **fields: Any) -> dict[str, Any]:
    """What was received for invoices, each with its part."""
    return {
        "paymentDate": make.today().isoformat(), "paymentType": "CHECK", "amount": sum(amount for _, amount in parts),
        "invoices": [{"id": invoice["id"], "amount": amount} for invoice, amount in parts], **fields,
    }  # fmt: skip


@contract("AR-REC-001", "What exceeds the invoices is left unapplied.", "D", "docs/recording-an-ar-payment")
def test_unapplied(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    one, two = make.sale(customer, 50.0), make.sale(customer, 30.0)
    made = bill.invoices.record_payment(receipt(make, (one, 50), (two, 30), amount=100, description="check 2201"))
    assert (made["amount"], made["unappliedAmount"], made["customerId"]) == (100, 20, customer["id"])
    assert (made["paymentType"], made["description"]) == ("CHECK", "check 2201")
    assert [(row["id"], row["payments"][0]["amount"]) for row in made["invoices"]] == [(one["id"], 50), (two["id"], 30)]


@contract(
    "AR-REC-002",
    "A paid invoice is PAID_IN_FULL, one paid in part PARTIAL_PAYMENT.",
    "D",
    "docs/recording-an-ar-payment",
)
def test_status(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    full, part = make.sale(customer, 50.0), make.sale(customer, 30.0)
    bill.invoices.record_payment(receipt(make, (full, 50), (part, 10)))
    full, part = bill.invoices.get(full["id"]), bill.invoices.get(part["id"])
    assert (full["status"], full["dueAmount"]) == ("PAID_IN_FULL", 0)
    assert (part["status"], part["dueAmount"]) == ("PARTIAL_PAYMENT", 20)
    assert [(one["amount"], one["status"]) for one in part["payments"]] == [(10, "PAID")]


@contract(
    "AR-REC-003", "Due and paid amounts add up to the total after any payments.", "I", "docs/recording-an-ar-payment"
)
@properties
@given(parts=st.lists(st.integers(1, 2000), min_size=1, max_size=4))
def test_sum(bill: Client, make: Make, customer: dict[str, Any], parts: list[int]) -> None:
    invoice = make.sale(customer, 100.0)
    for cents in parts:
        bill.invoices.record_payment(receipt(make, (invoice, cents / 100)))
    now = bill.invoices.get(invoice["id"])
    assert round(now["dueAmount"] * 100) == 10_000 - sum(parts)
    assert sorted(round(one["amount"] * 100) for one in now["payments"]) == sorted(parts)


@contract("AR-REC-004", "Amounts may be sent as text.", "D", "reference/recordinvoice")
def test_text(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    invoice = make.sale(customer, 100.0)
    body = receipt(make, (invoice, 25), amount="25", invoices=[{"id": invoice["id"], "amount": "25"}])
    assert bill.invoices.record_payment(body)["amount"] == 25


@contract("AR-REC-005", "Date, type, amount and invoices must be told.", "S", "reference/recordinvoice")
@pytest.mark.parametrize("missing", ["paymentDate", "paymentType", "amount", "invoices"])
def test_missing(bill: Client, make: Make, customer: dict[str, Any], missing: str) -> None:
    body = receipt(make, (make.sale(customer), 5))
    del body[missing]
    lacking(bill.raw("POST", "/v3/invoices/record-payment", json=body), missing)


@contract("AR-REC-006", "All invoices of a payment are of one customer.", "D", "docs/recording-an-ar-payment")
def test_one_customer(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        bill.invoices.record_payment(receipt(make, (make.sale(customer), 5), (make.sale(), 5)))


@contract(
    "AR-REC-007", "Neither more than was received nor more than is due is applied.", "I", "docs/recording-an-ar-payment"
)
def test_too_much(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    invoice = make.sale(customer, 50.0)
    for body in (receipt(make, (invoice, 40), amount=39), receipt(make, (invoice, 50.01))):
        judge(bill.raw("POST", "/v3/invoices/record-payment", json=body), CLIENT_ERROR)
    assert bill.invoices.get(invoice["id"])["status"] == "OPEN"


@contract("AR-REC-008", "An archived invoice takes no payment.", "I", "docs/recording-an-ar-payment")
def test_archived(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    invoice = make.sale(customer)
    bill.invoices.archive(invoice["id"])
    with refused(CLIENT_ERROR):
        bill.invoices.record_payment(receipt(make, (invoice, 5)))


@contract("AR-REC-009", "A recorded payment is among the receivable payments, as not made online.", "O", "observed")
def test_listed(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = bill.invoices.record_payment(receipt(make, (make.sale(customer), 5)))
    payment = bill.receivable_payments.get(made["id"])
    assert (payment["onlinePayment"], payment["receivablesType"], payment["status"]) == (False, "CHECK", "PAID")
    assert payment["fundingAccount"] == {} and payment["receivablesAccount"]["id"] == "0" * 20
