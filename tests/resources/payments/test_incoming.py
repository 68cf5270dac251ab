"""A payment between two organizations of one world, seen by the one that is paid."""

import pytest

from mockbill.gateway.call import Call
from mockbill.resources.payments.funding_accounts import open_account
from tests.resources.payments.test_connections import sides
from tests.resources.platform.test_partner import partner

__all__ = ["partner", "sides"]


class Trade:
    """We owe them, and are connected: our vendor is they, their customer is we."""

    def __init__(self, payer, sides):
        self.payer, (self.us, self.them) = payer, sides
        self.vendor, self.customer = self.us.made("vendor"), self.them.made("customer")
        assert self.us.invites("vendor", self.vendor, self.them).status_code == 200
        assert self.them.accepts(self.us, "CUSTOMER", id=self.customer).status_code == 200

    def bill(self, number, amount=100.0):
        return self.payer.bill(
            {"id": self.vendor}, amount, invoice={"invoiceNumber": number, "invoiceDate": "2026-03-01"}
        )

    def invoice(self, number, price=100):
        body = {
            "customer": {"id": self.customer},
            "invoiceNumber": number,
            "invoiceLineItems": [{"quantity": 1, "price": price}],
        }
        answer = self.them.api.post("/v3/invoices", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json

    def seen(self):
        rows = self.payer.api.world.store.find("receivable_payment", self.them.organization)
        return [(row["status"], row["amount"], row["unappliedAmount"]) for row in rows]

    def invoiced(self, invoice):
        row = self.payer.api.world.store.get("invoice", invoice["id"])
        return row["status"], row["dueAmount"], row["scheduledAmount"]


@pytest.fixture
def unlinked(payer, sides):
    """They have no account yet."""
    return Trade(payer, sides)


@pytest.fixture
def trade(payer, sides):
    link_account(payer, sides[1])
    return Trade(payer, sides)


def link_account(payer, side):
    """An organization has a verified account from now on."""
    world = payer.api.world
    (user,) = world.store.find("user", side.organization)
    with world.transaction():
        open_account(Call.by_clock(world, side.organization, user["id"]), payers=())


def test_who_has_linked_no_account_is_paid_by_check_until_there_is_one(unlinked, events):
    def vendor():
        row = unlinked.payer.read("vendors", {"id": unlinked.vendor})
        return row["networkStatus"], row["bankAccountStatus"], row["paymentInformation"]["payByType"]

    assert vendor() == ("CONNECTED", "NO_NET_LINKED_ACCOUNT", "CHECK")
    unlinked.payer.api.patch(f"/v3/vendors/{unlinked.vendor}", json={"email": "x@y.example"})
    assert vendor()[2] == "CHECK"
    unlinked.payer.pays(unlinked.bill("N-1"))
    (seen,) = unlinked.them.api.get("/v3/receivable-payments").json["results"]
    assert (seen["receivablesType"], seen["receivablesAccount"]) == ("CHECK", {})
    link_account(unlinked.payer, unlinked.them)
    events.clear()
    unlinked.payer.later(seconds=1)
    assert vendor() == ("CONNECTED", "NET_LINKED_ACCOUNT", "ACH")
    assert [event for event, _, _ in events] == ["vendor.updated"]


def test_they_see_money_from_their_customer(trade):
    trade.payer.pays(trade.bill("N-1"))
    (seen,) = trade.them.api.get("/v3/receivable-payments").json["results"]
    assert (seen["customerId"], seen["amount"], seen["unappliedAmount"]) == (trade.customer, 100, 100)
    assert (seen["status"], seen["receivablesType"], seen["onlinePayment"]) == ("SCHEDULED", "ACH", True)
    assert seen["invoicePayments"] == [] and seen["fundingAccount"] == {}
    assert trade.us.api.get("/v3/receivable-payments").json["results"] == []
    trade.payer.later(days=10)
    assert trade.seen() == [("PAID", 100, 100)]


def test_the_money_is_for_the_invoice_of_the_bills_number(trade):
    trade.invoice("N-2")
    invoice = trade.invoice("N-1", 150)
    payment = trade.payer.pays(trade.bill("N-1"))
    assert trade.invoiced(invoice) == ("SCHEDULED", 50, 100)
    trade.payer.steer(payment, "clear")
    assert trade.invoiced(invoice) == ("PARTIAL_PAYMENT", 50, 0)
    assert trade.seen() == [("PAID", 100, 0)]
    trade.payer.steer(payment, "return")
    assert trade.invoiced(invoice) == ("OPEN", 150, 0) and trade.seen() == [("VOID", 100, 0)]


@pytest.mark.parametrize("why", ["less is due", "archived", "chosen"])
def test_money_that_fits_no_invoice_is_unapplied(trade, why):
    invoice = trade.invoice("N-1", 99 if why == "less is due" else 100)
    if why == "archived":
        trade.them.api.post(f"/v3/invoices/{invoice['id']}/archive")
    if why == "chosen":
        trade.payer.api.world.choices.update({"network.incoming_payment": "unapplied"})
    trade.payer.pays(trade.bill("N-1"))
    assert trade.seen() == [("SCHEDULED", 100, 100)] and trade.invoiced(invoice)[2] == 0


def test_a_cancelled_payment_is_cancelled_there(trade):
    invoice = trade.invoice("N-1")
    payment = trade.payer.pays(trade.bill("N-1"))
    trade.us.api.post(f"/v3/payments/{payment['id']}/cancel")
    assert trade.seen() == [("CANCELED", 100, 0)] and trade.invoiced(invoice) == ("OPEN", 100, 0)


def test_what_they_void_themselves_stays_void(trade):
    payment = trade.payer.pays(trade.bill("N-1"))
    trade.payer.steer(payment, "clear")
    (seen,) = trade.them.api.get("/v3/receivable-payments").json["results"]
    assert trade.payer.api.post(f"/_mock/receivable-payments/{seen['id']}/return").status_code == 200
    assert trade.payer.steer(payment, "return").status_code == 200
    assert trade.seen() == [("VOID", 100, 100)]


def test_time_alone_neither_clears_nor_returns_it(trade):
    trade.payer.pays(trade.bill("N-1", 13.94))  # held for risk
    trade.payer.later(days=30)
    assert trade.seen() == [("SCHEDULED", 13.94, 13.94)]


@pytest.mark.parametrize("how", ["recorded", "unseen", "another vendor"])
def test_they_see_nothing_of_what_is_not_theirs(trade, how):
    if how == "unseen":
        trade.payer.api.world.choices.update({"network.incoming_payment": "unseen"})
    bill = trade.payer.bill() if how == "another vendor" else trade.bill("N-1")
    if how == "recorded":
        body = {"vendorId": bill["vendorId"], "processDate": "2026-02-02", "toPrintCheck": False,
                "payments": [{"billId": bill["id"], "amount": 100}]}  # fmt: skip
        assert trade.payer.api.post("/v3/bills/record-payment", json=body).status_code == 200
    else:
        trade.payer.pays(bill)
    assert trade.seen() == []


def test_a_vendor_shows_the_account_that_it_has_linked_masked(trade, world):
    number = world.store.find("bank_account", trade.us.organization)[0]["accountNumber"]
    ours = trade.them.made("vendor")
    assert trade.them.invites("vendor", ours, trade.us).status_code == 200
    assert trade.us.accepts(trade.them, "CUSTOMER", name="They").status_code == 200
    shown = trade.them.api.get(f"/v3/vendors/{ours}").json["paymentInformation"]["bankAccount"]
    assert shown["accountNumber"] == "*****" + number[-4:] and shown["status"] == "VERIFIED"
