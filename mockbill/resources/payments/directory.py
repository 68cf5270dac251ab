"""The directory of the BILL network: organizations that exchange payments without sharing bank details, and the verified
national vendors (RPPS) that bills are paid to by the payer's account number. All organizations of a world see the same.
"""

import re
from typing import Annotated, Any, Literal

from ...gateway.wire import Filled, Max, Min, Text, Wire
from ...world.store import Row, Table
from ...world.world import World
from ..addresses import AddressWrite

NETWORK = "/connect/v3/network"
EVERYBODY = "network"
"""What stands as the owner of the directory's rows: no organization."""
TABLES = (Table("network_organization"),)
Directory = Literal["BILL", "RPPS"]
Profile = Literal["PUBLIC", "LIMITED", "PRIVATE"]


class Manager(Wire):
    """The accountant who manages an organization's account."""

    name: Text | None = None
    email: Text | None = None
    emailDomain: Text | None = None


class NetworkOrganization(Wire):
    """One entry; `id` is its payment network id (PNI)."""

    id: str
    name: str
    type: Literal["BILL", "RPPS", "UNDEFINED"]
    addresses: list[AddressWrite]
    managedBy: Manager | None = None


class Listed(Wire):
    """What an entry is made of."""

    name: Annotated[Filled, Max(100)]
    type: Directory = "BILL"
    addresses: Annotated[list[AddressWrite], Min(1)] | None = None
    managedBy: Manager | None = None
    profile: Profile = "PUBLIC"
    autoConnect: bool = False
    takesWallet: bool = False
    phone: Text | None = None
    email: Text | None = None
    accountDigits: int | None = None
    """How many digits the account numbers of a national vendor have; None: anything goes."""


def address(line1: str, city: str, state: str, zip: str) -> dict[str, str]:
    return {"line1": line1, "city": city, "stateOrProvince": state, "zipOrPostalCode": zip, "country": "US"}


SOMEWHERE = address("1 Network Plaza", "San Jose", "CA", "95113")
FIRST: tuple[tuple[str, dict[str, Any]], ...] = (
    ("4417700123456789", {
        "name": "Happy Music Supplies", "addresses": [address("77 Encore Avenue", "San Jose", "CA", "95113")],
        "phone": "4085550177", "email": "books@happymusic.example",
    }),
    ("4417700234567890", {
        "name": "Maumee Valley Packaging", "addresses": [address("1200 Conant Street", "Maumee", "OH", "43537")],
        "autoConnect": True, "phone": "4195550142", "email": "ar@maumeevalley.example",
        "managedBy": {"name": "Swan Creek Accounting", "email": "desk@swancreek.example", "emailDomain": "swancreek.example"},
    }),
    ("4417700345678901", {
        "name": "Crescent Freight Lines", "addresses": [address("8 Depot Road", "Elkhart", "IN", "46516")],
        "profile": "LIMITED", "autoConnect": True, "takesWallet": True, "phone": "5745550163",
        "email": "billing@crescentfreight.example",
    }),
    ("4417700456789012", {
        "name": "Quiet Harbor Holdings", "addresses": [address("3 Breakwater Lane", "Sandusky", "OH", "44870")],
        "profile": "PRIVATE", "email": "office@quietharbor.example",
    }),
    ("0rv01MOCKTELECO00001", {
        "name": "Mock Telecom", "type": "RPPS", "addresses": [address("PO Box 12", "Dover", "DE", "19901")],
        "accountDigits": 10,
    }),
    ("0rv01GREATLAKES00002", {
        "name": "Great Lakes Power & Light", "type": "RPPS",
        "addresses": [
            address("PO Box 740", "Cleveland", "OH", "44101"), address("PO Box 1881", "Detroit", "MI", "48201"),
        ],
    }),
)  # fmt: skip
"""Who is in the directory of a new world: one who must accept, one who connects at once, one who takes the BILL wallet, one
who cannot be found, and two national vendors.
"""


def open_directory(world: World) -> None:
    """Enter those who are in it from the start."""
    for id, fields in FIRST:
        enlist(world, id, Listed.model_validate(fields).model_dump(exclude_none=True))


def enlist(world: World, id: str, fields: dict[str, Any]) -> Row:
    """Enter an organization under a payment network id; `fields` are checked members of `Listed`."""
    fields = {"addresses": [dict(SOMEWHERE)], **fields}
    shown = {name: fields[name] for name in NetworkOrganization.model_fields if name in fields}
    hidden = {name: value for name, value in fields.items() if name not in shown}
    return world.store.insert("network_organization", Row({"id": id, **shown}, org=EVERYBODY, hidden=hidden))


def fresh_id(world: World, type: Directory) -> str:
    """A payment network id: `0rv…` of a national vendor (D), 16 digits of an organization (I)."""
    return world.ids.new("0rv") if type == "RPPS" else world.ids.digits(16)


def fits(organization: Row, account: str) -> bool:
    """Whether a national vendor may have a customer with this account number (I)."""
    digits = organization.hidden.get("accountDigits")
    return digits is None or bool(re.fullmatch(f"[0-9]{{{digits}}}", account))
