"""Vendors (`009`): whom the organization pays. Never deleted or replaced, only changed and archived."""

from typing import Annotated, Any, Literal, get_args

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Bulk, Resource
from ...gateway.validation import Date, Filled, Int, Max, Money, Text, Time, Wire, cents, dollars, merge, partial
from ...gateway.verbs import find, plain, put, rewrite, tell
from ...world.store import Condition, Row
from ..addresses import Address, AddressWrite, Country, Currency, named
from ..statuses import PaymentStatus
from .international import Configuration, InternationalPayments, configuration

AccountType = Literal["BUSINESS", "PERSON", "NONE"]
PayByType = Literal["ACH", "CHECK", "INTERNATIONAL_E_PAYMENT", "OFFLINE", "RPPS", "UNDEFINED", "VIRTUAL_CARD", "WALLET"]
PayBySubType = Literal["ACH", "IACH", "LOCAL", "MULTIPLE", "NONE", "UNDEFINED", "WIRE"]
AlternatePayByType = Literal[
    "ACH", "AMEX", "CHECK", "CREDIT_CARD", "INTERNATIONAL_E_PAYMENT", "OFFLINE", "PAYPAL", "RPPS", "UNDEFINED",
    "VIRTUAL_CARD", "WALLET",
]  # fmt: skip
VirtualCardStatus = Literal[
    "CONFIRMED", "DECLINED", "ENROLLED", "ON_HOLD", "OPEN", "PAY_FOR_YOUR_OPPORTUNITY", "PAYER_ASSIST", "PENDING",
    "PHONE_NUMBER_NEEDED", "RECRUITING", "REQUIRE_MORE_INFO", "UNDEFINED", "UNKNOWN", "VERBAL_COMMITMENT",
]  # fmt: skip
VerificationStatus = Literal["PENDING", "VERIFIED", "NOT_VERIFIED", "BLOCKED", "EXPIRED"]


class RegulatoryField(Wire):
    name: Filled
    value: Filled


class BankAccountWrite(Wire):
    accountNumber: Filled
    nameOnAccount: Text | None = None
    routingNumber: Text | None = None
    type: Literal["CHECKING", "SAVINGS"] | None = None
    ownerType: Literal["BUSINESS", "PERSON"] | None = None
    regulatoryFields: list[RegulatoryField] | None = None
    paymentCurrency: Currency | None = None


class BankAccount(BankAccountWrite):
    status: VerificationStatus | None = None


class PurposeCode(Wire):
    name: Text | None = None
    value: Text | None = None


class PaymentPurpose(Wire):
    text: Text | None = None
    code: PurposeCode | None = None


class PaymentInformationPatch(Wire):
    payeeName: Annotated[Text, Max(100)] | None = None
    email: Text | None = None
    bankCountry: Country | None = None
    paymentPurpose: PaymentPurpose | None = None


class PaymentInformationWrite(PaymentInformationPatch):
    bankAccount: BankAccountWrite | None = None


class VirtualCard(Wire):
    status: VirtualCardStatus
    remitEmail: str | None = None
    enrollDate: Time | None = None
    declineDate: Time | None = None
    alternatePayByType: AlternatePayByType | None = None


class PaymentInformation(PaymentInformationWrite):
    bankAccount: BankAccount | None = None
    lastPaymentDate: Date | None = None
    payByType: PayByType
    payBySubType: PayBySubType | None = None
    transferMethod: Literal["LOCAL", "WIRE"] | None = None
    virtualCard: VirtualCard | None = None


class AdditionalInfo(Wire):
    taxId: Text | None = None
    taxIdType: Literal["SSN", "EIN", "UNDEFINED"] | None = None
    track1099: bool | None = None
    leadTimeInDays: Int | None = None
    combinePayments: bool | None = None
    paymentTermId: Text | None = None
    companyName: Text | None = None


class AutoPayWrite(Wire):
    enabled: bool | None = None
    bankAccountId: Text | None = None
    maxAmount: Money | None = None
    daysBeforeDueDate: Int | None = None


class AutoPay(AutoPayWrite):
    createdBy: str | None = None


class Balance(Wire):
    amount: Money
    lastUpdatedDate: Time


class VendorFields(Wire):
    name: Annotated[Filled, Max(100)]
    shortName: Annotated[Text, Max(40)] | None = None
    accountNumber: Text | None = None
    accountType: AccountType | None = None
    email: Text | None = None
    phone: Text | None = None
    address: AddressWrite
    paymentInformation: PaymentInformationPatch | None = None
    additionalInfo: AdditionalInfo | None = None
    billCurrency: Currency | None = None
    autoPay: AutoPayWrite | None = None


class VendorWrite(VendorFields):
    paymentInformation: PaymentInformationWrite | None = None


class Vendor(Wire):
    archived: bool
    id: str
    name: str
    shortName: str | None = None
    accountNumber: str | None = None
    accountType: Literal[AccountType, "UNDEFINED"] | None = None
    email: str | None = None
    phone: str | None = None
    address: Address
    paymentInformation: PaymentInformation
    additionalInfo: AdditionalInfo
    rppsId: str | None = None
    bankAccountStatus: Literal["NET_LINKED_ACCOUNT", "NO_ACCOUNT", "NO_NET_LINKED_ACCOUNT", "UNDEFINED"]
    recurringPayments: bool
    billCurrency: str
    createdTime: Time
    updatedTime: Time
    balance: Balance
    autoPay: AutoPay
    networkStatus: Literal["NOT_CONNECTED", "PENDING", "CONNECTED", "CONNECTED_RPPS"]
    paymentNetworkId: str | None = None


def create(call: Call, fields: dict[str, Any]) -> Row:
    if fields.get("autoPay", {}).get("enabled"):
        call.need_trust()
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
    if account:
        await_verification(call, stored)
    return stored


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    before = {name: row.get(name) for name in ("name", "address")}
    before["address"] = dict(row["address"])
    if fields.get("autoPay", {}).get("enabled") and not row["autoPay"]["enabled"]:
        call.need_trust()
        row["autoPay"]["createdBy"] = call.principal.user
    merge(row, fields)
    named(row["address"])
    derive(row)
    row = rewrite(call, vendors, row)
    if row["name"] != before["name"]:
        rename(call, row)
    documented = any(row[name] != value for name, value in before.items())
    if documented or call.choose("vendor.updated_on") == "any":
        tell(call, vendors, "updated", row)
    return row


def derive(row: dict[str, Any]) -> None:
    """How the vendor is paid follows from what is known of it (D docs/ap-vendors; order I)."""
    information = row["paymentInformation"]
    information.setdefault("virtualCard", {"status": "UNKNOWN"})
    account = information.get("bankAccount")
    status, by, sub = "NO_ACCOUNT", "CHECK", "NONE"
    if row.get("rppsId"):
        by = "RPPS"
    elif row["networkStatus"] == "CONNECTED":
        status, by, sub = "NET_LINKED_ACCOUNT", "ACH", "ACH"
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


def international(row: dict[str, Any]) -> bool:
    country: str = row["paymentInformation"].get("bankCountry") or row["address"]["country"]
    return country != "US"


def rename(call: Call, vendor: Row) -> None:
    """Bills and payments show the vendor's name; it is kept in their answers."""
    store = call.world.store
    for kind in ("bill", "payment"):
        for row in store.find(kind, call.org, vendorId=vendor["id"]) if kind in store.tables else ():
            row["vendorName"] = vendor["name"]
            store.update(kind, row)


def owe(call: Call, vendor_id: str, amount: int, *, paid_on: str | None = None) -> None:
    """Move what is owed to a vendor by some cents; with `paid_on`, note the day of a payment."""
    row = call.world.store.get("vendor", vendor_id, call.org)
    if row is not None and (amount or paid_on):
        row["balance"] = {"amount": dollars(cents(row["balance"]["amount"]) + amount), "lastUpdatedDate": call.iso()}
        if paid_on:
            row["paymentInformation"]["lastPaymentDate"] = paid_on
        call.world.store.update("vendor", row)


def by_payment_status(call: Call, operator: str, value: str) -> Condition:
    """Vendors with at least one bill in a payment status (the filter is D, its meaning I)."""
    statuses = [status.strip() for status in value.split(",")]
    if operator not in ("eq", "ne", "in", "nin"):
        raise refuse("BDC_1131", operator)
    if not set(statuses) <= set(get_args(PaymentStatus)):
        raise refuse("BDC_1129", "paymentStatus", value[:80])
    found = {
        row["vendorId"] for status in statuses for row in call.world.store.find("bill", call.org, paymentStatus=status)
    }
    return Condition(vendors.table.by_path["id"], "in" if operator in ("eq", "in") else "nin", tuple(sorted(found)))


vendors = Resource(
    "vendor", "/connect/v3/vendors", "009", Vendor, VendorWrite, patch=partial(VendorFields), item="vendorId",
    filters={
        "id": "eq ne in", "archived": "eq ne", "name": "eq sw", "accountType": "eq ne in nin", "address.country": "eq ne",
        "billCurrency": "eq ne in nin", "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="archived name shortName email phone billCurrency createdTime updatedTime",
    indexes="name createdTime updatedTime", make=create, change=change, event="vendor", bulk=Bulk("vendors", 20),
)  # fmt: skip
plain(
    vendors, create="createvendor", bulk_create="createbulkvendor", get="getvendor", update="updatevendor",
    archive="archivevendor", restore="restorevendor",
)  # fmt: skip


@vendors.operation("listvendors", "GET", "/connect/v3/vendors", listing=True, answer=Vendor)
def list_vendors(call: Call) -> Answer:
    """A page of vendors."""
    return listing.page(call, vendors, special={"paymentStatus": by_payment_status})


# The bank account: at most one, without an id of its own

ACCOUNT = "/connect/v3/vendors/{vendorId}/bank-account"


def set_account(call: Call, row: dict[str, Any], hidden: dict[str, Any], fields: dict[str, Any]) -> None:
    routing = fields.get("routingNumber")
    if routing and not (len(routing) == 9 and routing.isdigit()):
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
    from ..payments.calendar import business_days_later

    due = business_days_later(call.now(), call.choose("vendor.bank_verification_days"))
    call.world.schedule(due, "vendor.account_verified", subject=f"account {row['id']}", org=call.org, vendor=row["id"])


def account_verified(call: Call, vendor: str) -> None:
    """BILL has finished its check of a vendor's bank account (2 business days, D)."""
    row = call.world.store.get("vendor", vendor, call.org)
    if row and "bankAccount" in row["paymentInformation"]:
        row["paymentInformation"]["bankAccount"]["status"] = "VERIFIED"
        rewrite(call, vendors, row)


@vendors.operation("getvendorbankaccount", "GET", ACCOUNT, answer=BankAccount)
def get_account(call: Call) -> Answer:
    """The vendor's bank account."""
    account: dict[str, Any] | None = find(call, vendors, call.params["vendorId"])["paymentInformation"].get(
        "bankAccount"
    )
    if account is None:
        raise refuse("BDC_1205")
    return account


@vendors.operation("createvendorbankaccount", "POST", ACCOUNT, body=BankAccountWrite, answer=BankAccount, scope="full")
def create_account(call: Call) -> Answer:
    """Give the vendor a bank account; to change it, delete it first."""
    if call.choose("vendor.bank_account_needs_trust"):
        call.need_trust()
    row = find(call, vendors, call.params["vendorId"])
    if "bankAccount" in row["paymentInformation"]:
        raise call.business("bankAccount", "Vendor already has a bank account.")
    if row["networkStatus"] != "NOT_CONNECTED":
        raise refuse("BDC_1233")
    set_account(call, row, row.hidden, call.body)
    derive(row)
    row = rewrite(call, vendors, row)
    await_verification(call, row)
    tell(call, vendors, "updated", row)
    account: dict[str, Any] = row["paymentInformation"]["bankAccount"]
    return account


@vendors.operation("deletevendorbankaccount", "DELETE", ACCOUNT, status=204, scope="full")
def delete_account(call: Call) -> Answer:
    """Take the vendor's bank account away; it is paid by check again."""
    row = find(call, vendors, call.params["vendorId"])
    if row["paymentInformation"].pop("bankAccount", None) is None:
        raise refuse("BDC_1205")
    row.hidden.pop("accountNumber", None)
    call.world.unschedule(f"account {row['id']}")
    derive(row)
    tell(call, vendors, "updated", rewrite(call, vendors, row))
    return None


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
    country = row["paymentInformation"].get("bankCountry") or row["address"]["country"]
    return {"internationalPayments": configuration(country, row["accountType"])}


JOBS = {"vendor.account_verified": account_verified}
