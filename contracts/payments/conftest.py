"""What paying takes: a verified account of the organization, and a way to say what is paid from it."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts.control import Control
from billcontracts.factories import Make, unique

Pay = Callable[..., dict[str, Any]]
Join = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def bank(trusted: Client, world: Any) -> dict[str, Any]:
    """A verified bank account of the organization."""
    found = trusted.banks.list(filters="status:eq:VERIFIED,archived:eq:false").results
    if found:
        return found[0]
    if world.control is None:
        pytest.skip("needs a verified bank account in the organization")
    made = trusted.banks.create({
        "nameOnAccount": "Rae Mock", "routingNumber": "074000010", "accountNumber": "111222333", "type": "CHECKING",
        "ownerType": "BUSINESS", "bankName": "Kit bank",
    })  # fmt: skip
    trusted.banks.verify(made["id"], {"depositAmount": 0.5})
    return trusted.banks.get(made["id"])


@pytest.fixture(scope="module")
def order(bank: dict[str, Any]) -> Pay:
    """The body of a payment of a bill, all that is due unless told."""

    def body(invoice: dict[str, Any], amount: float | None = None, **fields: Any) -> dict[str, Any]:
        return {
            "billId": invoice["id"],
            "amount": invoice["dueAmount"] if amount is None else amount,
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]},
            "processingOptions": {},
            **fields,
        }

    return body


@pytest.fixture(scope="module")
def pay(trusted: Client, order: Pay) -> Pay:
    """Schedules a payment of a bill."""
    return lambda invoice, amount=None, **fields: trusted.payments.create(order(invoice, amount, **fields))


@pytest.fixture(scope="module")
def ach(make: Make) -> dict[str, Any]:
    """A vendor that is paid by ACH."""
    account = {"nameOnAccount": "Lakeshore", "accountNumber": "0011226621", "routingNumber": "071000013"}
    return make.vendor(paymentInformation={"payeeName": "Lakeshore", "bankAccount": account})


@pytest.fixture(scope="module")
def join(control: Control) -> Join:
    """Puts an organization in the directory, under a name that nobody else has."""

    def make(**fields: Any) -> dict[str, Any]:
        return control.ask("POST", "/network/organizations", {"name": unique("Network Heron"), **fields})

    return make
