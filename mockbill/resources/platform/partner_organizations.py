"""The organizations that a partner made (D docs/partner-organizations)."""

from typing import Any, Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.wire import Wire
from ...world.store import Condition
from .billing import await_month
from .organizations import Organization, OrganizationWrite, establish, organizations
from .partner import PARTNER, PATH, made_by
from .price_plans import PricePlanType, set_plan
from .roles import add_roles

OURS: dict[str, Any] = {"auth": "partner", "role": "admin", "scope": "never"}
"""What all operations of a partner declare."""


class PricePlanPatch(Wire):
    pricePlanType: PricePlanType


class Changed(Wire):
    status: Literal["SUCCESS"]


@organizations.operation(
    "listpartnerorganizations", "GET", f"{PATH}/organizations", listing=True, answer=Organization, **OURS
)
def list_organizations(call: Call) -> Answer:
    """A page of the organizations that the partner made."""
    made = Condition(organizations.table.by_path["hidden.partner"], "eq", call.org)
    return listing.page(call, organizations, made, everywhere=True)


@organizations.operation(
    "createorganization", "POST", f"{PATH}/organizations",
    body=OrganizationWrite, answer=Organization, status=201, **OURS,
)  # fmt: skip
def create(call: Call) -> Answer:
    """Make an organization: a tenant of its own with the usual roles, and no user yet."""
    partner = call.world.store.get(PARTNER.name, call.org)
    shown = {"partnerName": partner["name"]} if partner and call.choose("organization.shows_partner") else {}
    made = establish(call, {**call.body, **shown}, {"partner": call.org})
    add_roles(Call.by_clock(call.world, made["id"]))
    await_month(call.world, made["id"])
    return made


@organizations.operation(
    "updateorgpartnerpriceplan", "PATCH", f"{PATH}/organizations/{{organizationId}}/price-plan",
    body=PricePlanPatch, answer=Changed, **OURS,
)  # fmt: skip
def update_price_plan(call: Call) -> Answer:
    """Put an organization on another price plan (D reference/updateorgpartnerpriceplan)."""
    set_plan(call, made_by(call, call.params["organizationId"], "BDC_1205"), call.body["pricePlanType"])
    return {"status": "SUCCESS"}
