"""Contacts of a customer: its people who may sign in and pay."""

from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

NO_CONTACT = "cpu01NOSUCHCONTA0000"


def body(**fields: Any) -> dict[str, Any]:
    return {"firstName": "Theo", "email": f"{unique('theo').replace(' ', '.')}@kayak.example", **fields}


@pytest.fixture(scope="module")
def customer(make: Make) -> str:
    return make.customer()["id"]


@contract("AR-CONT-001", "A contact is made of what was sent, and read back.", "D", "reference/createcustomercontact")
def test_create(bill: Client, customer: str) -> None:
    sent = body(lastName="Lindqvist", phone="5105550188", altPhone="5105550189", alternateEmail="billing@kayak.example")
    contacts = bill.customer_contacts(customer)
    made = contacts.create(sent)
    assert sent.items() <= made.items()
    assert (made["archived"], made["customerId"]) == (False, customer)
    assert contacts.get(made["id"]) == made
    assert made["id"] in [row["id"] for row in contacts.iterate()]


@contract("AR-CONT-002", "A contact needs a first name and an email.", "D", "reference/createcustomercontact")
@pytest.mark.parametrize("wrong", [{"firstName": ""}, {"email": ""}, {"firstName": None}, {"email": None}])
def test_required(bill: Client, customer: str, wrong: dict[str, Any]) -> None:
    judge(bill.raw("POST", f"/v3/customers/{customer}/contacts", json=body(**wrong)), 400)


@contract("AR-CONT-003", "Names have up to 100 characters, phones up to 40.", "D", "reference/createcustomercontact")
@pytest.mark.parametrize(("member", "most"), [("firstName", 100), ("lastName", 100), ("phone", 40), ("altPhone", 40)])
def test_lengths(bill: Client, customer: str, member: str, most: int) -> None:
    assert bill.customer_contacts(customer).create(body(**{member: "5" * most}))[member] == "5" * most
    judge(bill.raw("POST", f"/v3/customers/{customer}/contacts", json=body(**{member: "5" * (most + 1)})), 400)


@contract("AR-CONT-004", "A customer cannot have two contacts with one email.", "D", "docs/customer-contacts")
def test_same_email(bill: Client, customer: str) -> None:
    contacts = bill.customer_contacts(customer)
    first, second = contacts.create(body()), contacts.create(body())
    with refused(CLIENT_ERROR):
        contacts.create(body(email=first["email"]))
    with refused(CLIENT_ERROR):
        contacts.update(second["id"], {"email": first["email"]})


@contract("AR-CONT-005", "A contact is changed in part.", "D", "reference/updatecustomercontact")
def test_update(bill: Client, customer: str) -> None:
    contacts = bill.customer_contacts(customer)
    made = contacts.create(body(phone="5105550188"))
    changed = contacts.update(made["id"], {"lastName": "Lindqvist"})
    assert (changed["lastName"], changed["phone"]) == ("Lindqvist", "5105550188")
    assert changed["updatedTime"] > made["updatedTime"]
    assert contacts.get(made["id"]) == changed


@contract(
    "AR-CONT-006",
    "Archive and restore answer 200 with the contact, the second time as well.",
    "D",
    "reference/archivecustomercontact",
)
def test_archive_and_restore(bill: Client, customer: str) -> None:
    contacts = bill.customer_contacts(customer)
    id = contacts.create(body())["id"]
    assert [contacts.archive(id)["archived"] for _ in range(2)] == [True, True]
    assert contacts.get(id)["archived"] is True
    assert [contacts.restore(id)["archived"] for _ in range(2)] == [False, False]


@contract(
    "AR-CONT-007", "A contact is found under its own customer only: elsewhere 404.", "I", "docs/customer-contacts"
)
def test_another_customer(bill: Client, customer: str, make: Make) -> None:
    id = bill.customer_contacts(customer).create(body())["id"]
    other = bill.customer_contacts(make.customer()["id"])
    assert id not in [row["id"] for row in other.iterate()]
    for ask in (other.get, other.archive, other.restore, lambda id: other.update(id, {"phone": "1"})):
        with refused(404, "BDC_1205"):
            ask(id)


@contract(
    "AR-CONT-008",
    "An unknown contact, and those of an unknown customer, are 404 BDC_1205.",
    "I",
    "docs/customer-contacts",
)
def test_unknown(bill: Client, customer: str) -> None:
    with refused(404, "BDC_1205"):
        bill.customer_contacts(customer).get(NO_CONTACT)
    nobody = bill.customer_contacts("0cu01NOSUCHCUSTO0000")
    with refused(404, "BDC_1205"):
        nobody.list()
    with refused(404, "BDC_1205"):
        nobody.create(body())


@contract(
    "AR-CONT-009",
    "The name of a contact in a new customer makes that contact, with the customer's email.",
    "I",
    "docs/customer-contacts",
)
def test_from_customer(bill: Client, make: Make) -> None:
    email = body()["email"]
    id = make.customer(contact={"firstName": "Mina", "lastName": "Okafor"}, email=email)["id"]
    assert [(row["firstName"], row["email"]) for row in bill.customer_contacts(id).list()] == [("Mina", email)]
