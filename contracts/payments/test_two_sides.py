"""Two organizations that meet in the BILL network, each by the API alone."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from billclient import Client
from billclient.settings import OpenSession
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import ADDRESS, Make, unique
from billcontracts.refusals import CLIENT_ERROR, refused
from billcontracts.targets import World


@dataclass
class Two:
    """Ourselves, and an organization that our partner made; each with its id in the network."""

    us: Client
    them: Client
    ours: str
    theirs: str


@pytest.fixture(scope="module")
def two(world: World, bill: Client, partner: Client, control: Control) -> Two:
    home = partner.partner.organizations.create({"name": unique("Network Kite"), "address": dict(ADDRESS)})
    name = f"kit{uuid4().hex[:12]}"
    user = {"firstName": "Ida", "email": f"{name}@example.com", "username": name, "acceptTermsOfService": True}
    made = partner.partner.users(home["id"]).create(user)
    opened = partner.partner.login_as_user({"userId": made["id"], "organizationId": home["id"]})
    assert world.session
    them = world.client(OpenSession(opened["sessionId"], world.session.devKey))
    [theirs] = bill.network.search(name=home["name"].split()[-1])["results"]
    own = bill.organizations.get(bill.session.info()["organizationId"])["name"]
    ours = [row["id"] for row in them.network.search(name=own)["results"] if row["name"] == own]
    return Two(bill, them, ours[0], theirs["id"])


def invited(two: Two, make: Make) -> str:
    """A vendor as which they are invited."""
    id: str = make.vendor()["id"]
    two.us.network.invite_vendor(id, {"networkId": two.theirs, "networkType": "BILL"})
    return id


@contract(
    "PA-NET-025",
    "Who is invited as a vendor accepts the other as a customer, and both are CONNECTED; either may end it.",
    "D",
    "docs/accepting-a-network-invitation",
)
def test_accept(two: Two, make: Make) -> None:
    vendor = invited(two, make)
    customer = two.them.customers.create({"name": unique("Payer"), "email": "ap@payer.example"})["id"]
    two.them.network.accept({"networkId": two.ours, "type": "CUSTOMER", "id": customer})
    assert two.us.vendors.get(vendor)["paymentNetworkId"] == two.theirs
    assert two.them.network.customer_invitation(customer) == {
        "id": customer,
        "status": "CONNECTED",
        "networkId": two.ours,
    }
    two.them.network.disconnect_customer(customer)
    assert two.us.vendors.get(vendor)["networkStatus"] == "NOT_CONNECTED"


@contract("PA-NET-026", "A withdrawn invitation cannot be accepted.", "I", "reference/deletevendorinvitation")
def test_withdrawn(two: Two, make: Make) -> None:
    two.us.network.disconnect_vendor(invited(two, make))
    with refused(CLIENT_ERROR):
        two.them.network.accept({"networkId": two.ours, "type": "CUSTOMER", "name": "Too late"})


@contract("PA-NET-027", "One organization is not asked twice at a time.", "I", "reference/createvendorinvitation")
def test_twice(two: Two, make: Make) -> None:
    first = invited(two, make)
    with refused(CLIENT_ERROR):
        invited(two, make)
    two.us.network.disconnect_vendor(first)


@contract(
    "PA-NET-028",
    "A connected vendor's bankAccountStatus is NET_LINKED_ACCOUNT, and it shows the account that it has linked.",
    "O",
    "an integrator's sandbox vendor (Studio)",
)
def test_linked_account(two: Two, make: Make) -> None:
    home = two.them.vendors.create(make.vendor_body())["id"]
    two.them.network.invite_vendor(home, {"networkId": two.ours, "networkType": "BILL"})
    two.us.network.accept({"networkId": two.theirs, "type": "CUSTOMER", "name": unique("Payer")})
    vendor = two.them.vendors.get(home)
    assert vendor["bankAccountStatus"] == "NET_LINKED_ACCOUNT"
    assert vendor["paymentInformation"]["bankAccount"]["accountNumber"]
    two.them.network.disconnect_vendor(home)


@contract(
    "PA-NET-029",
    "Who is paid through the network sees money from its customer, as far along as the payment is.",
    "I",
    "help BILL network frequently asked questions",
)
def test_incoming(two: Two, make: Make, trusted: Client, pay: Any, control: Control) -> None:
    vendor = invited(two, make)
    customer = two.them.customers.create({"name": unique("Payer"), "email": "ap@payer.example"})["id"]
    two.them.network.accept({"networkId": two.ours, "type": "CUSTOMER", "id": customer})
    payment = pay(make.invoice({"id": vendor}), 100.0)

    def seen() -> list[tuple[str, float]]:
        rows = two.them.receivable_payments.iterate(filters=f"customerId:eq:{customer}")
        return [(row["status"], row["amount"]) for row in rows]

    assert seen() == [("SCHEDULED", 100.0)]
    trusted.payments.cancel(payment["id"])
    assert seen() == [("CANCELED", 100.0)]
    two.them.network.disconnect_customer(customer)


@contract(
    "PA-NET-030",
    "A connected vendor that has linked no bank account yet is paid by check.",
    "D",
    "help Setting up and using the Network",
)
def test_unlinked(two: Two, make: Make) -> None:
    vendor = invited(two, make)
    two.them.network.accept({"networkId": two.ours, "type": "CUSTOMER", "name": unique("Payer")})
    read = two.us.vendors.get(vendor)
    assert (read["networkStatus"], read["paymentInformation"]["payByType"]) == ("CONNECTED", "CHECK")
    assert "bankAccount" not in read["paymentInformation"]
    two.us.network.disconnect_vendor(vendor)
