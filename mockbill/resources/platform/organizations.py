"""Organizations (`008`): legal entities, each a tenant of its own."""

from typing import Annotated, Literal

from ...gateway.operations import Resource
from ...gateway.validation import Date, Filled, Max, Text, Time, Wire
from ..addresses import Address, AddressWrite


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
    businessCategory: Text | None = None
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


organizations = Resource(
    "organization", "/connect/v3/organizations", "008", Organization, OrganizationWrite, item="organizationId"
)
