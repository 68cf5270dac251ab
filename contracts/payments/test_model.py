"""Vendor, bill and payment together: any order of steps leaves BILL as a plain model says."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make
from billcontracts.properties import properties
from billcontracts.refusals import as_allowed
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

CENTS = st.sampled_from([100, 250, 500, 1_000])
"""Few and round, so that payments meet, exceed and exactly fill what is due."""


class Books(RuleBasedStateMachine):
    """What an accountant would note beside BILL; the client, factory and order are given by the contract below."""

    client: Client
    make: Make
    order: Any

    vendors, bills, payments = Bundle("vendors"), Bundle("bills"), Bundle("payments")

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, dict[str, Any]] = {}
        self.archived: dict[str, bool] = {}
        self.live: dict[str, tuple[str, int]] = {}

    @rule(target=vendors)
    def add_vendor(self) -> str:
        id = self.make.vendor()["id"]
        self.archived[id] = False
        return id

    @rule(target=bills, vendor=vendors, lines=st.lists(CENTS, min_size=1, max_size=3))
    def add_bill(self, vendor: str, lines: list[int]) -> str | None:
        body = self.make.bill_body({"id": vendor}, *(cents / 100 for cents in lines))
        made = as_allowed(lambda: self.client.bills.create(body), allowed=not self.archived[vendor])
        if made is None:
            return None
        self.known[made["id"]] = {"vendor": vendor, "amount": sum(lines), "scheduled": 0, "archived": False}
        return made["id"]

    @rule(vendor=vendors, archived=st.booleans())
    def archive_vendor(self, vendor: str, archived: bool) -> None:
        (self.client.vendors.archive if archived else self.client.vendors.restore)(vendor)
        self.archived[vendor] = archived

    @rule(target=payments, bill=bills, cents=CENTS)
    def pay(self, bill: str | None, cents: int) -> str | None:
        if bill is None:
            return None
        known = self.known[bill]
        due = known["amount"] - known["scheduled"]
        allowed = cents <= due and not known["archived"] and not self.archived[known["vendor"]]
        order = self.order({"id": bill, "dueAmount": cents / 100})
        made = as_allowed(lambda: self.client.payments.create(order), allowed)
        if made is None:
            return None
        known["scheduled"] += cents
        self.live[made["id"]] = (bill, cents)
        return made["id"]

    @rule(payment=payments)
    def cancel(self, payment: str | None) -> None:
        if payment is None:
            return
        done = as_allowed(lambda: self.client.payments.cancel(payment), payment in self.live)
        if done is not None:
            bill, cents = self.live.pop(payment)
            self.known[bill]["scheduled"] -= cents

    @rule(bill=bills, archived=st.booleans())
    def archive_bill(self, bill: str | None, archived: bool) -> None:
        if bill is None:
            return
        known = self.known[bill]
        allowed = not archived or known["archived"] or not known["scheduled"]
        call = self.client.bills.archive if archived else self.client.bills.restore
        if as_allowed(lambda: call(bill), allowed) is not None:
            known["archived"] = archived

    @rule(bill=bills, cents=CENTS)
    def change_amount(self, bill: str | None, cents: int) -> None:
        if bill is None:
            return
        known, body = self.known[bill], self.make.bill_body({"id": self.known[bill]["vendor"]}, cents / 100)
        allowed = not known["scheduled"] or cents == known["amount"]
        if as_allowed(lambda: self.client.bills.replace(bill, body), allowed) is not None:
            known["amount"] = cents

    @invariant()
    def bills_agree(self) -> None:
        if not self.known:
            return
        found = self.client.bills.iterate(filters=f'id:in:"{",".join(self.known)}"')
        read = {
            row["id"]: {
                "vendor": row["vendorId"],
                "amount": round(row["amount"] * 100),
                "scheduled": round(row["scheduledAmount"] * 100),
                "archived": row["archived"],
            }
            for row in found
        }
        assert read == self.known


@contract(
    "PA-MODEL-001",
    "In any order of making, paying, cancelling, changing and archiving, the bills read as a plain model of them says.",
    "I",
    "docs/ap-bills",
)
def test_books(trusted: Client, make: Make, order: Any) -> None:
    machine = type("Machine", (Books,), {"client": trusted, "make": make, "order": staticmethod(order)})
    run_state_machine_as_test(machine, settings=settings(properties, max_examples=10, stateful_step_count=25))


@contract("PA-MODEL-002", "The walk over payments meets each once, whatever the size of a page.", "O", "observed")
@pytest.mark.parametrize("size", [1, 2, 7])
def test_walk(trusted: Client, make: Make, order: Any, size: int) -> None:
    vendor = make.vendor()
    made = [trusted.payments.create(order(make.invoice(vendor)))["id"] for _ in range(4)]
    found = trusted.payments.iterate(max=size, filters=f"vendorId:eq:{vendor['id']}", sort="createdTime:asc")
    assert [row["id"] for row in found] == made
