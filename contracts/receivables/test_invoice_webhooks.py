"""What subscribers hear of invoices; received on loopback, so for mocks."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make
from billcontracts.receiver import Receiver

EVENTS = tuple(f"invoice.{what}" for what in ("created", "updated", "archived", "restored"))
MEMBERS = {
    "id", "customerId", "archived", "invoiceNumber", "invoiceDate", "dueDate", "totalAmount", "dueAmount", "scheduledAmount",
    "creditAmount", "salesTaxTotal", "salesTaxPercentage", "createdTime", "updatedTime", "createdBy", "status",
}  # fmt: skip
Heard = Callable[[], list[Any]]


@pytest.fixture
def heard(subscribe: Any, receiver: Receiver, control: Control) -> Heard:
    """What has arrived since it was last asked, of all that invoices tell."""
    subscribe(*EVENTS)

    def arrived() -> list[Any]:
        control.drain()
        found = [one.json for one in receiver.arrived]
        receiver.arrived.clear()
        return found

    return arrived


def types(told: list[Any]) -> list[str]:
    return [one["metadata"]["eventType"] for one in told]


@contract(
    "AR-HOOK-001",
    "invoice.created tells these members, as the REST invoice has them: neither lines nor payments.",
    "D",
    "docs/invoice-webhook-notification-payloads",
)
def test_payload(make: Make, heard: Heard) -> None:
    invoice = make.sale(make.customer(), 120.0)
    (told,) = heard()
    assert told["invoice"].keys() == MEMBERS
    assert told["invoice"] == {name: invoice[name] for name in MEMBERS}
    assert (told["metadata"]["eventType"], told["metadata"]["version"]) == ("invoice.created", 1)


@contract(
    "AR-HOOK-002",
    "Create, change, archive and restore are each told once; a second archive is not.",
    "D",
    "docs/invoice-webhook-notification-payloads",
)
def test_events(bill: Client, make: Make, heard: Heard) -> None:
    invoice = make.sale(make.customer())
    bill.invoices.update(invoice["id"], {"dueDate": "2026-12-01"})
    bill.invoices.archive(invoice["id"])
    bill.invoices.archive(invoice["id"])
    bill.invoices.restore(invoice["id"])
    assert types(heard()) == list(EVENTS)


@contract("AR-HOOK-003", "A paid invoice is told as invoice.updated with status PAID_IN_FULL.", "O", "observed")
def test_paid(bill: Client, make: Make, heard: Heard) -> None:
    invoice = make.sale(make.customer(), 50.0)
    heard()
    bill.invoices.record_payment({
        "paymentDate": make.today().isoformat(), "paymentType": "CASH", "amount": 50, "invoices": [{"id": invoice["id"], "amount": 50}],
    })  # fmt: skip
    (told,) = heard()
    assert (told["metadata"]["eventType"], told["invoice"]["status"]) == ("invoice.updated", "PAID_IN_FULL")
    assert told["invoice"]["dueAmount"] == 0 and "payments" not in told["invoice"]


@contract("AR-HOOK-004", "Customers tell nothing.", "D", "docs/webhooks")
def test_customers(bill: Client, make: Make, heard: Heard) -> None:
    bill.customers.update(make.customer()["id"], {"phone": "5105550142"})
    assert heard() == []
