"""Invoices: lines that make a total, numbers, PUT and PATCH, archive."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st

PRICES = st.lists(st.integers(1, 1_000_000).map(lambda cents: cents / 100), min_size=1, max_size=5)
UNKNOWN = "00e01NOSUCHINVO00000"


@pytest.fixture(scope="module")
def customer(make: Make) -> dict[str, Any]:
    return make.customer()


@pytest.fixture(scope="module")
def tax(bill: Client, make: Make) -> dict[str, Any]:
    """A sales tax of 8.25 %."""
    body = {"name": unique("Bay tax"), "type": "SALES_TAX", "percentage": 8.25}
    return make.keep(bill.items, bill.items.create(body))


@contract("AR-INV-001", "A new invoice is open, its total the sum of its lines, all of it due.", "O", "observed")
def test_new(make: Make, customer: dict[str, Any]) -> None:
    lines = [{"quantity": 2, "price": 100}, {"quantity": 1, "price": 50.25}]
    invoice = make.sale(customer, invoiceLineItems=lines)
    assert invoice["totalAmount"] == invoice["dueAmount"] == 250.25
    assert invoice["scheduledAmount"] == invoice["creditAmount"] == invoice["salesTaxTotal"] == 0
    assert (invoice["status"], invoice["archived"]) == ("OPEN", False)


@contract("AR-INV-002", "The customer is written as an object and read as a flat id.", "O", "observed")
def test_customer_id(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    invoice = make.sale(customer)
    assert invoice["customerId"] == customer["id"] and "customer" not in invoice
    assert bill.invoices.get(invoice["id"]) == invoice


@contract("AR-INV-003", "An invoice without a PDF of its own names one of 20 zeros.", "O", "observed")
def test_no_pdf(make: Make, customer: dict[str, Any]) -> None:
    assert make.sale(customer)["invoicePdfId"] == "0" * 20


@contract("AR-INV-004", "A name and an email make a new customer on the way.", "D", "docs/ar-invoices")
def test_new_customer(bill: Client, make: Make) -> None:
    name = unique("Kayak")
    invoice = make.sale({"id": ""}, 5.0, customer={"name": name, "email": "ap@kayak.example"})
    customer = make.keep(bill.customers, bill.customers.get(invoice["customerId"]))
    assert (customer["name"], customer["email"]) == (name, "ap@kayak.example")


@contract("AR-INV-005", "Without customer a POST is refused with 400 and these words.", "O", "observed")
def test_flat_customer(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    body = make.sale_body(customer)
    flat = {**body, "customerId": body.pop("customer")["id"]}
    del flat["customer"]
    entries = judge(bill.raw("POST", "/v3/invoices", json=flat), 400)
    assert [entry["message"] for entry in entries] == ["customer: The customer field is required"]


@contract(
    "AR-INV-006", "A customer that is text is refused with 400, naming the class it could not make.", "O", "observed"
)
def test_text_customer(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    entries = judge(bill.raw("POST", "/v3/invoices", json=make.sale_body(customer, customer=customer["id"])), 400)
    assert (
        entries[0]["message"].startswith("Cannot construct instance of `")
        and "InvoiceCustomer" in entries[0]["message"]
    )


@contract("AR-INV-007", "A PUT without its parts names each with 400: must not be null.", "O", "observed")
def test_put_missing(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    path = f"/v3/invoices/{make.sale(customer)['id']}"
    entries = judge(bill.raw("PUT", path, json={"archived": True}), 400)
    told = {entry["message"] for entry in entries}
    assert told == {"customer: must not be null", "invoiceLineItems: must not be null"}


@contract("AR-INV-008", "The number of a live invoice is refused a second time: 422 BDC_1171.", "O", "observed")
def test_used_number(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    number = make.sale(customer)["invoiceNumber"]
    with refused(422, "BDC_1171"):
        bill.invoices.create(make.sale_body(customer, invoiceNumber=number))


@contract("AR-INV-009", "The number of an archived invoice is free again.", "O", "observed")
def test_freed_number(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    first = make.sale(customer)
    bill.invoices.archive(first["id"])
    assert make.sale(customer, invoiceNumber=first["invoiceNumber"])["invoiceNumber"] == first["invoiceNumber"]


@contract("AR-INV-010", "An archived invoice whose number was taken cannot be restored.", "I", "observed")
def test_restore_taken(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    first = make.sale(customer)
    bill.invoices.archive(first["id"])
    make.sale(customer, invoiceNumber=first["invoiceNumber"])
    with refused(CLIENT_ERROR):
        bill.invoices.restore(first["id"])


@contract(
    "AR-INV-011",
    "An invoice without a number gets one of its own; one without dates is of today.",
    "D",
    "docs/ar-invoices",
)
def test_defaults(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    body = make.sale_body(customer)
    del body["invoiceNumber"]
    one, two = (make.keep(bill.invoices, bill.invoices.create(body)) for _ in range(2))
    assert one["invoiceNumber"] != two["invoiceNumber"]
    assert one["invoiceDate"] == one["dueDate"] == make.today().isoformat()


@contract("AR-INV-012", "The total is always that of the lines, and stays so when one is added.", "O", "observed")
@properties
@given(prices=PRICES, more=st.integers(1, 99_999))
def test_totals(bill: Client, make: Make, customer: dict[str, Any], prices: list[float], more: int) -> None:
    made = make.sale(customer, *prices)
    total = sum(round(price * 100) for price in prices)
    assert round(made["totalAmount"] * 100) == round(made["dueAmount"] * 100) == total
    lines = [*made["invoiceLineItems"], {"quantity": 1, "price": more / 100}]
    put = bill.invoices.replace(made["id"], {"customer": {"id": customer["id"]}, "invoiceLineItems": lines})
    assert round(put["totalAmount"] * 100) == total + more


@contract(
    "AR-INV-013", "Sales tax is that of its item on the taxable lines, in the total.", "D", "changelog/2025-11-05"
)
def test_sales_tax(make: Make, customer: dict[str, Any], tax: dict[str, Any]) -> None:
    lines = [{"quantity": 1, "price": 200, "taxable": True}, {"quantity": 1, "price": 50}]
    invoice = make.sale(customer, invoiceLineItems=lines, salesTaxItemId=tax["id"])
    assert (invoice["salesTaxTotal"], invoice["salesTaxPercentage"], invoice["totalAmount"]) == (16.5, 8.25, 266.5)
    assert invoice["salesTaxItemId"] == tax["id"]


@contract("AR-INV-014", "What is no sales tax item is refused as one.", "I", "reference/createinvoice")
def test_no_sales_tax(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    item = make.keep(bill.items, bill.items.create({"name": unique("Oar"), "type": "SERVICE"}))
    with refused(CLIENT_ERROR):
        bill.invoices.create(make.sale_body(customer, salesTaxItemId=item["id"]))


@contract(
    "AR-INV-015", "PATCH changes what it names; lines keep their ids, the others stay.", "D", "reference/updateinvoice"
)
def test_patch(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = make.sale(customer, 10.0, 20.0)
    first, second = made["invoiceLineItems"]
    line = {"id": second["id"], "quantity": 1, "price": 25, "description": "Paddle"}
    changed = bill.invoices.update(made["id"], {"invoiceLineItems": [line], "dueDate": "2026-12-01"})
    assert [one["id"] for one in changed["invoiceLineItems"]] == [first["id"], second["id"]]
    assert (changed["totalAmount"], changed["dueDate"]) == (35, "2026-12-01")
    assert changed["invoiceNumber"] == made["invoiceNumber"] and changed["updatedTime"] > made["updatedTime"]


@contract(
    "AR-INV-016", "PUT adds lines without an id and removes those that are not named.", "D", "reference/replaceinvoice"
)
def test_put(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = make.sale(customer, 10.0, 20.0)
    first, second = made["invoiceLineItems"]
    lines = [{"id": second["id"], "quantity": 1, "price": 20}, {"quantity": 1, "price": 5}]
    put = bill.invoices.replace(made["id"], {"customer": {"id": customer["id"]}, "invoiceLineItems": lines})
    kept, new = put["invoiceLineItems"]
    assert kept["id"] == second["id"] and new["id"] not in (first["id"], second["id"])
    assert put["totalAmount"] == 25


@contract("AR-INV-017", "A line of another invoice is refused.", "I", "reference/replaceinvoice")
def test_foreign_line(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    line = {**make.sale(customer)["invoiceLineItems"][0], "price": 1}
    with refused(CLIENT_ERROR):
        bill.invoices.update(make.sale(customer)["id"], {"invoiceLineItems": [line]})


@contract(
    "AR-INV-018", "An archived open invoice is INACTIVE and still OPEN; a second archive is 200.", "O", "observed"
)
def test_archive(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = make.sale(customer)
    archived = bill.invoices.archive(made["id"])
    assert (archived["archived"], archived["recordStatus"], archived["status"]) == (True, "INACTIVE", "OPEN")
    assert bill.invoices.archive(made["id"]) == archived
    assert bill.invoices.get(made["id"]) == archived


@contract(
    "AR-INV-019", "A restored invoice is active; restoring it again changes nothing.", "D", "reference/restoreinvoice"
)
def test_restore(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = make.sale(customer)
    bill.invoices.archive(made["id"])
    restored = bill.invoices.restore(made["id"])
    assert (restored["archived"], restored["recordStatus"]) == (False, "ACTIVE")
    assert bill.invoices.restore(made["id"]) == restored


@contract("AR-INV-020", "An unknown id is 404 BDC_1205.", "O", "observed")
def test_unknown(bill: Client) -> None:
    with refused(404, "BDC_1205"):
        bill.invoices.get(UNKNOWN)


@contract("AR-INV-021", "A customer, item or class that does not exist is refused.", "I", "reference/createinvoice")
@pytest.mark.parametrize(
    "change",
    [
        {"customer": {"id": "0cu01NOSUCHCUST00000"}},
        {"invoiceLineItems": [{"quantity": 1, "price": 1, "classifications": {"itemId": "0ii01NOSUCHITEM00000"}}]},
        {"classifications": {"accountingClassId": "cls01NOSUCHCLAS00000"}},
    ],
)
def test_unknown_references(bill: Client, make: Make, customer: dict[str, Any], change: dict[str, Any]) -> None:
    judge(bill.raw("POST", "/v3/invoices", json=make.sale_body(customer, **change)), CLIENT_ERROR)


@contract("AR-INV-022", "A convenience fee needs card payment.", "D", "changelog/2025-11-05")
def test_convenience_fee(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    fee = {"convenienceFee": {"percentage": 2.5}}
    judge(bill.raw("POST", "/v3/invoices", json=make.sale_body(customer, **fee)), CLIENT_ERROR)
    taken = make.sale(customer, enableCardPayment=True, **fee)
    assert taken["convenienceFee"]["percentage"] == 2.5 and taken["enableCardPayment"] is True


@contract("AR-INV-023", "The due date follows from the payment term.", "D", "docs/payment-terms")
def test_payment_term(world: Any, bill: Client, make: Make, customer: dict[str, Any]) -> None:
    terms = bill.payment_terms(world.session.organizationId)
    found = next(terms.iterate(), None) or terms.create({"name": unique("Net"), "daysDue": 30})
    made = make.sale(customer, paymentTermId=found["id"], invoiceDate="2026-03-01")
    assert made["paymentTermId"] == found["id"]
    assert made["dueDate"] > "2026-03-01" or found["daysDue"] == 0


@contract("AR-INV-024", "A credit that no credit memo backs is refused.", "I", "docs/ar-credit-memos")
def test_no_credit(bill: Client, make: Make) -> None:
    with refused(CLIENT_ERROR):
        bill.invoices.create(make.sale_body(make.customer(), 50.0, creditAmount=10))


@contract("AR-INV-025", "An invoice cannot come to less than nothing.", "I", "docs/ar-invoices")
def test_negative(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    with refused(CLIENT_ERROR):
        bill.invoices.create(make.sale_body(customer, -5.0))


@contract("AR-INV-026", "Invoices are listed by customer, archived, status and number.", "O", "observed")
def test_list(bill: Client, make: Make) -> None:
    customer = make.customer()
    live, gone = make.sale(customer), make.sale(customer)
    bill.invoices.archive(gone["id"])
    mine = f"customerId:eq:{customer['id']}"
    assert [row["id"] for row in bill.invoices.list(filters=f"{mine},archived:eq:false").results] == [live["id"]]
    assert [
        row["id"] for row in bill.invoices.list(filters=f"id:eq:{gone['id']}", sort="createdTime:desc").results
    ] == [gone["id"]]
    newest = bill.invoices.list(
        filters=f'{mine},updatedTime:gte:"{live["updatedTime"]}"', sort="updatedTime:desc"
    ).results
    assert newest[0]["id"] == gone["id"]
    assert bill.invoices.list(filters=f"{mine},status:eq:PAID_IN_FULL").results == []


@contract("AR-INV-027", "What is owed on live invoices is the customer's balance.", "I", "reference/getcustomer")
def test_balance(bill: Client, make: Make) -> None:
    customer = make.customer()
    kept, gone = make.sale(customer, 70.0), make.sale(customer, 30.0)
    assert bill.customers.get(customer["id"])["balance"]["amount"] == 100
    bill.invoices.archive(gone["id"])
    assert bill.customers.get(customer["id"])["balance"]["amount"] == kept["dueAmount"]


@contract("AR-INV-028", "Who made an invoice is told.", "D", "changelog/2026-03-20")
def test_created_by(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    assert make.sale(customer)["createdBy"] == bill.session.info()["userId"]


@contract("AR-INV-029", "An auditor reads invoices and does not write them.", "I", "docs/ar-invoices")
def test_auditor(world: Any, control: Control, make: Make, customer: dict[str, Any]) -> None:
    session = world.session
    auditor = world.client(type(session)("fay@mockbill.test", session.password, session.organizationId, session.devKey))
    made = make.sale(customer)
    assert auditor.invoices.get(made["id"]) == made
    with refused(403, "BDC_1145"):
        auditor.invoices.create(make.sale_body(customer))


@contract("AR-INV-030", "An archived customer gets no invoices.", "I", "docs/ar-customers")
def test_archived_customer(bill: Client, make: Make) -> None:
    customer = make.customer()
    bill.customers.archive(customer["id"])
    with refused(CLIENT_ERROR):
        bill.invoices.create(make.sale_body(customer))


@contract("AR-INV-031", "An archived invoice is not edited.", "I", "reference/updateinvoice")
def test_edit_archived(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = make.sale(customer)
    archived = bill.invoices.archive(made["id"])
    judge(bill.raw("PATCH", f"/v3/invoices/{made['id']}", json={"dueDate": "2026-12-01"}), CLIENT_ERROR)
    lines = {"customer": {"id": customer["id"]}, "invoiceLineItems": [{"quantity": 1, "price": 1}]}
    judge(bill.raw("PUT", f"/v3/invoices/{made['id']}", json=lines), CLIENT_ERROR)
    assert bill.invoices.get(made["id"]) == archived


@contract("AR-INV-032", "A paid invoice keeps its customer, and covers what was paid.", "I", "reference/updateinvoice")
def test_edit_paid(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    made = make.sale(customer, 100.0)
    bill.invoices.record_payment({
        "paymentDate": make.today().isoformat(), "paymentType": "CASH", "amount": 60, "invoices": [{"id": made["id"], "amount": 60}],
    })  # fmt: skip
    less = {"invoiceLineItems": [{**made["invoiceLineItems"][0], "price": 59.99}]}
    for body in ({"customer": {"id": make.customer()["id"]}}, less):
        judge(bill.raw("PATCH", f"/v3/invoices/{made['id']}", json=body), CLIENT_ERROR)
    exact = {"invoiceLineItems": [{**made["invoiceLineItems"][0], "price": 60}]}
    assert bill.invoices.update(made["id"], exact)["status"] == "PAID_IN_FULL"


@contract("AR-INV-033", "A line has a quantity.", "D", "docs/ar-invoices")
def test_quantity(bill: Client, make: Make, customer: dict[str, Any]) -> None:
    judge(bill.raw("POST", "/v3/invoices", json=make.sale_body(customer, invoiceLineItems=[{"price": 5}])), 400)


@contract(
    "AR-INV-034", "A line with ratePercent is that percentage of the lines above it.", "I", "docs/ar-credit-memos"
)
def test_percentage(make: Make, customer: dict[str, Any]) -> None:
    lines = [{"quantity": 2, "price": 14.99}, {"quantity": 1, "price": 50}, {"ratePercent": -10}]
    assert make.sale(customer, invoiceLineItems=lines)["totalAmount"] < 79.98
