"""Payment terms (`00p`): in how many days an invoice or bill falls due. Neither deleted nor archived (D docs/payment-terms)."""

from typing import Any

from pydantic import Field

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Resource
from ...gateway.plain import plain
from ...gateway.verbs import put, rewrite
from ...gateway.wire import Filled, Int, Text, Time, Wire, merge
from ...world.store import Row


class PaymentTermWrite(Wire):
    name: Filled
    daysDue: Int = Field(ge=0, le=999)


class PaymentTerm(Wire):
    id: str
    name: Text
    daysDue: Int
    createdTime: Time
    updatedTime: Time


def own_organization(call: Call) -> None:
    """Refuse another organization's terms as not found (404 BDC_1205, I)."""
    if call.params["organizationId"] != call.org:
        raise refuse("BDC_1205")


def new_days(call: Call, days: int, but: Row | None = None) -> None:
    """Refuse a second term with the same days (rule D docs/payment-terms, code I)."""
    known = call.world.store.find("payment_term", call.org, daysDue=days)
    if any(but is None or row["id"] != but["id"] for row in known):
        raise call.business("daysDue", "A payment term with this number of days already exists.")


def create(call: Call, fields: dict[str, Any]) -> Row:
    new_days(call, fields["daysDue"])
    return put(call, payment_terms, fields)


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    merge(row, fields)
    new_days(call, row["daysDue"], but=row)
    return rewrite(call, payment_terms, row)


payment_terms = Resource(
    "payment_term", "/connect/v3/organizations/{organizationId}/payment-terms", "00p", PaymentTerm, PaymentTermWrite,
    item="paymentTermId", make=create, change=change,
    filters={
        "id": "eq ne in nin", "name": "eq ne in nin sw", "daysDue": "eq ne gt gte lt lte in nin",
        "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="name daysDue createdTime updatedTime",
)  # fmt: skip
plain(
    payment_terms, list="listpaymentterms", get="getpaymentterm", create="createpaymentterm",
    update="updatepaymentterm", guard=own_organization,
)  # fmt: skip
