"""Customers in the BILL network. Organizations to connect to are made with the mock's levers."""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, refused

Join = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def join(control: Control) -> Join:
    """Puts an organization in the directory; answers what an invitation of it says."""

    def make(**fields: Any) -> dict[str, Any]:
        made = control.ask("POST", "/network/organizations", {"name": unique("Network Kayak"), **fields})
        return {"networkId": made["id"], "networkType": made["type"]}

    return make


@contract("AR-NET-001", "A customer that was never invited reads NOT_CONNECTED.", "D", "docs/bill-network")
def test_never_invited(bill: Client, make: Make) -> None:
    assert bill.network.customer_invitation(make.customer()["id"])["status"] == "NOT_CONNECTED"


@contract(
    "AR-NET-002",
    "An invitation is PENDING until it is accepted, then CONNECTED.",
    "D",
    "reference/createcustomerinvitation",
)
def test_invite(bill: Client, make: Make, join: Join, control: Control) -> None:
    id, peer = make.customer()["id"], join()
    assert not bill.raw("POST", f"/v3/network/invitation/customer/{id}", json=peer).content
    pending = {"id": id, "status": "PENDING", "networkId": peer["networkId"]}
    assert bill.network.customer_invitation(id) == pending
    control.ask("POST", f"/network/invitations/{id}/accept")
    assert bill.network.customer_invitation(id) == {**pending, "status": "CONNECTED"}


@contract(
    "AR-NET-003",
    "An organization with auto-connections is connected at once; its company name and phone stand in for the customer's.",
    "D",
    "reference/createcustomer",
)
def test_auto_connect(bill: Client, make: Make, join: Join) -> None:
    customer, peer = (
        make.customer(companyName="Own LLC", phone="5105550142"),
        join(autoConnect=True, phone="4085550111"),
    )
    bill.network.invite_customer(customer["id"], peer)
    assert bill.network.customer_invitation(customer["id"])["status"] == "CONNECTED"
    read = bill.customers.get(customer["id"])
    assert (read["companyName"] != "Own LLC", read["phone"]) == (True, "4085550111")
    assert "networkStatus" not in read
    bill.network.disconnect_customer(customer["id"])
    read = bill.customers.get(customer["id"])
    assert (read["companyName"], read["phone"]) == ("Own LLC", "5105550142")


@contract(
    "AR-NET-004",
    "A pending invitation must be deleted before a new one is sent.",
    "D",
    "reference/deletecustomerinvitation",
)
def test_pending_first(bill: Client, make: Make, join: Join) -> None:
    id, other = make.customer()["id"], join()
    bill.network.invite_customer(id, join())
    with refused(CLIENT_ERROR):
        bill.network.invite_customer(id, other)
    assert not bill.raw("DELETE", f"/v3/network/invitation/customer/{id}").content
    bill.network.invite_customer(id, other)
    assert bill.network.customer_invitation(id)["networkId"] == other["networkId"]


@contract("AR-NET-005", "An unanswered invitation is over after 60 days.", "D", "reference/createcustomerinvitation")
def test_lapse(bill: Client, make: Make, join: Join, control: Control) -> None:
    id = make.customer()["id"]
    bill.network.invite_customer(id, join())
    control.advance(days=61)
    assert bill.network.customer_invitation(id)["status"] == "NOT_CONNECTED"


@contract(
    "AR-NET-006", "An invitation needs networkId and networkType, and a customer there is.", "S",
    "reference/createcustomerinvitation",
)  # fmt: skip
def test_invitation_body(bill: Client, make: Make) -> None:
    id = make.customer()["id"]
    for body in ({"networkType": "BILL"}, {"networkId": "4417"}, {"networkId": "4417", "networkType": "EMAIL"}):
        with refused(400):
            bill.network.invite_customer(id, body)
    with refused(404, "BDC_1205"):
        bill.network.invite_customer("0cu01NOSUCHCUSTO0000", {"networkId": "4417", "networkType": "BILL"})


@contract(
    "AR-NET-007",
    "An invitation is accepted as a customer there is or, by name, a new one.",
    "D",
    "docs/accepting-a-network-invitation",
)
def test_accept(bill: Client, make: Make, join: Join, control: Control) -> None:
    peers = [join()["networkId"], join()["networkId"]]
    for peer in peers:
        control.ask("POST", f"/network/organizations/{peer}/invite", {"type": "CUSTOMER"})
    id, name = make.customer()["id"], unique("Accepted")
    bill.network.accept({"networkId": peers[0], "type": "CUSTOMER", "id": id})
    assert bill.network.customer_invitation(id) == {"id": id, "status": "CONNECTED", "networkId": peers[0]}
    bill.network.accept({"networkId": peers[1], "type": "CUSTOMER", "name": name})
    [made] = bill.customers.list(filters=f'name:eq:"{name}"')
    assert bill.network.customer_invitation(made["id"])["networkId"] == peers[1]


@contract(
    "AR-NET-008",
    "A customer is not disconnected while a payment of it is scheduled.",
    "D",
    "reference/deletecustomerinvitation",
)
def test_busy(bill: Client, join: Join, control: Control, new: Any) -> None:
    payer = new()
    bill.network.invite_customer(payer.customer["id"], join(autoConnect=True))
    payment = payer.charge((payer.sale(), 10.0))
    with refused(CLIENT_ERROR):
        bill.network.disconnect_customer(payer.customer["id"])
    control.ask("POST", f"/receivable-payments/{payment['id']}/settle")
    bill.network.disconnect_customer(payer.customer["id"])
    assert bill.network.customer_invitation(payer.customer["id"])["status"] == "NOT_CONNECTED"
