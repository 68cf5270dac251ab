"""Two organizations that meet in the BILL network, each by the API alone."""

from dataclasses import dataclass
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
