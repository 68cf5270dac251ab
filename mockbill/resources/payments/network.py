"""BILL network: inviting vendors and customers to be connected, and accepting the invitations of others.
D docs/bill-network, docs/accepting-a-network-invitation, reference/createvendorinvitation.
"""

from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.operations import Answer
from ...gateway.validation import Filled, Max, Text, Wire
from ...gateway.verbs import find, tell
from ...world.store import Row
from ...world.world import World
from .. import profiles
from ..payables.vendors import derive, international, save, vendors
from ..receivables.network import CUSTOMER
from .directory import NETWORK
from .invitations import (
    Invitation,
    InvitationWrite,
    Party,
    Status,
    accept,
    end,
    invite,
    invite_by_mail,
    leave,
    standing,
)
from .lifecycle import OPEN

OF_VENDOR = f"{NETWORK}/invitation/vendor/{{vendorId}}"


# What being connected means for a vendor


def vendor_follows(call: Call, vendor: Row, before: Status, status: Status, organization: Row | None) -> None:
    """A connected vendor is paid through the network and shows its profile there (D docs/ap-vendors)."""
    vendor["networkStatus"] = status
    for name, connected in (("paymentNetworkId", "CONNECTED"), ("rppsId", "CONNECTED_RPPS")):
        vendor.pop(name, None)
        if organization is not None and status == connected:
            vendor[name] = organization["id"]
    profiles.shed(vendor)
    if organization is not None and status == "CONNECTED":
        phone = organization.hidden.get("phone")
        profiles.wear(
            vendor, {"paymentInformation.payeeName": organization["name"]} | ({"phone": phone} if phone else {})
        )
        vendor["paymentInformation"]["payByType"] = "WALLET" if organization.hidden["takesWallet"] else "ACH"
    derive(vendor)
    save(call, vendor)
    if (
        "PENDING" not in (status, before if status == "NOT_CONNECTED" else "")
        or call.choose("vendor.updated_on") == "any"
    ):
        tell(call, vendors, "updated", vendor)


def connectable(call: Call, vendor: Row) -> None:
    """Vendors abroad cannot be connected in the sandbox (D docs/bill-network-sandbox-setup)."""
    if international(vendor) and not call.choose("network.international"):
        raise call.business("vendorId", "An international vendor cannot be connected.")


def being_paid(call: Call, vendor: Row) -> bool:
    found = call.world.store.find("payment", call.org, vendorId=vendor["id"])
    return any(payment.hidden["hold"] in OPEN for payment in found)


def new_vendor(organization: Row, name: str) -> dict[str, Any]:
    return {"name": name, "address": dict(organization["addresses"][0])}


VENDOR = Party("VENDOR", vendors, vendor_follows, connectable, being_paid, new_vendor, ("BILL", "RPPS"))
PARTIES = {party.kind: party for party in (VENDOR, CUSTOMER)}


# The operations


class EmailBody(Wire):
    email: Filled


class AcceptBody(Wire):
    networkId: Filled
    type: Literal["CUSTOMER", "VENDOR"]
    id: Text | None = None
    name: Annotated[Text, Max(100)] | None = None


@vendors.operation("getvendorinvitation", "GET", OF_VENDOR, answer=Invitation)
def get_vendor_invitation(call: Call) -> Answer:
    """How a vendor stands to the network."""
    return standing(call, find(call, vendors, call.params["vendorId"]))


@vendors.operation("createvendorinvitation", "POST", OF_VENDOR, body=InvitationWrite)
def invite_vendor(call: Call) -> Answer:
    """Invite an organization of the network to be connected as this vendor, or connect a verified national vendor."""
    vendor = find(call, vendors, call.params["vendorId"])
    invite(call, VENDOR, vendor, call.body, email=vendor.get("email"))
    return None


@vendors.operation("deletevendorinvitation", "DELETE", OF_VENDOR)
def leave_vendor(call: Call) -> Answer:
    """Withdraw an invitation, or disconnect a vendor that no payment is on its way to."""
    leave(call, VENDOR, find(call, vendors, call.params["vendorId"]))
    return None


@vendors.operation("invitevendornotinbillnetwork", "POST", f"{OF_VENDOR}/email", body=EmailBody)
def mail_vendor(call: Call) -> Answer:
    """Invite a vendor who is not in the network, by e-mail."""
    vendor = find(call, vendors, call.params["vendorId"])
    if "@" not in call.body["email"].strip("@"):
        raise invalid("email: must be a well-formed email address")
    invite_by_mail(call, VENDOR, vendor, call.body["email"])
    return None


@vendors.operation("acceptinvitation", "POST", f"{NETWORK}/invitation/accept", body=AcceptBody)
def accept_invitation(call: Call) -> Answer:
    """Accept the invitation of an organization, as a vendor or customer there is or a new one."""
    asked = {name: text for name, text in call.body.items() if text.strip()}
    if ("id" in asked) == ("name" in asked):
        raise invalid("Either id or name must be provided, but not both.")
    accept(call, PARTIES[asked["type"]], asked)
    return None


# What time brings


def lapsed(call: Call, id: str) -> None:
    """Nobody has answered an invitation in time."""
    connection = call.world.store.get("network_connection", id, call.org)
    if connection is None:
        raise AssertionError(f"{id} is not invited")
    by, party, record = behind(call.world, connection)
    end(by, party, record)


def behind(world: World, connection: Row) -> tuple[Call, Party, Row]:
    """Whom a connection is of: a call by the clock on behalf of who made it, the kind of record, the record."""
    by = Call.by_clock(world, connection.org, connection.hidden["by"])
    party = PARTIES[connection.hidden["kind"]]
    return by, party, find(by, party.resource, connection["id"])


JOBS = {"network.lapsed": lapsed}
