"""Organizations (`008`): legal entities, each a tenant of its own (D docs/organizations-users)."""

from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.errors import invalid
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, in_order, rewrite
from ...gateway.wire import Date, Filled, Max, Text, Time, Wire, merge
from ...world.store import Column, Row
from ..addresses import Address, AddressWrite, named
from .industries import INDUSTRIES

PATH = "/connect/v3/organizations"
SPAN = "gt gte lt lte"
MASKED = "**** ****"
BusinessCategory = Literal[
    "INDIVIDUAL", "SOLE_PROPRIETOR", "PARTNERSHIP", "LLC", "CORPORATION", "S_CORPORATION", "NON_PROFIT", "OTHER",
    "UNKNOWN", "UNDEFINED",
]  # fmt: skip
"""INDIVIDUAL, LLC, UNKNOWN and UNDEFINED were seen; the others are ours (I)."""


class Owner(Wire):
    name: Text | None = None
    dateOfBirth: Date | None = None


class OrganizationOptions(Wire):
    mailingAddressSameAsPhysical: bool | None = None
    individualTransferOut: bool | None = None
    individualTransferIn: bool | None = None


class OrganizationWrite(Wire):
    name: Annotated[Filled, Max(100)]
    address: AddressWrite
    mailingAddress: AddressWrite | None = None
    phone: Text | None = None
    companyOwner: Owner | None = None
    taxId: Text | None = None
    taxIdType: Literal["SSN", "EIN", "UNDEFINED"] | None = None
    industry: Annotated[Text, Max(500)] | None = None
    businessCategory: BusinessCategory | None = None
    accountType: Literal["BUSINESS", "EMPLOYEE_OR_INDIVIDUAL"] | None = None
    processingOptions: OrganizationOptions | None = None


class Organization(Wire):
    id: str
    archived: bool
    name: str
    address: Address
    mailingAddress: Address | None = None
    phone: str | None = None
    companyOwner: Owner | None = None
    taxId: str | None = None
    taxIdType: str | None = None
    industry: str | None = None
    businessCategory: str | None = None
    accountType: str | None = None
    processingOptions: OrganizationOptions | None = None
    partnerName: str | None = None
    createdTime: Time
    updatedTime: Time


class Industries(Wire):
    results: list[str]


def establish(call: Call, fields: dict[str, Any], hidden: dict[str, Any] | None = None, id: str = "") -> Row:
    """Store a new organization, which belongs to itself.

    Parameters:
        id: the one it shall have, if not a new one.
    """
    drawn, now = call.world.ids.new(organizations.prefix), call.iso()
    row = Row({}, hidden=hidden)
    apply(call, row, fields)
    row |= {"id": id or drawn, "archived": False, "createdTime": now, "updatedTime": now}
    made = Row(in_order(organizations, row), org=row["id"], hidden=row.hidden)
    return call.world.store.insert(organizations.name, made)


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    apply(call, row, fields)
    return rewrite(call, organizations, row)


def apply(call: Call, row: Row, fields: dict[str, Any]) -> None:
    """Take over what was sent, and what follows from it. Refuses an address that stays half."""
    if fields.get("industry") and fields["industry"] not in INDUSTRIES:
        if call.choose("organization.unlisted_industry") == "refuse":
            raise call.business("industry", "Industry is not in the list.")
    merge(row, fields)
    if fields.get("taxId"):
        row.hidden["taxId"] = fields["taxId"]
        row["taxId"] = MASKED if call.choose("organization.mask_tax_id") else fields["taxId"]
    options = dict.fromkeys(OrganizationOptions.model_fields, False) | row.get("processingOptions", {})
    row["processingOptions"] = options
    if options["mailingAddressSameAsPhysical"]:
        row["mailingAddress"] = dict(row["address"])
    for name in ("address", "mailingAddress"):
        if name in row:
            whole(call, row[name], name)
            named(row[name])


def whole(call: Call, address: dict[str, Any], name: str) -> None:
    required = [field for field, declared in AddressWrite.model_fields.items() if declared.is_required()]
    wrong = [f"{name}.{field}: must not be blank" for field in required if not address.get(field)]
    if wrong:
        raise invalid(*wrong, code=call.choose("validation.code"))


organizations = Resource(
    "organization", PATH, "008", Organization, OrganizationWrite, item="organizationId",
    filters={"id": "eq ne in", "archived": "eq ne", "name": "eq sw", "createdTime": SPAN, "updatedTime": SPAN},
    sorts="name createdTime updatedTime", change=change, keep=(Column("hidden.partner", index=True),),
)  # fmt: skip


@organizations.operation("listindustries", "GET", f"{PATH}/industries", answer=Industries)
def industries(call: Call) -> Answer:
    """What an organization may name as its industry."""
    call.evidence = "I"
    return {"results": list(INDUSTRIES)}


plain(organizations, update="updateorganization", writes={"role": "admin", "scope": "full"})


@organizations.operation("getorganization", "GET", f"{PATH}/{{organizationId}}", answer=Organization, role="admin")
def get(call: Call) -> Answer:
    """The organization of the session; administrators only (D)."""
    return find(call, organizations, call.params["organizationId"])
