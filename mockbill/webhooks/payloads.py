"""What each notification says: one function per family, from the row it is about (field by field, D docs/…-payloads).

Members that a row does not have are absent. A function is given the world, the organization, the row, and what
`call.emit` was told besides; it answers everything but `metadata`.
"""

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

from ..resources.payments.disbursement import BEFORE_PROCESSING
from ..world.store import Row
from ..world.world import World

Content = dict[str, Any]
Extra = Mapping[str, Any]
LONGEST_NUMBER = 18


def pick(row: Mapping[str, Any], names: str) -> Content:
    """The named members that are set, in this order."""
    return {name: row[name] for name in names.split() if row.get(name) is not None}


def known(row: Row, name: str) -> Any:
    """A member that the GET answer may or may not show."""
    return row.get(name, row.hidden.get(name))


def masked(number: str) -> str:
    """All but the last four characters blotted out; what is masked already stays."""
    return number if "*" in number else "*" * max(0, len(number) - 4) + number[-4:]


def vendor(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/vendor-webhook-notification-payloads; accountNumber is a number in BILL's samples."""
    told = pick(row, "id name shortName archived email phone networkStatus paymentNetworkId rppsId accountNumber")
    number = told.get("accountNumber", "")
    if world.choices["webhook.numeric_account_number"] and number.isascii() and number.isdigit():
        if len(number) <= LONGEST_NUMBER:
            told["accountNumber"] = int(number)
    told["address"] = pick(row.get("address", {}), "line1 line2 city stateOrProvince zipOrPostalCode country")
    payment = row.get("paymentInformation", {})
    told["paymentInformation"] = pick(payment, "payeeName email payByType lastPaymentDate")
    if payment.get("virtualCard"):
        told["paymentInformation"]["virtualCard"] = pick(payment["virtualCard"], "status")
    told["additionalInfo"] = pick(
        row.get("additionalInfo", {}), "taxId taxIdType track1099 leadTimeInDays combinePayments companyName"
    )
    told |= pick(row, "recurringPayments billCurrency balance")
    told["autoPay"] = pick(row.get("autoPay", {}), "enabled")
    return {"vendor": told | pick(row, "createdTime updatedTime")}


def autopay(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/vendor-autopay-notification-payloads. The row is the vendor; `errors` are `{code, message}`."""
    told = {"vendor": pick(row, "id name")} | pick(extra, "createdBy updatedTime fundingAccount")
    return told | {"errors": stamped(world, extra)}


def stamped(world: World, extra: Extra) -> list[Content]:
    """The errors of a failure, each with a timestamp."""
    return [{**error, "timestamp": error.get("timestamp", world.clock.iso())} for error in extra.get("errors", ())]


def bill(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/bill-webhook-notification-payloads; invoiceDate is a date-time here, unlike in a GET."""
    told = pick(row, "id vendorId vendorName")
    invoice = pick(row.get("invoice", {}), "invoiceNumber invoiceDate")
    if "invoiceDate" in invoice:
        invoice["invoiceDate"] = f"{invoice['invoiceDate'][:10]}T00:00:00.000Z"
    told |= {"invoice": invoice} | pick(row, "amount createdTime updatedTime")
    if known(row, "createdBy"):
        told["createdBy"] = known(row, "createdBy")
    told |= pick(row, "archived description dueDate paymentStatus payFromChartOfAccountId")
    labels = pick(row.get("classifications", {}), "chartOfAccountId accountingClassId departmentId locationId")
    return {"bill": told | ({"classifications": labels} if labels else {}) | pick(row, "purchaseOrderNumber")}


def payment(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/payment-webhook-notification-payloads; `status` carries the payment's singleStatus."""
    paid = [part["billId"] for part in row.get("billPayments", ()) if part.get("billId")]
    told: Content = {"id": row["id"], "billIds": list(dict.fromkeys([*filter(None, [row.get("billId")]), *paid]))}
    told |= pick(row, "transactionNumber") | {"status": row["singleStatus"]}
    if known(row, "createdBy"):
        told["createdBy"] = known(row, "createdBy")
    told |= pick(row, "createdTime updatedTime processDate")
    told["funding"] = {
        "amount": row.get("fundingAmount", row["amount"]),
        "currency": "USD",
        "fundingAccount": funding_account(world, org, row.get("fundingAccount", {})),
    }
    told["disbursement"] = disbursement(world, org, row)
    told["vendor"] = {"id": row["vendorId"]} | ({"name": row["vendorName"]} if row.get("vendorName") else {})
    return {"payment": told | {"billingType": known(row, "billingType") or "BDC"}}


def look_up(world: World, kind: str, org: str, id: Any) -> Row:
    """A row that a payment names; empty when there is none (a wallet has no id)."""
    return (world.store.get(kind, id, org) if id and kind in world.store.tables else None) or Row({})


def funding_account(world: World, org: str, account: Mapping[str, Any]) -> Content:
    type = account.get("type")
    if type == "WALLET":
        return {"type": type}
    told = pick(account, "id type")
    if type == "BANK_ACCOUNT":
        bank = look_up(world, "bank_account", org, account.get("id"))
        if bank:
            told |= {"name": bank["nameOnAccount"], "accountNumber": masked(bank["accountNumber"])}
    elif type == "CARD_ACCOUNT":
        card = look_up(world, "card_account", org, account.get("id"))
        if card:
            told |= {"name": card["nameOnAccount"]} | pick(card, "last4")
    return told


def disbursement(world: World, org: str, row: Row) -> Content:
    """Until the payment is processed only the day of arrival is told, and the account is an empty object (D); the amount
    is in the vendor's currency (I).
    """
    told = pick(row.hidden, "arrivesByDate")
    if row["singleStatus"] in BEFORE_PROCESSING:
        return told | {"disbursementAccount": {}}
    to = look_up(world, "vendor", org, row.get("vendorId"))
    told |= {"amount": row["amount"], "currency": to.get("billCurrency", "USD")}
    account = pick({"type": row.get("disbursementType")}, "type")
    paid = to.get("paymentInformation", {}).get("bankAccount", {})
    if paid.get("accountNumber") and account.get("type") not in ("CHECK", "VIRTUAL_CARD", "WALLET"):
        account["accountNumber"] = masked(paid["accountNumber"])
    return told | {"disbursementAccount": account}


def payment_failed(world: World, org: str, row: Row, extra: Extra) -> Content:
    """A payment that was not made, so without an id (D, O): the row is what was asked for, `errors` say why."""
    told = pick(row, "bills transactionNumber createdBy createdTime updatedTime fundingAccount vendor")
    return {"payment": told, "errors": stamped(world, extra)}


def mass_payment(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/ap-mass-payment-notification-payloads."""
    return {"mass-payment": pick(row, "paymentBatchId batchStatus count updatedTime")}


def bank_account(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/bank-account-webhook-notification-payloads; only a VERIFIED account is sent as not archived (O)."""
    told = pick(
        row,
        "id archived accountNumber nameOnAccount routingNumber bankName status createdBy type ownerType"
        " createdTime updatedTime default",
    )
    told["accountNumber"] = masked(str(told.get("accountNumber", "")))
    if world.choices["bank.unverified_reads_archived"] and row.get("status") != "VERIFIED":
        told["archived"] = True
    return {"bank-account": told}


def card_account(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/card-account-notification-payloads; the brand is capitalized here, and the type UNKNOWN, not UNDEFINED."""
    told = pick(
        row,
        "id archived createdTime updatedTime createdBy nameOnAccount brand type status last4 expiration default",
    )
    if told.get("brand"):
        told["brand"] = told["brand"][:1].upper() + told["brand"][1:]
    if told.get("type") == "UNDEFINED":
        told["type"] = "UNKNOWN"
    return {"card-account": told}


def risk_verification(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/risk-verification-notification-payloads: the decision alone."""
    return {"risk-verification": pick(row, "decision")}


def invoice(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/invoice-webhook-notification-payloads: neither lines nor payments."""
    told = pick(
        row,
        "id customerId archived invoiceNumber invoiceDate dueDate totalAmount dueAmount scheduledAmount creditAmount"
        " salesTaxTotal salesTaxPercentage createdTime updatedTime",
    )
    if known(row, "createdBy"):
        told["createdBy"] = known(row, "createdBy")
    return {"invoice": told | pick(row, "status")}


def company_of(world: World, org: str) -> str:
    """The uuid that an organization has as a company of S&E."""
    organization = world.store.get("organization", org)
    return str(organization.hidden.get("spendCompanyUuid", org)) if organization else org


def transaction(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/spend-expense-transaction-notification-payloads; without an authorization its uuid is null (D)."""
    told = by_uuids(row) | {"originalAuthTransactionUuid": row.get("originalAuthTransactionUuid")}
    told |= pick(row.hidden, "parentTransactionUuid")
    return {"transaction": {name: value for name, value in told.items() if name != "originalAuthTransactionId"}}


def challenge(world: World, org: str, row: Row, extra: Extra) -> Content:
    """A 3DS challenge; what it has to be answered by is its acsTransactionId (D)."""
    return {"threeDsChallenge": {**by_uuids(row), "companyUuid": company_of(world, org)}}


def reimbursement(world: World, org: str, row: Row, extra: Extra) -> Content:
    """D docs/spend-expense-reimbursement-notification-payload."""
    return {"reimbursement": {**by_uuids(row), "companyUuid": company_of(world, org)}}


def by_uuids(value: Any) -> Any:
    """An S&E object as its GET shows it, but for the older ids, which no notification has (D changelog 2025-07-09)."""
    if isinstance(value, list):
        return [by_uuids(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: by_uuids(inner) for name, inner in value.items() if not is_older(name, inner)}


def is_older(name: str, value: Any) -> bool:
    """Whether a member holds base64 of `Type:key`, or a list of such."""
    if isinstance(value, list):
        return bool(value) and all(is_older(name.removesuffix("s"), item) for item in value)
    if not isinstance(value, str) or not (name == "id" or name.endswith("Id")):
        return False
    try:
        return re.fullmatch(rb"[A-Z][A-Za-z]*:[0-9a-f-]+", b64decode(value, validate=True)) is not None
    except ValueError:
        return False


BUILDERS: Mapping[str, Callable[[World, str, Row, Extra], Content]] = {
    "vendor": vendor,
    "autopay.failed": autopay,
    "bill": bill,
    "payment": payment,
    "payment.failed": payment_failed,
    "mass-payment": mass_payment,
    "bank-account": bank_account,
    "card-account": card_account,
    "risk-verification": risk_verification,
    "invoice": invoice,
    "spend.transaction": transaction,
    "spend.three-ds-challenge": challenge,
    "spend.reimbursement": reimbursement,
}
"""By event type, or by its family (the type without its last part)."""


def content_of(world: World, org: str, event: str, row: Row, extra: Extra) -> Content:
    """Everything of a notification but its metadata."""
    build = BUILDERS.get(event) or BUILDERS[event.rpartition(".")[0]]
    return build(world, org, row, extra)
