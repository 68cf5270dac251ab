"""What invoices come to, and what is left of that as money comes in and goes back."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockbill.gateway.errors import Refusal
from mockbill.gateway.wire import cents
from mockbill.resources.receivables.invoices import receive, turn

from .conftest import invoice_body


def row_of(receivables, invoice):
    return receivables.api.world.store.get("invoice", invoice["id"])


def test_a_percentage_is_one_of_the_lines_above_it(receivables):
    lines = [
        {"quantity": 2, "price": 14.99},
        {"quantity": 1, "price": 50},
        {"ratePercent": -10},
        {"quantity": 1, "price": 1},
    ]
    invoice = receivables.invoice(invoiceLineItems=lines)
    assert invoice["totalAmount"] == 72.98
    assert invoice["invoiceLineItems"][2]["ratePercent"] == -10


def test_an_amount_takes_the_place_of_a_price(receivables):
    invoice = receivables.invoice(invoiceLineItems=[{"quantity": 3, "amount": 10}, {"quantity": 2, "amount": 0}])
    assert invoice["totalAmount"] == 10
    assert "amount" not in invoice["invoiceLineItems"][0] and invoice["invoiceLineItems"][1]["price"] == 0


def test_sales_tax_is_on_taxable_lines_and_rounded_half_up(receivables):
    lines = [{"quantity": 1, "price": 10.02, "taxable": True}, {"quantity": 1, "price": 100}]
    invoice = receivables.invoice(invoiceLineItems=lines, salesTaxItemId=receivables.tax(25))
    assert (invoice["salesTaxTotal"], invoice["salesTaxPercentage"], invoice["totalAmount"]) == (2.51, 25, 112.53)


def test_only_a_sales_tax_is_a_sales_tax(api, receivables):
    body = invoice_body(receivables.customer(), salesTaxItemId=receivables.label("items"))
    api.refused(api.post("/v3/invoices", json=body), 422)


def test_nothing_may_be_asked_for_by_choice(api, receivables, world):
    nothing = [{"quantity": 1, "price": 0}]
    invoice = receivables.invoice(invoiceLineItems=nothing)
    assert (invoice["status"], invoice["dueAmount"]) == ("OPEN", 0)
    world.choices.update({"invoice.zero_total": "refuse"})
    api.refused(api.post("/v3/invoices", json=invoice_body(receivables.customer(), invoiceLineItems=nothing)), 422)


def test_a_foreign_customer_is_asked_in_its_currency(receivables):
    invoice = receivables.invoice(receivables.customer(invoiceCurrency="EUR"))
    assert (invoice["totalAmount"], invoice["exchangeRate"]) == (250.25, 0.84)
    assert "exchangeRate" not in receivables.invoice()


# Money that comes in


@pytest.fixture
def pays(receivables):
    """Puts a payment on an invoice, from inside; the id of the share."""

    def pay(invoice, amount, status="PAID"):
        with receivables.api.world.transaction():
            row = receive(receivables.inside(), row_of(receivables, invoice), cents(amount), "2026-03-04", status)
        return row["payments"][-1]["id"]

    return pay


@pytest.fixture
def turns(receivables):
    def turned(invoice, share, status):
        with receivables.api.world.transaction():
            turn(receivables.inside(), row_of(receivables, invoice), share, status)

    return turned


def state(receivables, invoice):
    now = receivables.read("invoices", invoice)
    return now["dueAmount"], now["scheduledAmount"], now["status"]


def test_payments_lower_what_is_due_and_are_told(receivables, pays, events):
    customer = receivables.customer()
    invoice = receivables.invoice(customer)
    events.clear()
    share = pays(invoice, 50.25)
    assert state(receivables, invoice) == (200, 0, "PARTIAL_PAYMENT") and receivables.owed(customer) == 200
    assert receivables.read("invoices", invoice)["payments"] == [
        {"id": share, "amount": 50.25, "status": "PAID", "date": "2026-03-04"}
    ]
    assert share.startswith("0ip")
    pays(invoice, 200)
    assert state(receivables, invoice) == (0, 0, "PAID_IN_FULL") and receivables.owed(customer) == 0
    assert [(event, row["status"]) for event, row in events] == [
        ("invoice.updated", "PARTIAL_PAYMENT"),
        ("invoice.updated", "PAID_IN_FULL"),
    ]


def test_a_scheduled_payment_clears_or_comes_back(receivables, pays, turns, world):
    customer = receivables.customer()
    invoice = receivables.invoice(customer)
    share = pays(invoice, 100, "SCHEDULED")
    assert state(receivables, invoice) == (150.25, 100, "SCHEDULED") and receivables.owed(customer) == 150.25
    turns(invoice, share, "PAID")
    assert state(receivables, invoice) == (150.25, 0, "PARTIAL_PAYMENT")
    turns(invoice, share, "VOID")
    assert state(receivables, invoice) == (250.25, 0, "OPEN") and receivables.owed(customer) == 250.25
    world.choices.update({"invoice.scheduled_status": "all"})
    pays(invoice, 50, "SCHEDULED")
    assert state(receivables, invoice)[2] == "OPEN"
    last = pays(invoice, 200.25, "SCHEDULED")
    assert state(receivables, invoice) == (0, 250.25, "SCHEDULED")
    turns(invoice, last, "CANCELED")
    assert state(receivables, invoice) == (200.25, 50, "OPEN")


def test_no_more_than_is_due_and_nothing_once_archived(api, receivables, path, pays, turns):
    customer = receivables.customer()
    invoice = receivables.invoice(customer)
    with pytest.raises(Refusal):
        pays(invoice, 250.26)
    share = pays(invoice, 250.25)
    api.post(f"{path(invoice)}/archive")
    turns(invoice, share, "VOID")
    assert receivables.owed(customer) == 0
    with pytest.raises(Refusal):
        pays(invoice, 1)
    api.post(f"{path(invoice)}/restore")
    assert receivables.owed(customer) == 250.25


def test_a_paid_invoice_keeps_its_customer_and_covers_what_was_paid(api, receivables, path, pays):
    invoice = receivables.invoice()
    pays(invoice, 100)
    other = {"customer": {"id": receivables.customer()["id"]}}
    api.refused(api.patch(path(invoice), json=other), 422)
    first, second = (line["id"] for line in invoice["invoiceLineItems"])
    less = {"invoiceLineItems": [{"id": first, "quantity": 0}]}
    api.refused(api.patch(path(invoice), json=less), 422)
    exact = {"invoiceLineItems": [{"id": first, "quantity": 0}, {"id": second, "price": 100}]}
    assert api.patch(path(invoice), json=exact).json["status"] == "PAID_IN_FULL"


def test_an_unpaid_invoice_may_go_to_another_customer(api, receivables, path):
    old, new = receivables.customer(), receivables.customer()
    invoice = receivables.invoice(old)
    assert api.patch(path(invoice), json={"customer": {"id": new["id"]}}).json["customerId"] == new["id"]
    assert (receivables.owed(old), receivables.owed(new)) == (0, 250.25)


# Properties

PRICES = st.lists(
    st.tuples(st.integers(1, 90), st.integers(0, 100_000).map(lambda amount: amount / 100), st.booleans()),
    min_size=1,
    max_size=5,
)
MOVES = {"clear": ("SCHEDULED", "PAID"), "cancel": ("SCHEDULED", "CANCELED"), "void": ("PAID", "VOID")}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "schedule", *MOVES, "archive", "restore", "edit", "credit"]), st.integers(0, 60_000)
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=PRICES, steps=STEPS)
def test_due_paid_scheduled_and_credited_are_always_the_total(api, receivables, pays, turns, path, lines, steps):
    customer, tax = receivables.customer(), receivables.tax(7.75)
    receivables.memo(customer, 300)
    sent = [{"quantity": quantity, "price": price, "taxable": taxed} for quantity, price, taxed in lines]
    invoice = receivables.invoice(customer, invoiceLineItems=sent, salesTaxItemId=tax)
    plain = sum(round(quantity * price * 100) for quantity, price, _ in lines)
    assert cents(invoice["totalAmount"]) == plain + cents(invoice["salesTaxTotal"])

    def take(step, number, now):
        was, to = MOVES.get(step, ("", ""))
        shares = [one["id"] for one in now.get("payments", ()) if one["status"] == was]
        if step in ("pay", "schedule"):
            pays(invoice, number / 100, "PAID" if step == "pay" else "SCHEDULED")
        elif shares:
            turns(invoice, shares[number % len(shares)], to)
        elif step in ("archive", "restore"):
            api.post(f"{path(invoice)}/{step}")
        elif step == "credit":
            api.patch(path(invoice), json={"creditAmount": number / 100})
        elif step == "edit":
            line = {"id": now["invoiceLineItems"][0]["id"], "price": number / 100}
            api.patch(path(invoice), json={"invoiceLineItems": [line]})

    for step, number in steps:
        before = receivables.read("invoices", invoice)
        with suppress(Refusal):
            take(step, number, before)
        now = receivables.read("invoices", invoice)
        if before["archived"] and step in ("pay", "schedule", "edit", "credit", "archive"):
            assert now == before
        assert now["status"] == expected(now)
        assert receivables.owed(customer) == (0 if now["archived"] else now["dueAmount"])


def expected(invoice):
    """The status that follows from what came of an invoice, once it adds up."""
    paid, scheduled = (
        sum(cents(one["amount"]) for one in invoice.get("payments", ()) if one["status"] == status)
        for status in ("PAID", "SCHEDULED")
    )
    credited, due = cents(invoice["creditAmount"]), cents(invoice["dueAmount"])
    assert due >= 0 and due + paid + scheduled + credited == cents(invoice["totalAmount"])
    assert cents(invoice["scheduledAmount"]) == scheduled
    if scheduled:
        return "SCHEDULED"
    return "OPEN" if not paid + credited else "PARTIAL_PAYMENT" if due else "PAID_IN_FULL"
