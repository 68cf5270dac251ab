"""BILL network: inviting vendors and customers to be connected, and accepting the invitations of others.
D docs/bill-network, docs/accepting-a-network-invitation, reference/createvendorinvitation.
"""

from typing import Annotated, Literal

from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.operations import Answer
from ...gateway.verbs import find
from ...gateway.wire import Filled, Max, Text, Wire
from ...world.store import Row
from ..payables.vendors import vendors
from ..receivables.customers import customers
from ..receivables.network import CUSTOMER
from .connections import in_the_way, join, part, propose
from .directory import NETWORK
from .funding_accounts import ACCOUNT_LINKED
from .invitations import Invitation, InvitationWrite, Party, connection_of, invite_by_mail, standing
from .parties import PARTIES, VENDOR, account_linked, behind

OF_VENDOR = f"{NETWORK}/invitation/vendor/{{vendorId}}"
OF_CUSTOMER = f"{NETWORK}/invitation/customer/{{customerId}}"


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
    propose(call, VENDOR, vendor, call.body, email=vendor.get("email"))
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


@customers.operation("getcustomerinvitation", "GET", OF_CUSTOMER, answer=Invitation)
def get_customer_invitation(call: Call) -> Answer:
    """How a customer stands to the network."""
    return standing(call, find(call, customers, call.params["customerId"]))


@customers.operation("createcustomerinvitation", "POST", OF_CUSTOMER, body=InvitationWrite)
def invite_customer(call: Call) -> Answer:
    """Invite an organization of the network to be connected as this customer."""
    customer = find(call, customers, call.params["customerId"])
    propose(call, CUSTOMER, customer, call.body, email=customer["email"])
    return None


@customers.operation("deletecustomerinvitation", "DELETE", OF_CUSTOMER)
def leave_customer(call: Call) -> Answer:
    """Withdraw an invitation, or disconnect a customer that no payment is on its way from."""
    leave(call, CUSTOMER, find(call, customers, call.params["customerId"]))
    return None


def leave(call: Call, party: Party, record: Row) -> None:
    """End what there is, at the organization's wish; refused while money is on its way (D, code I)."""
    if connection_of(call, record) is None:
        if call.choose("network.delete_nothing") == "accept":
            return
        raise call.business("networkStatus", "It is neither connected nor invited.")
    if in_the_way(call, party, record):
        raise call.business("networkStatus", "Payments are scheduled or in process.")
    part(call, party, record)


@vendors.operation("acceptinvitation", "POST", f"{NETWORK}/invitation/accept", body=AcceptBody)
def accept_invitation(call: Call) -> Answer:
    """Accept the invitation of an organization, as a vendor or customer there is or a new one."""
    asked = {name: text for name, text in call.body.items() if text.strip()}
    if ("id" in asked) == ("name" in asked):
        raise invalid("Either id or name must be provided, but not both.")
    join(call, PARTIES[asked["type"]], asked)
    return None


# What time brings


def lapsed(call: Call, id: str) -> None:
    """Nobody has answered an invitation in time."""
    connection = call.world.store.get("network_connection", id, call.org)
    if connection is None:
        raise AssertionError(f"{id} is not invited")
    by, party, record = behind(call.world, connection)
    part(by, party, record)


JOBS = {"network.lapsed": lapsed, ACCOUNT_LINKED: account_linked}
