"""Contacts of a customer (`cpu`): who of its people may sign in to BILL to see and pay invoices (D docs/customer-contacts)."""

from typing import Annotated, Any

from ...gateway.call import Call
from ...gateway.operations import Resource
from ...gateway.verbs import put, rewrite
from ...gateway.wire import Filled, Max, Text, Time, Wire, merge
from ...world.store import Column, Row


class ContactWrite(Wire):
    firstName: Annotated[Filled, Max(100)]
    lastName: Annotated[Text, Max(100)] | None = None
    email: Filled
    phone: Annotated[Text, Max(40)] | None = None
    altPhone: Annotated[Text, Max(40)] | None = None
    alternateEmail: Text | None = None


class Contact(Wire):
    """No page shows an answer: what was sent, in the frame that every object has (I)."""

    id: str
    archived: bool
    customerId: str
    firstName: str
    lastName: str | None = None
    email: str
    phone: str | None = None
    altPhone: str | None = None
    alternateEmail: str | None = None
    createdTime: Time
    updatedTime: Time


def taken(call: Call, email: str, customer: str) -> bool:
    """Whether a contact, be it archived, has this email (which of the two scopes counts is I)."""
    known = call.world.store.find("customer_contact", call.org, email=email)
    return any(call.choose("contact.unique_in") == "organization" or row["customerId"] == customer for row in known)


def create(call: Call, fields: dict[str, Any]) -> Row:
    customer = call.params["customerId"]
    if taken(call, fields["email"], customer):
        raise call.business("email", "A contact with this email already exists.")
    return put(call, contacts, {"customerId": customer, **fields})


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    before = row["email"]
    merge(row, fields)
    if row["email"] != before and taken(call, row["email"], row["customerId"]):
        raise call.business("email", "A contact with this email already exists.")
    return rewrite(call, contacts, row)


def introduce(call: Call, customer: Row) -> None:
    """A customer with the name of a contact has that contact from the start, unless its email is taken (I)."""
    known = customer.get("contact", {})
    if "firstName" not in known or not call.choose("contact.from_customer"):
        return
    if not taken(call, customer["email"], customer["id"]):
        put(call, contacts, {"customerId": customer["id"], **known, "email": customer["email"]})


contacts = Resource(
    "customer_contact", "/connect/v3/customers/{customerId}/contacts", "cpu", Contact, ContactWrite, item="contactId",
    make=create, change=change, keep=(Column("customerId", index=True),),
    filters={
        "id": "eq ne in nin", "archived": "eq ne", "firstName": "eq ne sw", "lastName": "eq ne sw", "email": "eq ne in nin sw",
        "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="firstName lastName email createdTime updatedTime", indexes="email",
)  # fmt: skip
