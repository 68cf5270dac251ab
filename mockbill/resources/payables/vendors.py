"""Vendors (`009`): whom the organization pays. Never deleted or replaced, only changed and archived."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Bulk, Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put, refer, rewrite, set_archived, tell
from ...gateway.wire import Wire, cents, dollars, merge, partial
from ...world.store import Among, Condition, Row
from .. import attachments, profiles
from ..addresses import Country, Currency, named
from ..payments.calendar import business_days_later
from ..payments.funding_accounts import banks
from ..receivables.payment_terms import payment_terms
from ..statuses import PaymentStatus
from .audit import note_creation, note_edit
from .international import Configuration, InternationalPayments, configuration
from .vendor_shapes import AccountType, Vendor, VendorFields, VendorWrite


def create(call: Call, fields: dict[str, Any]) -> Row:
    if fields.get("autoPay", {}).get("enabled"):
        call.need_trust()
    know_references(call, fields)
    fields = merge({}, fields)
    hidden: dict[str, Any] = {}
    row = {
        "accountType": "NONE",
        "billCurrency": "USD",
        "bankAccountStatus": "NO_ACCOUNT",
        "recurringPayments": False,
        "balance": {"amount": 0.0, "lastUpdatedDate": call.iso()},
        "networkStatus": "NOT_CONNECTED",
        **fields,
        "autoPay": {"enabled": False, **fields.get("autoPay", {})},
        "additionalInfo": {"track1099": False, "combinePayments": True, **fields.get("additionalInfo", {})},
    }
    account = row.setdefault("paymentInformation", {}).pop("bankAccount", None)
    named(row["address"])
    if row["autoPay"]["enabled"]:
        row["autoPay"]["createdBy"] = call.principal.user
    if account:
        set_account(call, row, hidden, account)
    derive(row)
    stored = put(call, vendors, row, hidden)
    note_creation(call, stored)
    if account:
        await_verification(call, stored)
    return stored


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    before = {"name": row["name"], "address": dict(row["address"])}
    know_references(call, fields)
    if fields.get("autoPay", {}).get("enabled") and not row["autoPay"]["enabled"]:
        call.need_trust()
        row["autoPay"]["createdBy"] = call.principal.user
    merge(row, fields)
    profiles.keep(row)
    named(row["address"])
    derive(row)
    row = save(call, row)
    if row["name"] != before["name"]:
        rename(call, row)
    documented = any(row[name] != value for name, value in before.items())
    if documented or call.choose("vendor.updated_on") == "any":
        tell(call, vendors, "updated", row)
    return row


def save(call: Call, row: Row) -> Row:
    """Store what a user changed of a vendor, and note it in the audit trail."""
    before = find(call, vendors, row["id"])
    row = rewrite(call, vendors, row)
    note_edit(call, before, row)
    return row


def know_references(call: Call, fields: dict[str, Any]) -> None:
    """Refuse a payment term, and automatic payment from a bank account, that is none (422 BDC_1205, I)."""
    if id := fields.get("additionalInfo", {}).get("paymentTermId"):
        refer(call, payment_terms, id)
    if id := fields.get("autoPay", {}).get("bankAccountId"):
        refer(call, banks, id)


def set_account(call: Call, row: dict[str, Any], hidden: dict[str, Any], fields: dict[str, Any]) -> None:
    routing = fields.get("routingNumber")
    if routing and not re.fullmatch("[0-9]{9}", routing):
        raise refuse("BDC_1143", "routingNumber", "Routing number must have 9 digits.")
    number = fields["accountNumber"]
    hidden["accountNumber"] = number
    shown = "*" * max(0, len(number) - 4) + number[-4:] if call.choose("vendor.mask_account_number") else number
    row["paymentInformation"]["bankAccount"] = {
        "paymentCurrency": "USD",
        **fields,
        "accountNumber": shown,
        "status": "PENDING",
    }


def await_verification(call: Call, row: Row) -> None:
    due = business_days_later(call.now(), call.choose("vendor.bank_verification_days"))
    call.world.schedule(due, "vendor.account_verified", subject=f"account {row['id']}", org=call.org, vendor=row["id"])


def derive(row: dict[str, Any]) -> None:
    """How the vendor is paid follows from what is known of it (D docs/ap-vendors; order I)."""
    information = row["paymentInformation"]
    information.setdefault("virtualCard", {"status": "UNKNOWN"})
    account = information.get("bankAccount")
    status, by, sub = "NO_ACCOUNT", "CHECK", "NONE"
    if row.get("rppsId"):
        by = "RPPS"
    elif row["networkStatus"] == "CONNECTED":
        status, by, sub = connected(information.get("payByType", "ACH"))
    elif information["virtualCard"]["status"] == "ENROLLED":
        by = "VIRTUAL_CARD"
    elif account and international(row):
        status, by = "NO_NET_LINKED_ACCOUNT", "INTERNATIONAL_E_PAYMENT"
        sub = "WIRE" if account.get("paymentCurrency", "USD") == "USD" else "LOCAL"
    elif account:
        status, by, sub = "NO_NET_LINKED_ACCOUNT", "ACH", "ACH"
    elif international(row):
        by = "OFFLINE"
    row["bankAccountStatus"] = status
    information |= {"payByType": by, "payBySubType": sub}
    information.pop("transferMethod", None)
    if sub in ("LOCAL", "WIRE"):
        information["transferMethod"] = sub


def connected(takes: str) -> tuple[str, str, str]:
    """How a connected vendor is paid; what it takes is seen when it connects. By check as long as it has linked no
    account (D help Setting up and using the Network).
    """
    if takes == "CHECK":
        return "NO_NET_LINKED_ACCOUNT", "CHECK", "NONE"
    return "NET_LINKED_ACCOUNT", *(("WALLET", "NONE") if takes == "WALLET" else ("ACH", "ACH"))


def international(row: dict[str, Any]) -> bool:
    return country_of(row) != "US"


def country_of(row: Mapping[str, Any]) -> str:
    """Where the vendor's bank is, as far as is known."""
    country: str = row["paymentInformation"].get("bankCountry") or row["address"]["country"]
    return country


def rename(call: Call, vendor: Row) -> None:
    """Bills and payments show the vendor's name; it is kept in their answers."""
    store = call.world.store
    for kind in ("bill", "payment"):
        for row in store.find(kind, call.org, vendorId=vendor["id"]) if kind in store.tables else ():
            row["vendorName"] = vendor["name"]
            store.update(kind, row)


def owe(call: Call, vendor: str | Row, amount: int, *, paid_on: str | None = None) -> None:
    """Move what is owed to a vendor (its id, or its row as it stands) by some cents; with `paid_on`, note the day of
    a payment.
    """
    row = call.world.store.get("vendor", vendor, call.org) if isinstance(vendor, str) else vendor
    if row is not None and (amount or paid_on):
        row["balance"] = {"amount": dollars(cents(row["balance"]["amount"]) + amount), "lastUpdatedDate": call.iso()}
        if paid_on:
            row["paymentInformation"]["lastPaymentDate"] = paid_on
        call.world.store.update("vendor", row)


def by_payment_status(call: Call, operator: str, value: str) -> Condition:
    """Vendors with at least one bill in a payment status (the filter is D, its meaning I)."""
    statuses = tuple(status.strip() for status in value.split(","))
    if operator not in ("eq", "ne", "in", "nin"):
        raise refuse("BDC_1131", operator)
    if not set(statuses) <= set(get_args(PaymentStatus)):
        raise refuse("BDC_1129", "paymentStatus", value[:80])
    bill = call.world.store.tables["bill"].by_path
    return Among(
        vendors.table.by_path["id"], "in" if operator in ("eq", "in") else "nin",
        Condition(bill["paymentStatus"], "in", statuses), kind="bill", source=bill["vendorId"], org=call.org,
    )  # fmt: skip


vendors = Resource(
    "vendor", "/connect/v3/vendors", "009", Vendor, VendorWrite, patch=partial(VendorFields), item="vendorId",
    filters={
        "id": "eq ne in", "archived": "eq ne", "name": "eq sw", "accountType": "eq ne in nin", "address.country": "eq ne",
        "billCurrency": "eq ne in nin", "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="archived name shortName email phone billCurrency createdTime updatedTime",
    indexes="name createdTime updatedTime", make=create, change=change, event="vendor", bulk=Bulk("vendors", 20),
)  # fmt: skip
plain(vendors, create="createvendor", bulk_create="createbulkvendor", get="getvendor", update="updatevendor")
attachments.offer(vendors, list="listvendorattachments", create="createvendorattachment")


@vendors.operation("archivevendor", "POST", "/connect/v3/vendors/{vendorId}/archive", answer=Vendor)
def archive(call: Call) -> Answer:
    """Archive a vendor."""
    return turn(call, archived=True)


@vendors.operation("restorevendor", "POST", "/connect/v3/vendors/{vendorId}/restore", answer=Vendor)
def restore(call: Call) -> Answer:
    """Restore a vendor."""
    return turn(call, archived=False)


def turn(call: Call, *, archived: bool) -> Row:
    before, row = (find(call, vendors, call.params["vendorId"]) for _ in range(2))
    row = set_archived(call, vendors, row, archived)
    note_edit(call, before, row)
    return row


@vendors.operation("listvendors", "GET", "/connect/v3/vendors", listing=True, answer=Vendor)
def list_vendors(call: Call) -> Answer:
    """A page of vendors."""
    return listing.page(call, vendors, special={"paymentStatus": by_payment_status})


# International payments


class ConfigurationQuery(Wire):
    country: Country
    billCurrency: Currency
    accountType: AccountType


@vendors.operation(
    "getintlconfig", "GET", "/connect/v3/vendors/configuration/international-payments",
    query=ConfigurationQuery, answer=InternationalPayments,
)  # fmt: skip
def international_configuration(call: Call) -> Answer:
    """What a country asks for, before the vendor exists."""
    return configuration(call.query["country"], call.query["accountType"])


@vendors.operation(
    "getconfigurationbyvendorid", "GET", "/connect/v3/vendors/{vendorId}/configuration", answer=Configuration
)
def vendor_configuration(call: Call) -> Answer:
    """What the vendor's country asks for."""
    row = find(call, vendors, call.params["vendorId"])
    return {"internationalPayments": configuration(country_of(row), row["accountType"])}
