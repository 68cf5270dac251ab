"""Ninety days of a small company's payables, as an application would see them: what recurs, what must be approved, what is paid
in parts, what fails and what is taken back. Every balance holds on every day, every notification comes once and in order.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from billclient import APIError

ADDRESS = {
    "line1": "12 Dock Street",
    "city": "Toledo",
    "stateOrProvince": "OH",
    "zipOrPostalCode": "43604",
    "country": "US",
}
BANK = {"accountNumber": "11122233", "routingNumber": "074000010", "nameOnAccount": "V", "type": "CHECKING"}
EVENTS = (
    "bill.created", "bill.updated", "payment.updated", "payment.failed", "vendor.created", "vendor.updated",
    "autopay.failed",
)  # fmt: skip


DIARY = """
03-02 vendor.created Paper, vendor.created Press, vendor.created Office
03-03 bill.created P1 900, bill.created P2 13.92, bill.created X1 1500
03-04 X1 refused: Invalid entity data. billId: The bill is not approved., P1 a SCHEDULED, P2 a SCHEDULED
03-05 bill.created 2026-03-15 2000, 2026-03-15 SCHEDULED, X1 a SCHEDULED
03-06 P1 a READY_TO_FUND, P2 a READY_TO_FUND, P1 a FUNDING_STARTED, P2 a FUNDING_STARTED, P1 a PROCESSED, P2 a
      PROCESSED
03-09 P1 a SENT, P2 a SENT, P2 a DISBURSEMENT_FAILED_ACTION_NEEDED
03-10 X1 a READY_TO_FUND, X1 a FUNDING_STARTED, X1 a PROCESSED, P1 a CLEARED
03-11 X1 a SENT
03-12 P2 a VOIDED
03-13 2026-03-15 READY_TO_FUND, 2026-03-15 FUNDING_STARTED, 2026-03-15 PROCESSED, P2 b SCHEDULED, P1 b
      SCHEDULED, X1 a VOIDED
03-16 P2 b READY_TO_FUND, P2 b FUNDING_STARTED, P2 b PROCESSED, 2026-03-15 SENT
03-17 P2 b SENT, 2026-03-15 CLEARED
03-18 P2 b CLEARED
03-20 P1 b READY_TO_FUND, P1 b FUNDING_STARTED, P1 b PROCESSED
03-23 P1 b SENT
03-24 P1 b CLEARED
04-01 X1 b SCHEDULED, P1 c SCHEDULED
04-02 P1 c CANCELED, P1 d SCHEDULED
04-05 bill.created 2026-04-15 2000, 2026-04-15 SCHEDULED
04-13 P1 d READY_TO_FUND, P1 d FUNDING_STARTED, P1 d PROCESSED
04-14 P1 d SENT
04-15 2026-04-15 READY_TO_FUND, 2026-04-15 FUNDING_STARTED, 2026-04-15 PROCESSED, P1 d CLEARED
04-16 2026-04-15 SENT
04-17 2026-04-15 CLEARED
04-20 X1 b READY_TO_FUND, X1 b FUNDING_STARTED, X1 b PROCESSED
04-21 X1 b SENT
04-27 X1 b DELIVERED
05-01 X1 b CLEARED
05-05 bill.created 2026-05-15 2000, 2026-05-15 SCHEDULED
05-15 2026-05-15 READY_TO_FUND, 2026-05-15 FUNDING_STARTED, 2026-05-15 PROCESSED
05-18 2026-05-15 SENT
05-19 2026-05-15 CLEARED
"""
"""What was told on each day, up to 17:00 UTC; bills that recur are named by their due date."""


def cents(amount: float) -> int:
    return round(amount * 100)


@dataclass
class Company:
    """The company's side of BILL: a client, and the names under which it knows its things."""

    bill: Any
    world: Any
    names: dict[str, str] = field(default_factory=dict)
    """What an id is called."""

    def __post_init__(self) -> None:
        (self.account,) = [row["id"] for row in self.bill.banks.list(filters="status:eq:VERIFIED")]

    def vendor(self, name: str, **fields: Any) -> str:
        made: str = self.bill.vendors.create({"name": name, "address": ADDRESS, **fields})["id"]
        self.names[made] = name
        return made

    def enter(self, name: str, vendor: str, amount: float, due: str, **fields: Any) -> str:
        """A bill; its name is its invoice number."""
        invoice = {"invoiceNumber": name, "invoiceDate": "2026-03-01"}
        made = self.bill.bills.create(
            {
                "vendorId": self.id(vendor),
                "dueDate": due,
                "invoice": invoice,
                "billLineItems": [{"amount": amount}],
                **fields,
            }
        )
        self.names[made["id"]] = name
        return str(made["id"])

    def pay(self, name: str, bill: str, amount: float, day: str) -> str:
        made = self.bill.payments.create({
            "billId": self.id(bill), "amount": amount, "processDate": day, "processingOptions": {}, "transactionNumber": name,
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": self.account},
        })  # fmt: skip
        return str(made["id"])

    def other(self, email: str) -> Any:
        """A client of another user."""
        return self.world.connect(self.world.session(email))

    def check_balances(self) -> None:
        """What bills, payments and vendors say of each other adds up."""
        scheduled: Counter[str] = Counter()
        cleared: Counter[str] = Counter()
        for payment in self.bill.payments.iterate():
            assert cents(payment["amount"]) == sum(cents(part["amount"]) for part in payment["billPayments"])
            if payment["status"] in ("CANCELLED", "VOID"):
                continue
            for part in payment["billPayments"]:
                of = cleared if payment["singleStatus"] == "CLEARED" else scheduled
                of[part["billId"]] += cents(part["amount"])
        owed: Counter[str] = Counter()
        for bill in self.bill.bills.iterate():
            id, paid = bill["id"], cents(bill["paidAmount"])
            assert cents(bill["dueAmount"]) + cents(bill["scheduledAmount"]) + paid == cents(bill["amount"])
            assert (cents(bill["scheduledAmount"]), paid) == (scheduled[id], cleared[id])
            owed[bill["vendorId"]] += cents(bill["dueAmount"])
        for vendor in self.bill.vendors.iterate():
            assert cents(vendor["balance"]["amount"]) == owed[vendor["id"]]

    def id(self, name: str) -> str:
        return next(id for id, known in self.names.items() if known == name)

    def payment(self, number: str) -> Any:
        """A payment by its transaction number."""
        (found,) = self.bill.payments.list(filters=f"transactionNumber:eq:{number}").results
        return found

    def state(self, name: str) -> tuple[float, float, float, str]:
        """Due, scheduled, paid, and the status of a bill."""
        row = self.bill.bills.get(self.id(name))
        return row["dueAmount"], row["scheduledAmount"], row["paidAmount"], row["paymentStatus"]

    def told(self) -> list[str]:
        """The notifications so far, each in a line: what it is about, and what happened to it."""
        return [self.line(one) for one in self.world.webhooks.received]

    def line(self, one: Any) -> str:
        event, what = one.type, one.object
        if event == "payment.failed":
            return f"{self.names[what['bills'][0]['id']]} refused: {one.payload['errors'][0]['message']}"
        if event == "payment.updated":
            number, paid = what["transactionNumber"], self.names[what["billIds"][0]]
            return f"{number if number.startswith(paid) else paid} {what['status']}"
        if event.startswith("bill"):
            self.names[what["id"]] = what["invoice"]["invoiceNumber"]
            return f"{event} {what['invoice']['invoiceNumber']} {what['amount']:g}"
        return f"{event} {what['name']}"


@pytest.fixture
def company(mockbill: Any) -> Company:
    mockbill.trust()
    mockbill.webhooks.subscribe(*EVENTS)
    return Company(mockbill.client, mockbill)


def note(company: Company, before: int) -> list[str]:
    """A day's notifications in a line, if there are any beyond those before."""
    company.world.webhooks.drain()
    news = company.told()[before:]
    return [f"{company.world.clock.now:%m-%d} {', '.join(news)}"] if news else []


def begin(company: Company) -> None:
    """Three vendors, one of them to be approved, one paid each month by itself."""
    company.vendor("Paper", paymentInformation={"bankAccount": BANK})
    company.vendor("Press")  # has an address only: paid by check
    company.vendor("Office", paymentInformation={"bankAccount": BANK})
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [company.id("Press")]}]
    approvers = [company.other("cleo@mockbill.test").session.info()["userId"]]
    company.bill.approval_policies.create({"policyName": "Press", "rules": rules, "approvers": approvers})
    company.bill.recurring_bills.create({
        "vendorId": company.id("Office"), "recurringBillLineItems": [{"amount": 2000}],
        "schedule": {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-03-15", "daysInAdvance": 10},
        "processingOptions": {"autoPayment": True}, "paymentInformation": {"bankAccountId": company.account},
    })  # fmt: skip


def bills_come_in(company: Company) -> None:
    company.enter("P1", "Paper", 900, "2026-04-30")
    company.enter("P2", "Paper", 13.92, "2026-03-20")  # an amount whose payment comes back
    company.enter("X1", "Press", 1500, "2026-04-20", billApprovals=True)


def some_are_paid(company: Company) -> None:
    with pytest.raises(APIError):
        company.pay("too early", "X1", 1500, "2026-03-10")
    company.pay("P1 a", "P1", 300, "2026-03-06")
    company.pay("P2 a", "P2", 13.92, "2026-03-06")
    assert company.state("P1") == (600, 300, 0, "SCHEDULED")


def one_is_approved_and_paid(company: Company) -> None:
    action = {"billId": company.id("X1"), "action": "APPROVE"}
    company.other("cleo@mockbill.test").approvals.act([action])
    company.pay("X1 a", "X1", 1500, "2026-03-10")


def what_came_back_is_voided(company: Company) -> None:
    assert company.state("P1") == (600, 0, 300, "PARTIALLY_PAID")
    assert company.state("P2") == (0, 13.92, 0, "IN_PROCESS")  # it is for the payer to undo
    failed = company.payment("P2 a")
    assert failed["singleStatus"] == "DISBURSEMENT_FAILED_ACTION_NEEDED"
    company.bill.payments.void(failed["id"], {"type": "VOID_AND_CREDIT", "reason": "returned"})
    assert company.state("P2") == (13.92, 0, 0, "UNPAID")


def a_check_is_lost(company: Company) -> None:
    company.pay("P2 b", "P2", 13.00, "2026-03-16")
    company.pay("P1 b", "P1", 300, "2026-03-20")
    assert company.state("X1") == (0, 1500, 0, "IN_PROCESS")
    void = {"type": "VOID_AND_CREDIT", "reason": "lost in the mail"}
    company.bill.payments.void(company.payment("X1 a")["id"], void)
    assert company.state("X1") == (1500, 0, 0, "UNPAID")


def the_rest_is_paid(company: Company) -> None:
    company.pay("X1 b", "X1", 1500, "2026-04-20")
    company.pay("P1 c", "P1", 300, "2026-04-10")


def on_second_thought(company: Company) -> None:
    company.bill.payments.cancel(company.payment("P1 c")["id"])
    company.pay("P1 d", "P1", 300, "2026-04-13")


DEEDS = {
    date(2026, 3, 3): bills_come_in,
    date(2026, 3, 4): some_are_paid,
    date(2026, 3, 5): one_is_approved_and_paid,
    date(2026, 3, 12): what_came_back_is_voided,
    date(2026, 3, 13): a_check_is_lost,
    date(2026, 4, 1): the_rest_is_paid,
    date(2026, 4, 2): on_second_thought,
}


def test_a_quarter(company: Company) -> None:
    begin(company)
    diary = note(company, 0)
    for _ in range(90):
        company.world.clock.advance(days=1)
        today = company.world.clock.now.date()
        company.bill.session.login()
        if today in DEEDS:
            company.world.trust()
            DEEDS[today](company)
        company.check_balances()
        diary += note(company, sum(line.count(", ") + 1 for line in diary))

    assert company.world.clock.now.date() == date(2026, 5, 31)
    assert company.state("P1") == (0, 0, 900, "PAID")
    assert company.state("P2") == (0.92, 0, 13, "PARTIALLY_PAID")
    assert company.state("X1") == (0, 0, 1500, "PAID")
    received = company.world.webhooks.drain()
    assert len({one.id for one in received}) == len(received) and all(one.signed for one in received)
    assert diary == DIARY.replace("\n      ", " ").strip().splitlines()
