"""Customers (`0cu`): whom the organization invoices. Never deleted or replaced, only changed and archived.

They have no events (D: the catalogue of events has none).
"""

from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.operations import Resource
from ...gateway.plain import plain
from ...gateway.verbs import put, refer, rewrite
from ...gateway.wire import Filled, Max, Money, Text, Time, Wire, cents, dollars, merge
from ...world.store import Row
from .. import attachments, profiles
from ..addresses import Address, AddressWrite, Currency, named
from .contacts import introduce
from .payment_terms import payment_terms

AccountType = Literal["BUSINESS", "PERSON", "NONE"]
ADDRESSES = ("billingAddress", "shippingAddress")


class ContactName(Wire):
    firstName: Annotated[Text, Max(100)] | None = None
    lastName: Annotated[Text, Max(100)] | None = None


class CustomerBalance(Wire):
    amount: Money


class CustomerWrite(Wire):
    name: Annotated[Filled, Max(100)]
    email: Filled
    companyName: Annotated[Text, Max(250)] | None = None
    contact: ContactName | None = None
    phone: Text | None = None
    fax: Text | None = None
    description: Text | None = None
    invoiceCurrency: Currency | None = None
    accountType: AccountType | None = None
    paymentTermId: Text | None = None
    accountNumber: Annotated[Text, Max(100)] | None = None
    billingAddress: AddressWrite | None = None
    shippingAddress: AddressWrite | None = None


class Customer(Wire):
    id: str
    archived: bool
    name: str
    companyName: str | None = None
    contact: ContactName | None = None
    email: str
    phone: str | None = None
    fax: str | None = None
    description: str | None = None
    invoiceCurrency: str
    accountType: Literal[AccountType, "UNDEFINED"]
    paymentTermId: str | None = None
    accountNumber: str | None = None
    billingAddress: Address | None = None
    shippingAddress: Address | None = None
    balance: CustomerBalance
    hasBankAccount: bool
    authorizedToCharge: bool
    createdTime: Time
    updatedTime: Time


def create(call: Call, fields: dict[str, Any]) -> Row:
    """Make a customer: a name and an email are enough (O)."""
    know_term(call, fields)
    row = {
        "invoiceCurrency": "USD",
        "accountType": "NONE",
        **merge({}, fields),
        "balance": {"amount": 0.0},
        "hasBankAccount": False,
        "authorizedToCharge": False,
    }
    tidy(row)
    stored = put(call, customers, row)
    introduce(call, stored)
    return stored


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    know_term(call, fields)
    merge(row, fields)
    profiles.keep(row)
    complete(call, row)
    tidy(row)
    return rewrite(call, customers, row)


def know_term(call: Call, fields: dict[str, Any]) -> None:
    """Refuse a payment term that is none (422 BDC_1205, I)."""
    if id := fields.get("paymentTermId"):
        refer(call, payment_terms, id)


def complete(call: Call, row: dict[str, Any]) -> None:
    """Refuse a PATCH that would leave an address without a part that every address has (400, I)."""
    missing = [
        f"{name}.{part}: must not be blank"
        for name in ADDRESSES
        for part, field in AddressWrite.model_fields.items()
        if row.get(name) and field.is_required() and part not in row[name]
    ]
    if missing:
        raise invalid(*missing, code=call.world.choices["validation.code"])


def tidy(row: dict[str, Any]) -> None:
    """Addresses get the names of their countries; what is left empty goes."""
    for name in ("contact", *ADDRESSES):
        if name in row and not row[name]:
            del row[name]
    for name in ADDRESSES:
        if name in row:
            named(row[name])


def payer(call: Call, id: str, member: str = "customer") -> Row:
    """The customer that an invoice or a credit memo is made out to, or 422 BDC_1205 (I)."""
    customer = refer(call, customers, id)
    if customer["archived"] and not call.choose("customer.archived_takes_invoices"):
        raise call.business(member, "The customer is archived.")
    return customer


def owe(call: Call, customer: str | Row, amount: int) -> None:
    """Move what a customer owes (its id, or its row as it stands) by some cents: what its live invoices have due (I)."""
    row = call.world.store.get("customer", customer, call.org) if isinstance(customer, str) else customer
    if row is None:
        raise AssertionError(f"{customer} is gone")
    if amount:
        row["balance"] = {"amount": dollars(cents(row["balance"]["amount"]) + amount)}
        call.world.store.update("customer", row)


customers = Resource(
    "customer", "/connect/v3/customers", "0cu", Customer, CustomerWrite, item="customerId",
    filters={
        "id": "eq ne in nin", "archived": "eq ne", "name": "eq ne in nin sw", "email": "eq ne in nin sw",
        "companyName": "eq ne in nin sw", "accountNumber": "eq ne in nin sw",
        "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="name createdTime updatedTime", indexes="name createdTime updatedTime", make=create, change=change,
)  # fmt: skip
plain(
    customers, list="listcustomers", get="getcustomer", create="createcustomer", update="updatecustomer",
    archive="archivecustomer", restore="restorecustomer",
)  # fmt: skip
attachments.offer(customers, list="listcustomerattachments", create="createcustomerattachment")
