"""Customers in the BILL network: their invitations, and what being connected means for them (D docs/bill-network).

A customer does not show how it stands to the network; its invitation does.
"""

from typing import Any

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find, rewrite
from ...world.store import Row
from .. import profiles
from ..payments.directory import NETWORK
from ..payments.invitations import Invitation, InvitationWrite, Party, Status, invite, leave, standing
from .customers import customers

OF_CUSTOMER = f"{NETWORK}/invitation/customer/{{customerId}}"


def follow(call: Call, customer: Row, before: Status, status: Status, organization: Row | None) -> None:
    """A connected customer shows the company name and phone of its profile in the network (D reference/createcustomer)."""
    if status == "PENDING" or status == "NOT_CONNECTED" and before == "PENDING":
        return
    profiles.shed(customer)
    if organization is not None:
        phone = organization.hidden.get("phone")
        profiles.wear(customer, {"companyName": organization["name"]} | ({"phone": phone} if phone else {}))
    rewrite(call, customers, customer)


def connectable(call: Call, customer: Row) -> None:
    """Any customer may be invited: the e-mail that it takes (D) is one that every customer has."""


def paying(call: Call, customer: Row) -> bool:
    return bool(call.world.store.find("receivable_payment", call.org, customerId=customer["id"], status="SCHEDULED"))


def new_customer(organization: Row, name: str) -> dict[str, Any]:
    place = dict(organization["addresses"][0])
    email = organization.hidden.get("email", f"network+{organization['id']}@mockbill.test")
    return {"name": name, "email": email, "billingAddress": place}


CUSTOMER = Party("CUSTOMER", customers, follow, connectable, paying, new_customer)


@customers.operation("getcustomerinvitation", "GET", OF_CUSTOMER, answer=Invitation)
def get_invitation(call: Call) -> Answer:
    """How a customer stands to the network."""
    return standing(call, find(call, customers, call.params["customerId"]))


@customers.operation("createcustomerinvitation", "POST", OF_CUSTOMER, body=InvitationWrite)
def invite_customer(call: Call) -> Answer:
    """Invite an organization of the network to be connected as this customer."""
    customer = find(call, customers, call.params["customerId"])
    invite(call, CUSTOMER, customer, call.body, email=customer["email"])
    return None


@customers.operation("deletecustomerinvitation", "DELETE", OF_CUSTOMER)
def leave_customer(call: Call) -> Answer:
    """Withdraw an invitation, or disconnect a customer that no payment is on its way from."""
    leave(call, CUSTOMER, find(call, customers, call.params["customerId"]))
    return None
