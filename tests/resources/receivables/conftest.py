"""Customers and what belongs to them, to test with."""

from typing import Any

import pytest

from mockbill.gateway.call import Call

ADDRESS = {
    "line1": "14 Pier Rd",
    "city": "Oakland",
    "stateOrProvince": "CA",
    "zipOrPostalCode": "94607",
    "country": "US",
}
ACCOUNT = {
    "nameOnAccount": "Harbor Kayak Club", "nickname": "Operating", "routingNumber": "074000010",
    "accountNumber": "1230984321", "type": "CHECKING", "ownerType": "BUSINESS",
}  # fmt: skip


def customer_body(**changes: Any) -> dict[str, Any]:
    return {"name": "Harbor Kayak Club", "email": "ap@harborkayak.example"} | changes


def invoice_body(customer: dict[str, Any], /, *prices: float, **changes: Any) -> dict[str, Any]:
    lines = [{"quantity": 2, "price": 100}, {"quantity": 1, "price": 50.25}]
    if prices:
        lines = [{"quantity": 1, "price": price} for price in prices]
    return {"customer": {"id": customer["id"]}, "invoiceLineItems": lines} | changes


def memo_body(customer: dict[str, Any], /, *prices: float, **changes: Any) -> dict[str, Any]:
    lines = [{"quantity": 1, "price": 45, "description": "Returned paddle"}, {"ratePercent": -10}]
    if prices:
        lines = [{"quantity": 1, "price": price} for price in prices]
    return {
        "customerId": customer["id"], "referenceNumber": "CM-17", "creditDate": "2026-03-01", "creditMemoLineItems": lines,
    } | changes  # fmt: skip


def template_body(customer: dict[str, Any], /, **changes: Any) -> dict[str, Any]:
    """The world's clock stands at 2026-03-02."""
    return {
        "customerId": customer["id"],
        "schedule": {"period": "MONTHLY", "frequency": 1, "nextDueDate": "2026-03-31", "daysInAdvance": 5},
        "recurringInvoiceLineItems": [{"amount": 35, "quantity": 1, "description": "Locker 12"}],
    } | changes


class Receivables:
    """Makes what a test needs through the API, and looks at it there."""

    def __init__(self, api: Any) -> None:
        self.api = api
        self.terms = f"/v3/organizations/{api.credentials['organizationId']}/payment-terms"

    def made(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.api.post(path, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json

    def customer(self, **changes: Any) -> dict[str, Any]:
        return self.made("/v3/customers", customer_body(**changes))

    def term(self, days: int = 45) -> dict[str, Any]:
        return self.made(self.terms, {"name": f"Net {days}", "daysDue": days})

    def invoice(self, customer: dict[str, Any] | None = None, /, **changes: Any) -> dict[str, Any]:
        """An invoice over $250.25 (to a new customer, unless given)."""
        return self.made("/v3/invoices", invoice_body(customer or self.customer(), **changes))

    def memo(self, customer: dict[str, Any], /, *prices: float, **changes: Any) -> dict[str, Any]:
        """A credit memo over $40.50, or these prices."""
        return self.made("/v3/credit-memos", memo_body(customer, *prices, **changes))

    def template(self, customer: dict[str, Any], /, **changes: Any) -> dict[str, Any]:
        """A monthly template over $35, the first due in some days."""
        return self.made("/v3/recurring-invoices", template_body(customer, **changes))

    def later(self, days: int) -> None:
        """Let days pass, and sign in again."""
        self.api.advance(days=days)
        self.api.login()

    def invoices_of(self, customer: dict[str, Any]) -> list[dict[str, Any]]:
        """The invoices of a customer, in the order in which they are due."""
        query = {"filters": f"customerId:eq:{customer['id']}", "sort": "dueDate:asc", "max": "100"}
        rows: list[dict[str, Any]] = self.api.get("/v3/invoices", query_string=query).json["results"]
        return rows

    def label(self, kind: str, **fields: Any) -> str:
        """The id of a new label, e.g. of `departments`."""
        body = {"name": "Pier", **({"type": "SERVICE"} if kind == "items" else {}), **fields}
        return str(self.made(f"/v3/classifications/{kind}", body)["id"])

    def tax(self, percentage: float = 8.25) -> str:
        """The id of a sales tax."""
        return self.label("items", type="SALES_TAX", percentage=percentage)

    def sent(self, **query: str) -> list[dict[str, Any]]:
        """The e-mails so far, oldest first."""
        found: list[dict[str, Any]] = self.api.get("/_mock/emails", query_string=query).json["emails"]
        return found

    def owed(self, customer: dict[str, Any]) -> float:
        """The balance of a customer."""
        amount: float = self.read("customers", customer)["balance"]["amount"]
        return amount

    def read(self, kind: str, row: dict[str, Any]) -> dict[str, Any]:
        answer = self.api.get(f"/v3/{kind}/{row['id']}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def inside(self) -> Call:
        """A call of the clock, for what no operation does by itself."""
        return Call.by_clock(self.api.world, self.api.credentials["organizationId"])


@pytest.fixture
def receivables(api):
    return Receivables(api)


@pytest.fixture
def path():
    """The path of an invoice."""
    return lambda invoice: f"/v3/invoices/{invoice['id']}"


@pytest.fixture
def events(world):
    """What is told from here on, as (event, row)."""
    told = []
    publish = world.publish

    def listen(of, org, event, row, extra):
        told.append((event, dict(row)))
        publish(of, org, event, row, extra)

    world.publish = listen
    return told


class Payer:
    """A customer that may be charged, and its bank account."""

    def __init__(self, receivables: Receivables) -> None:
        self.api = receivables.api
        self.receivables = receivables
        self.customer = receivables.customer(billingAddress=ADDRESS)
        self.account = receivables.made(f"/v3/customers/{self.customer['id']}/bank-accounts", ACCOUNT)
        self.allow(True)

    def allow(self, leave: bool) -> None:
        path = f"/v3/customers/{self.customer['id']}/charge-authorization"
        assert self.api.post(path, json={"authorizedToCharge": leave}).status_code == 200

    def body(self, *parts: tuple[dict[str, Any], float], **changes: Any) -> dict[str, Any]:
        """A charge for invoices, each with an amount."""
        return {
            "customerId": self.customer["id"],
            "fundingAccount": {"type": "BANK_ACCOUNT", "id": self.account["id"]},
            "invoicePayments": [{"invoiceId": invoice["id"], "amount": amount} for invoice, amount in parts],
        } | changes

    def charge(self, *parts: tuple[dict[str, Any], float], **changes: Any) -> dict[str, Any]:
        return self.receivables.made("/v3/receivable-payments", self.body(*parts, **changes))


@pytest.fixture
def payer(receivables):
    return Payer(receivables)
