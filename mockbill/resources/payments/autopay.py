"""Payments that BILL makes by itself: of the bills of a vendor with `autoPay`, and of those that a recurring bill makes.

D docs/vendor-autopay-notification-payloads, docs/ap-recurring-bills, help Auto-Pay for vendors; when each is made I.
"""

from datetime import date
from typing import Any

from ...gateway.call import Call
from ...gateway.credentials import permissions_of
from ...gateway.errors import Refusal
from ...gateway.wire import cents
from ...world.store import Row
from ..exchange_rates import batch_at
from ..payables.bills import AUTOPAY, AUTOPAY_JOB
from ..platform.users import on_behalf
from .bank_users import is_verified
from .booking import vendor_of
from .calendar import add_business_days, business_days_before, paying_day, start_of, today
from .disbursement import WAYS
from .orders import create_payment

INACTIVE_USER = ("1", "User is inactive.")
UNAUTHORIZED_USER = ("2", "User is unauthorized.")
INACTIVE_ACCOUNT = ("3", "Bank account is inactive.")
NOT_READY = ("4", "Bill not ready to be paid.")
EXISTING_PAYMENT = ("5", "Bill has existing payment.")
OFFLINE_VENDOR = ("6", "Cannot pay offline vendor.")
"""Codes and texts of `autopay.failed` (D)."""
AS_CODED = {"BDC_1150": UNAUTHORIZED_USER, "BDC_1151": INACTIVE_ACCOUNT, "BDC_1159": EXISTING_PAYMENT}


def pay(by: Call, vendor: Row, bill: Row, account: str, day: date, billing_type: str) -> None:
    """Schedule a payment of what is due on a bill, on a day or the banking day before it, if that is still to come.

    Parameters:
        by: a call on behalf of whoever told BILL to pay.
        account: id of a bank account.
        billing_type: what notifications say of the payment.

    Raises:
        Refusal: as createpayment refuses.
    """
    order: dict[str, Any] = {
        "billId": bill["id"],
        "amount": bill["dueAmount"],
        "processDate": paying_day(by.now(), day).isoformat(),
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": account},
        "processingOptions": {},
        "billingType": billing_type,
    }
    if vendor["billCurrency"] != "USD":  # paid on the next banking day, at the rate in force (D)
        soonest = add_business_days(today(by.now()), 1)
        order |= {"processDate": soonest.isoformat(), "exchangeRateBatchId": batch_at(by.now())}
    by.body = order
    create_payment(by)
    by.world.unschedule(AUTOPAY.format(bill["id"]))


def fall_due(call: Call, bill: str, last: bool = False) -> None:
    """A new bill of a vendor with `autoPay` is looked at: paid, left alone, or told of as `autopay.failed`. One that
    waits for its approvers is looked at again: when they have approved it, or for the `last` time on the day on which
    it was to be paid; approved after that it is not paid by itself (D help).
    """
    row = call.world.store.get("bill", bill, call.org)
    if row is None:
        raise AssertionError(f"{bill} is gone")
    if last:
        row.hidden.pop("autopayWaits", None)
        call.world.store.update("bill", row)
    vendor = vendor_of(call, row)
    if not wanted(vendor, row):
        return
    plan = vendor["autoPay"]
    owner = plan.get("createdBy", "")
    by = on_behalf(call, owner)
    account = account_of(call, vendor)
    day = pay_by(row, plan.get("daysBeforeDueDate", 0))
    failure = why_not(by, vendor, row, account)
    if failure is NOT_READY and not last and awaits_approval(call, row):
        deadline = start_of(paying_day(call.now(), day))
        call.world.schedule(deadline, AUTOPAY_JOB, subject=AUTOPAY.format(bill), org=call.org, bill=bill, last=True)
        row.hidden["autopayWaits"] = True
        call.world.store.update("bill", row)
        return
    if failure is None and account is not None:
        try:
            pay(by, vendor, row, account["id"], day, "BILL_AUTOPAY")
        except Refusal as refusal:
            failure = AS_CODED.get(refusal.complaints[0].code or "", NOT_READY)
    if failure is not None:
        code, message = failure
        named = account["id"] if account is not None else plan.get("bankAccountId")
        call.emit(
            "autopay.failed", vendor, createdBy=owner, updatedTime=call.iso(),
            fundingAccount={**({"id": named} if named else {}), "type": "BANK_ACCOUNT"},
            errors=[{"code": code, "message": message}],
        )  # fmt: skip


def awaits_approval(call: Call, bill: Row) -> bool:
    """Whether nothing but its approvers keeps a bill from being paid."""
    waits = call.world.choices["autopay.unapproved"] == "wait"
    return waits and not bill["archived"] and bill["approvalStatus"] in ("ASSIGNED", "APPROVING")


def wanted(vendor: Row, bill: Row) -> bool:
    """Whether a bill is one to be paid by itself: not if it is of nothing, or above `maxAmount` (I)."""
    plan = vendor["autoPay"]
    most = plan.get("maxAmount")
    fits = most is None or cents(bill["amount"]) <= cents(most)
    return bool(plan["enabled"] and bill["amount"] and fits)


def account_of(call: Call, vendor: Row) -> Row | None:
    """The bank account to pay a vendor from: the one that was named, or the default of payables (I)."""
    named = vendor["autoPay"].get("bankAccountId")
    if named:
        return call.world.store.get("bank_account", named, call.org)
    accounts = call.world.store.find("bank_account", call.org)
    return next((row for row in accounts if row["default"]["payables"]), None)


def why_not(by: Call, vendor: Row, bill: Row, account: Row | None) -> tuple[str, str] | None:
    """Why a bill is not paid by itself; the first reason in the order of their codes (I)."""
    user = by.world.store.get("user", by.principal.user, by.org)
    if user is None or user["archived"]:
        return INACTIVE_USER
    if "pay" not in permissions_of(by.world, by.principal.role):
        return UNAUTHORIZED_USER
    if account is None or account["status"] != "VERIFIED" or account["archived"]:
        return INACTIVE_ACCOUNT
    if not is_verified(by, account["id"], user["id"]) and not account["accessToAdmins"]:
        return UNAUTHORIZED_USER
    if bill["archived"] or bill["approvalStatus"] in ("ASSIGNED", "APPROVING", "DENIED"):
        return NOT_READY
    if bill["scheduledAmount"] or not bill["dueAmount"] or bill["paidAmount"] > bill["creditAmount"]:
        return EXISTING_PAYMENT
    return None if WAYS.get(vendor["paymentInformation"]["payByType"]) else OFFLINE_VENDOR


def pay_by(bill: Row, days: int) -> date:
    """The day some banking days before a bill falls due (D help)."""
    return business_days_before(date.fromisoformat(bill["dueDate"]), days)


JOBS = {AUTOPAY_JOB: fall_due}
