"""Makes what a contract needs, under names no one else has, and archives it afterwards."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from billclient import APIError, Client

from .chance import CHANCE

ADDRESS = {
    "line1": "410 Wabash Court",
    "city": "Chicago",
    "stateOrProvince": "IL",
    "zipOrPostalCode": "60601",
    "country": "US",
}


def fresh() -> str:
    """32 hexadecimal digits that no other run has."""
    return CHANCE.uuid().hex


def unique(word: str) -> str:
    """A name that no other run has."""
    return f"{word} {fresh()[:10]}"


def user_body(role: str, **fields: Any) -> dict[str, Any]:
    """A user of a role (its id), whom nobody has met."""
    email = f"{unique('kit').replace(' ', '.')}@example.com"
    return {
        "firstName": "Ida",
        "lastName": "Kit",
        "email": email,
        "roleId": role,
        "acceptTermsOfService": True,
        **fields,
    }


class Make:
    """Vendors, bills, customers, invoices, credit memos, labels and payments for contracts."""

    def __init__(self, bill: Client, today: Callable[[], date], tidy: bool) -> None:
        self.bill, self.today, self.tidy = bill, today, tidy
        self._lasting: dict[str, Any] | None = None
        self._made: list[tuple[Any, str]] = []

    def vendor_body(self, **fields: Any) -> dict[str, Any]:
        return {"name": unique("Heron"), "address": dict(ADDRESS), **fields}

    def vendor(self, **fields: Any) -> dict[str, Any]:
        return self.keep(self.bill.vendors, self.bill.vendors.create(self.vendor_body(**fields)))

    def lasting_vendor(self) -> dict[str, Any]:
        """One vendor for all who do not mind sharing it."""
        if self._lasting is None:
            with CHANCE.within(CHANCE.shared("lasting vendor")):
                self._lasting = self.vendor()
        return self._lasting

    def bill_body(self, vendor: Any = None, *amounts: float, **fields: Any) -> dict[str, Any]:
        """A bill of a vendor (a new one, unless given) with a line for each amount."""
        today = self.today()
        return {
            "vendorId": (vendor or self.vendor())["id"],
            "dueDate": (today + timedelta(days=30)).isoformat(),
            "invoice": {"invoiceNumber": fresh()[:12], "invoiceDate": today.isoformat()},
            "billLineItems": [{"amount": amount} for amount in amounts or (100.0,)],
            **fields,
        }

    def invoice(self, vendor: Any = None, *amounts: float, **fields: Any) -> dict[str, Any]:
        """A bill, as GET shows it."""
        made = self.keep(self.bill.bills, self.bill.bills.create(self.bill_body(vendor, *amounts, **fields)))
        read: dict[str, Any] = self.bill.bills.get(made["id"])
        return read

    def customer(self, **fields: Any) -> dict[str, Any]:
        """A customer; of an American address, unless given another."""
        body = {"name": unique("Kayak"), "email": "ap@kayak.example", "billingAddress": dict(ADDRESS), **fields}
        return self.keep(self.bill.customers, self.bill.customers.create(body))

    def sale_body(self, customer: Any = None, /, *prices: float, **fields: Any) -> dict[str, Any]:
        """An invoice to a customer (a new one, unless given) with a line for each price."""
        return {
            "customer": {"id": (customer or self.customer())["id"]},
            "invoiceNumber": fresh()[:12],
            "invoiceLineItems": [{"quantity": 1, "price": price} for price in prices or (100.0,)],
            **fields,
        }

    def sale(self, customer: Any = None, /, *prices: float, **fields: Any) -> dict[str, Any]:
        """An invoice to a customer, as `sale_body` has it."""
        return self.keep(self.bill.invoices, self.bill.invoices.create(self.sale_body(customer, *prices, **fields)))

    def memo_body(self, customer: Any = None, /, *prices: float, **fields: Any) -> dict[str, Any]:
        """A credit memo of a customer (a new one, unless given) with a line for each price."""
        return {
            "customerId": (customer or self.customer())["id"],
            "referenceNumber": unique("CM"),
            "creditDate": self.today().isoformat(),
            "creditMemoLineItems": [{"quantity": 1, "price": price} for price in prices or (40.5,)],
            **fields,
        }

    def memo(self, customer: Any = None, /, *prices: float, **fields: Any) -> dict[str, Any]:
        """A credit memo, as `memo_body` has it."""
        memos = self.bill.credit_memos
        return self.keep(memos, memos.create(self.memo_body(customer, *prices, **fields)))

    def template_body(self, customer: Any = None, /, **fields: Any) -> dict[str, Any]:
        """A monthly recurring invoice to a customer (a new one, unless given); the first is due in 60 days."""
        due = (self.today() + timedelta(days=60)).isoformat()
        return {
            "customerId": (customer or self.customer())["id"],
            "schedule": {"period": "MONTHLY", "frequency": 1, "nextDueDate": due, "daysInAdvance": 7},
            "recurringInvoiceLineItems": [{"amount": 35.0, "quantity": 1, "description": "Locker rental"}],
            **fields,
        }

    def template(self, customer: Any = None, /, **fields: Any) -> dict[str, Any]:
        """A recurring invoice, as `template_body` has it."""
        templates = self.bill.recurring_invoices
        return self.keep(templates, templates.create(self.template_body(customer, **fields)))

    def account(self, **fields: Any) -> dict[str, Any]:
        return self.label("chart_of_accounts", **fields)

    def label_body(self, kind: str, **fields: Any) -> dict[str, Any]:
        """A label of a kind, called as the client's collection is."""
        named = {"firstName": "Ana", "lastName": unique("Ruiz")} if kind == "employees" else {"name": unique("Paper")}
        return {**named, **({"type": "SERVICE"} if kind == "items" else {}), **fields}

    def label(self, kind: str, **fields: Any) -> dict[str, Any]:
        labels = getattr(self.bill, kind)
        return self.keep(labels, labels.create(self.label_body(kind, **fields)))

    def keep(self, collection: Any, row: dict[str, Any]) -> dict[str, Any]:
        """Have a row archived at the end."""
        self._made.append((collection, row["id"]))
        return row

    def close(self) -> None:
        """Archive what was made; what may not be archived (a bill that was paid) stays."""
        while self._made:
            collection, id = self._made.pop()
            try:
                if self.tidy:
                    collection.archive(id)
            except APIError as error:
                if error.status != 422:
                    raise
