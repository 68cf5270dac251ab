"""BILL network: how a vendor is connected, and what that changes. Organizations to connect to are made with
the mock's levers, so most of this is for mocks.
"""

from collections.abc import Callable
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

Join = Callable[..., dict[str, Any]]


def by_id(organization: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The body of an invitation."""
    return {"networkId": organization["id"], "networkType": organization["type"], **more}


@contract("PA-NET-007", "A vendor that was never invited reads NOT_CONNECTED.", "I", "docs/bill-network")
def test_never_invited(bill: Client, make: Make) -> None:
    id = make.vendor()["id"]
    assert bill.network.vendor_invitation(id) == {"id": id, "status": "NOT_CONNECTED"}


@contract(
    "PA-NET-008",
    "An invitation is PENDING until the other side accepts; then the vendor is CONNECTED and paid by ACH.",
    "D",
    "docs/vendor-updated-notification-payloads",
)
def test_invite(bill: Client, make: Make, join: Join, control: Control) -> None:
    peer, vendor = join(), make.vendor()
    assert not bill.raw("POST", f"/v3/network/invitation/vendor/{vendor['id']}", json=by_id(peer)).content
    pending = {"id": vendor["id"], "status": "PENDING", "networkId": peer["id"]}
    assert bill.network.vendor_invitation(vendor["id"]) == pending
    assert bill.vendors.get(vendor["id"])["networkStatus"] == "PENDING"
    control.ask("POST", f"/network/invitations/{vendor['id']}/accept")
    assert bill.network.vendor_invitation(vendor["id"])["status"] == "CONNECTED"
    read = bill.vendors.get(vendor["id"])
    assert (read["networkStatus"], read["paymentNetworkId"]) == ("CONNECTED", peer["id"])
    assert read["paymentInformation"]["payByType"] == "ACH"


@contract(
    "PA-NET-009",
    "An organization with auto-connections is connected at once.",
    "D",
    "reference/createvendorinvitation",
)
def test_auto_connect(bill: Client, make: Make, join: Join) -> None:
    peer, vendor = join(autoConnect=True), make.vendor()
    bill.network.invite_vendor(vendor["id"], by_id(peer))
    assert bill.network.vendor_invitation(vendor["id"])["status"] == "CONNECTED"


@contract(
    "PA-NET-010",
    "A national vendor is CONNECTED_RPPS at once, with its rppsId, and paid by RPPS.",
    "D",
    "docs/vendor-updated-notification-payloads",
)
def test_connect_rpps(bill: Client, make: Make, join: Join) -> None:
    peer, vendor = join(type="RPPS"), make.vendor()
    bill.network.invite_vendor(vendor["id"], by_id(peer, rppsInformation={"accountNumber": "12345678"}))
    read = bill.vendors.get(vendor["id"])
    assert (read["networkStatus"], read["rppsId"]) == ("CONNECTED_RPPS", peer["id"])
    assert read["paymentInformation"]["payByType"] == "RPPS"


@contract("PA-NET-011", "A national vendor takes rppsInformation.", "S", "reference/createvendorinvitation")
def test_rpps_information(bill: Client, make: Make, join: Join) -> None:
    with refused(CLIENT_ERROR):
        bill.network.invite_vendor(make.vendor()["id"], by_id(join(type="RPPS")))


@contract("PA-NET-012", "An invitation needs networkId and networkType.", "S", "reference/createvendorinvitation")
@pytest.mark.parametrize("body", [{"networkType": "BILL"}, {"networkId": "4417"}, {"networkId": "", "networkType": "BILL"},
                                  {"networkId": "4417", "networkType": "EMAIL"}])  # fmt: skip
def test_invitation_body(bill: Client, make: Make, body: dict[str, Any]) -> None:
    with refused(400):
        bill.network.invite_vendor(make.lasting_vendor()["id"], body)


@contract(
    "PA-NET-013",
    "A pending invitation must be deleted before a new one is sent.",
    "D",
    "reference/createvendorinvitation",
)
def test_pending_first(bill: Client, make: Make, join: Join) -> None:
    vendor = make.vendor()["id"]
    bill.network.invite_vendor(vendor, by_id(join()))
    other = by_id(join())
    with refused(CLIENT_ERROR):
        bill.network.invite_vendor(vendor, other)
    assert not bill.raw("DELETE", f"/v3/network/invitation/vendor/{vendor}").content
    assert bill.network.vendor_invitation(vendor)["status"] == "NOT_CONNECTED"
    bill.network.invite_vendor(vendor, other)
    assert bill.network.vendor_invitation(vendor)["networkId"] == other["networkId"]


@contract("PA-NET-014", "An unanswered invitation is over after 60 days.", "D", "reference/createvendorinvitation")
def test_lapse(bill: Client, make: Make, join: Join, control: Control) -> None:
    vendor = make.vendor()["id"]
    bill.network.invite_vendor(vendor, by_id(join()))
    control.advance(days=59)
    assert bill.network.vendor_invitation(vendor)["status"] == "PENDING"
    control.advance(days=2)
    assert bill.network.vendor_invitation(vendor)["status"] == "NOT_CONNECTED"
    assert bill.vendors.get(vendor)["networkStatus"] == "NOT_CONNECTED"


@contract(
    "PA-NET-015", "A disconnected vendor is paid as before it was connected.", "D", "reference/deletevendorinvitation"
)
def test_disconnect(bill: Client, make: Make, join: Join) -> None:
    vendor = make.vendor()["id"]
    bill.network.invite_vendor(vendor, by_id(join(autoConnect=True)))
    bill.network.disconnect_vendor(vendor)
    read = bill.vendors.get(vendor)
    assert (read["networkStatus"], read["paymentInformation"]["payByType"]) == ("NOT_CONNECTED", "CHECK")
    assert "paymentNetworkId" not in read


@contract(
    "PA-NET-016",
    "A vendor is not disconnected while a payment is scheduled or in process.",
    "D",
    "reference/deletevendorinvitation",
)
def test_busy(trusted: Client, make: Make, join: Join, pay: Any, control: Control) -> None:
    vendor = make.vendor()
    trusted.network.invite_vendor(vendor["id"], by_id(join(autoConnect=True)))
    payment = pay(make.invoice(vendor))
    with refused(CLIENT_ERROR):
        trusted.network.disconnect_vendor(vendor["id"])
    control.ask("POST", f"/payments/{payment['id']}/process")
    with refused(CLIENT_ERROR):
        trusted.network.disconnect_vendor(vendor["id"])
    control.ask("POST", f"/payments/{payment['id']}/clear")
    trusted.network.disconnect_vendor(vendor["id"])
    assert trusted.network.vendor_invitation(vendor["id"])["status"] == "NOT_CONNECTED"


@contract(
    "PA-NET-017",
    "A vendor who is not in the network is invited by e-mail; the answer is empty, the vendor PENDING.",
    "D",
    "reference/invitevendornotinbillnetwork",
)
def test_by_mail(bill: Client, make: Make, control: Control) -> None:
    vendor = make.vendor()["id"]
    answer = bill.raw("POST", f"/v3/network/invitation/vendor/{vendor}/email", json={"email": "desk@heron.example"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert bill.network.vendor_invitation(vendor)["status"] == "PENDING"
    with refused(404, "BDC_1205"):
        bill.network.email_vendor("00901NOSUCHVENDO0000", {"email": "desk@heron.example"})
    with refused(400):
        bill.network.email_vendor(vendor, {})


@contract(
    "PA-NET-018",
    "An invitation is accepted for a vendor there is or, by name, with a new one.",
    "D",
    "docs/accepting-a-network-invitation",
)
def test_accept(bill: Client, make: Make, join: Join, control: Control) -> None:
    peers = [join(), join()]
    for peer in peers:
        control.ask("POST", f"/network/organizations/{peer['id']}/invite", {"type": "VENDOR"})
    vendor, name = make.vendor()["id"], unique("Accepted")
    asked = {"networkId": peers[0]["id"], "type": "VENDOR", "id": vendor}
    assert not bill.raw("POST", "/v3/network/invitation/accept", json=asked).content
    assert bill.vendors.get(vendor)["paymentNetworkId"] == peers[0]["id"]
    bill.network.accept({"networkId": peers[1]["id"], "type": "VENDOR", "name": name})
    [made] = bill.vendors.list(filters=f'name:eq:"{name}"')
    assert (made["networkStatus"], made["paymentNetworkId"]) == ("CONNECTED", peers[1]["id"])


@contract("PA-NET-019", "Accepting takes exactly one of id and name.", "S", "reference/acceptinvitation")
@pytest.mark.parametrize("more", [{}, {"id": "00901NOSUCHVENDO0000", "name": "Both"}])
def test_accept_one(bill: Client, more: dict[str, str]) -> None:
    judge(bill.raw("POST", "/v3/network/invitation/accept", json={"networkId": "4417", "type": "VENDOR", **more}), 400)


@contract("PA-NET-020", "What nobody has asked for cannot be accepted.", "I", "reference/acceptinvitation")
def test_accept_nothing(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.network.accept({"networkId": "4417000000000000", "type": "VENDOR", "name": "Nobody"})


@contract(
    "PA-NET-021",
    "The profile of a connected organization stands in for the vendor's phone and payee name.",
    "D",
    "docs/ap-vendors",
)
def test_profile(bill: Client, make: Make, join: Join) -> None:
    vendor = make.vendor(phone="3125550148")["id"]
    peer = join(autoConnect=True, phone="4085550111")
    bill.network.invite_vendor(vendor, by_id(peer))
    read = bill.vendors.update(vendor, {"phone": "3125550149"})
    assert (read["phone"], read["paymentInformation"]["payeeName"]) == ("4085550111", peer["name"])
    bill.network.disconnect_vendor(vendor)
    assert bill.vendors.get(vendor)["phone"] == "3125550149"


@contract(
    "PA-NET-022",
    "Each connect and disconnect is told as vendor.updated.",
    "D",
    "docs/vendor-updated-notification-payloads",
)
def test_told(bill: Client, make: Make, join: Join, control: Control, receiver: Any) -> None:
    made = bill.webhooks.subscribe({
        "name": unique("Network"), "status": {"enabled": True}, "notificationUrl": receiver.url,
        "events": [{"type": "vendor.updated", "version": "1"}],
    })  # fmt: skip
    vendor, peer = make.vendor()["id"], join(autoConnect=True)
    bill.network.invite_vendor(vendor, by_id(peer))
    bill.network.disconnect_vendor(vendor)
    control.drain()
    bill.webhooks.subscriptions.delete(made["id"])
    told = [one.json["vendor"] for one in receiver.arrived]
    assert [row["networkStatus"] for row in told] == ["CONNECTED", "NOT_CONNECTED"]
    assert told[0]["paymentNetworkId"] == peer["id"]


@contract(
    "PA-NET-023",
    "A connected vendor without a bank account is paid by ACH; a national vendor by RPPS, instantly if asked.",
    "D",
    "docs/ap-payment-disbursement-methods",
)
def test_paid(trusted: Client, make: Make, join: Join, pay: Any, control: Control) -> None:
    vendors = [make.vendor(), make.vendor()]
    trusted.network.invite_vendor(vendors[0]["id"], by_id(join(autoConnect=True)))
    trusted.network.invite_vendor(vendors[1]["id"], by_id(join(type="RPPS"), rppsInformation={}))
    instantly = {"requestPayFaster": True, "requestCheckDeliveryType": "RTP_DELIVERY"}
    with refused(CLIENT_ERROR):
        pay(make.invoice(vendors[0]), processingOptions=instantly)
    made = [pay(make.invoice(vendors[0])), pay(make.invoice(vendors[1]), processingOptions=instantly)]
    assert [payment["disbursementType"] for payment in made] == ["ACH", "RPPS"]
    control.advance(days=5)
    info = trusted.payments.get(made[1]["id"])["disbursementInfo"]["rppsDisbursement"]
    assert info["traceNumber"] > 0
    assert info["batchNumber"] > 0


@contract(
    "PA-NET-024", "An international vendor cannot be connected in the sandbox.", "D", "docs/bill-network-sandbox-setup"
)
def test_international(bill: Client, make: Make, join: Join) -> None:
    address = {"line1": "1 King Street", "city": "Leeds", "zipOrPostalCode": "LS1", "country": "GB"}
    with refused(CLIENT_ERROR):
        bill.network.invite_vendor(make.vendor(address=address)["id"], by_id(join()))
