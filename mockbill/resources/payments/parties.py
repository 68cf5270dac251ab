"""Whom an organization of the network can stand behind: a vendor or a customer, and what that means for a vendor."""

from collections.abc import Mapping
from typing import Any

from ...gateway.call import Call
from ...gateway.verbs import find, tell
from ...world.store import Row
from ...world.world import World
from .. import profiles
from ..payables.vendors import derive, international, save, vendors
from ..receivables.network import CUSTOMER
from .funding_accounts import receiving_account
from .invitations import Kind, Party, Status
from .lifecycle import OPEN
from .tenants import own_entry


def vendor_follows(call: Call, vendor: Row, before: Status, status: Status, organization: Row | None) -> None:
    """A connected vendor is paid through the network and shows its profile there (D docs/ap-vendors)."""
    vendor["networkStatus"] = status
    for name, connected in (("paymentNetworkId", "CONNECTED"), ("rppsId", "CONNECTED_RPPS")):
        vendor.pop(name, None)
        if organization is not None and status == connected:
            vendor[name] = organization["id"]
    profiles.shed(vendor)
    unlink(vendor)
    if organization is not None and status == "CONNECTED":
        link(call, vendor, organization)
        phone = organization.hidden.get("phone")
        profiles.wear(
            vendor, {"paymentInformation.payeeName": organization["name"]} | ({"phone": phone} if phone else {})
        )
        takes = "WALLET" if organization.hidden["takesWallet"] else "ACH"
        vendor["paymentInformation"]["payByType"] = takes if linked_account(call, organization) else "CHECK"
    derive(vendor)
    save(call, vendor)
    if (
        "PENDING" not in (status, before if status == "NOT_CONNECTED" else "")
        or call.choose("vendor.updated_on") == "any"
    ):
        tell(call, vendors, "updated", vendor)


def link(call: Call, vendor: Row, organization: Row) -> None:
    """A connected vendor shows the account it has linked (O), masked (I), in place of the one that we know of it."""
    number = linked_account(call, organization)
    if number and call.choose("network.shows_bank_account"):
        information = vendor["paymentInformation"]
        vendor.hidden["ownAccount"] = information.get("bankAccount")
        information["bankAccount"] = {
            "nameOnAccount": organization["name"],
            "accountNumber": "*****" + number[-4:],
            "ownerType": "BUSINESS",
            "paymentCurrency": "USD",
            "status": "VERIFIED",
        }


def unlink(vendor: Row) -> None:
    """Show our own account of the vendor again, if there is one."""
    if "ownAccount" in vendor.hidden:
        own = vendor.hidden.pop("ownAccount")
        vendor["paymentInformation"].pop("bankAccount", None)
        if own:
            vendor["paymentInformation"]["bankAccount"] = own


def account_linked(call: Call) -> None:
    """An organization of this world has an account now: it is paid electronically by who has it as a connected vendor."""
    for connection in call.world.store.find("network_connection", call.org):
        twin = connection.hidden.get("twin")
        theirs = call.world.store.get("network_connection", twin["record"], twin["organization"]) if twin else None
        if theirs is not None and theirs.hidden["kind"] == "VENDOR":
            by, _, vendor = behind(call.world, theirs)
            if vendor["paymentInformation"]["payByType"] == "CHECK":
                vendor_follows(by, vendor, "CONNECTED", "CONNECTED", own_entry(call.world, call.org))


def linked_account(call: Call, organization: Row) -> str | None:
    """The number of the account that an organization is paid to: of this world, as it is; of the directory, made up."""
    own = organization.hidden.get("organizationId")
    if own is None:
        return str(organization["id"])
    account = receiving_account(call.world, own)
    return str(account["accountNumber"]) if account else None


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
PARTIES: Mapping[Kind, Party] = {party.kind: party for party in (VENDOR, CUSTOMER)}
OTHER_SIDE: Mapping[Kind, Kind] = {"VENDOR": "CUSTOMER", "CUSTOMER": "VENDOR"}
"""Who is our vendor has us as a customer."""


def behind(world: World, connection: Row) -> tuple[Call, Party, Row]:
    """Whom a connection is of: a call by the clock on behalf of who made it, the kind of record, the record."""
    by = Call.by_clock(world, connection.org, connection.hidden["by"])
    party = PARTIES[connection.hidden["kind"]]
    return by, party, find(by, party.resource, connection["id"])
