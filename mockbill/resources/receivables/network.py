"""Customers in the BILL network: what being connected means for them (D docs/bill-network).

A customer does not show how it stands to the network; its invitation does.
"""

from typing import Any

from ...gateway.call import Call
from ...gateway.verbs import rewrite
from ...world.store import Row
from .. import profiles
from ..payments.invitations import Party, Status
from .customers import customers


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
