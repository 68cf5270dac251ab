"""A customer that may be charged, for the contracts of accounts receivable."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from billclient import Client
from billcontracts.factories import Make

ACCOUNT = {
    "nameOnAccount": "Harbor Kayak Club", "routingNumber": "074000010", "accountNumber": "1230984321", "type": "CHECKING",
    "ownerType": "BUSINESS",
}  # fmt: skip


@dataclass
class Payer:
    """A customer with a bank account and the leave to charge it."""

    bill: Client
    make: Make
    customer: dict[str, Any]
    account: dict[str, Any]

    def order(self, *parts: tuple[dict[str, Any], float], **fields: Any) -> dict[str, Any]:
        """A charge for invoices, each with an amount."""
        return {
            "customerId": self.customer["id"],
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": self.account["id"]},
            "invoicePayments": [{"invoiceId": invoice["id"], "amount": amount} for invoice, amount in parts],
            **fields,
        }

    def charge(self, *parts: tuple[dict[str, Any], float], **fields: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.bill.receivable_payments.charge(self.order(*parts, **fields))
        return made

    def sale(self, *prices: float) -> dict[str, Any]:
        """An invoice to this customer."""
        return self.make.sale(self.customer, *prices)


def new_payer(bill: Client, make: Make) -> Payer:
    """A customer of one's own to charge."""
    customer = make.customer()
    account = bill.customer_bank_accounts(customer["id"]).create(ACCOUNT)
    bill.customers.authorize_charge(customer["id"], {"authorizedToCharge": True})
    return Payer(bill, make, customer, account)


@pytest.fixture(scope="module")
def payer(bill: Client, make: Make) -> Payer:
    """The customer that a file's contracts share."""
    return new_payer(bill, make)


@pytest.fixture(scope="module")
def new(bill: Client, make: Make) -> Callable[..., Payer]:
    """Makes a customer of one's own to charge: `new()`, or `new(client, make)` in another world."""
    return lambda *others: new_payer(*(others or (bill, make)))


@pytest.fixture
def account() -> dict[str, Any]:
    """A bank account, as it is sent."""
    return dict(ACCOUNT)
