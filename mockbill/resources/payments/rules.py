"""Whether a payment may be made: the rules of BILL's payments core, and its way of saying no."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from ...gateway.call import Call
from ...gateway.errors import Refusal, refuse
from ...gateway.wire import cents, dollars
from ...world.store import Row
from ..exchange_rates import batch_at
from ..payables.international import configuration
from ..payables.vendors import country_of
from ..platform.price_plans import plan_of
from ..platform.risk import need_clearance
from .calendar import add_business_days, is_business_day, today
from .disbursement import WAYS
from .funding import fundable, plainly

MOST_ON_A_CHECK = 9_999_999_999
"""Cents (D help)."""
LAST_YEAR = 8999
EPAYMENTS = "This vendor is unable to receive ePayments."
"""The beginning of BILL's sentence; the rest was not recorded (O)."""


@contextmanager
def told_twice(bill_id: str) -> Iterator[None]:
    """A refusal of the core comes plain and once more with the bill's id in front (O)."""
    try:
        yield
    except Refusal as refusal:
        if refusal.status == 422 or refusal.complaints[0].code == "BDC_1402":
            again = [one.about(bill_id) for one in refusal.complaints]
            raise Refusal(refusal.status, [*refusal.complaints, *again], refusal.evidence) from None
        raise


@contextmanager
def telling(call: Call, bills: Sequence[tuple[str | None, float]]) -> Iterator[None]:
    """Whatever is refused inside is told to the subscribers as `payment.failed`, once it is undone.

    Parameters:
        bills: ids and amounts (in the bill's currency) as they were asked for.
    """
    try:
        yield
    except Refusal as refusal:
        refusal.aftermath = failed(call, bills, refusal)
        raise


def failed(call: Call, bills: Sequence[tuple[str | None, float]], refusal: Refusal) -> Callable[[], None]:
    def tell() -> None:
        order, now = call.body, call.iso()
        bill = call.world.store.get("bill", bills[0][0], call.org) if bills[0][0] else None
        key = order.get("vendorId") or (bill["vendorId"] if bill else "")
        vendor = call.world.store.get("vendor", key, call.org)
        row = {
            "bills": [{"id": id, "amount": amount} for id, amount in bills if id],
            "createdBy": call.principal.user,
            "createdTime": now,
            "updatedTime": now,
            "fundingAccount": order["fundingAccount"],
        }
        if order.get("transactionNumber"):
            row["transactionNumber"] = order["transactionNumber"]
        if vendor is not None:
            row["vendor"] = {"id": vendor["id"], "name": vendor["name"]}
        texts = call.world.choices["error.texts"]
        errors = [{"code": c.code, "message": c.text(texts), "timestamp": now} for c in refusal.complaints]
        call.emit("payment.failed", Row(row, org=call.org), errors=errors)

    return tell


def may_pay(call: Call, order: Mapping[str, Any], vendor: Row, amount: int, others: int = 0) -> str:
    """Check all but the bill of a payment; returns its `disbursementType`.

    Parameters:
        order: the checked body, with its `processDate`.
        amount: cents in the vendor's currency.
        others: cents of a US dollar that other payments of the same call take from the funding account.
    """
    need_clearance(call)
    if vendor["archived"]:
        raise call.business("vendorId", "The vendor is archived.")
    if order.get("vendorId") not in (None, "", vendor["id"]):
        raise call.business("vendorId", "The bill belongs to another vendor.")
    if amount <= 0:
        raise call.business("amount", "Amount must be greater than zero.")
    fundable(call, order, vendor, amount, others)
    in_time(call, order, vendor)
    purposeful(call, order, vendor)
    return way_of(call, order, vendor, amount)


def payable(call: Call, bill: Row, amount: int, promised: int = 0) -> None:
    """Check the bill of a payment; `promised` cents of it go to other payments of the same call."""
    if bill["archived"]:
        raise call.business("billId", "The bill is archived.")
    if bill["approvalStatus"] in ("ASSIGNED", "APPROVING", "DENIED"):
        administrator = call.principal.role == "ADMINISTRATOR"
        if not (call.choose("bill.administrator_pays_unapproved") and administrator):
            raise call.business("billId", "The bill is not approved.")
    if amount + promised > cents(bill["dueAmount"]):
        raise refuse("BDC_1159")


def in_time(call: Call, order: Mapping[str, Any], vendor: Row) -> None:
    """The process date is a US banking day after today; the next one exactly when the bill is not in USD (O, D)."""
    now, day = today(call.now()), date.fromisoformat(order["processDate"])
    if day <= now or day.year > LAST_YEAR or not is_business_day(day):
        raise refuse("BDC_1152")
    if vendor["billCurrency"] != "USD":
        if day != add_business_days(now, 1):
            raise refuse("BDC_1152")
        if "exchangeRateBatchId" not in order:
            raise call.business("exchangeRateBatchId", "An exchange rate is required for this vendor's currency.")
        if order["exchangeRateBatchId"] != batch_at(call.now()):
            raise call.business("exchangeRateBatchId", "The exchange rate has expired.")
    account = vendor["paymentInformation"].get("bankAccount", {})
    fresh = account.get("status") == "PENDING" and call.choose("vendor.fresh_bank_delays_payment")
    if fresh and day < add_business_days(now, 2):
        raise refuse("BDC_1402")


def not_repeated(call: Call, order: Mapping[str, Any]) -> None:
    """A transaction number that an earlier payment has, or of other than letters and digits, if the choice refuses it."""
    number = order.get("transactionNumber")
    plain = not number or number.isascii() and number.isalnum()
    if not plain and call.choose("payment.transaction_number_form") == "alphanumeric":
        raise call.business("transactionNumber", "Must have letters and digits alone.")
    if number and call.world.store.find("payment", call.org, transactionNumber=number):
        if call.choose("payment.repeat_transaction_number") == "refuse":
            raise call.business("transactionNumber", "Transaction number is already used.")


def purposeful(call: Call, order: Mapping[str, Any], vendor: Row) -> None:
    """An international payment says what it is for where the vendor's configuration asks (D docs/ap-international-payments;
    codes I): the order itself, or else the vendor's own `paymentPurpose`.
    """
    if vendor["paymentInformation"]["payByType"] != "INTERNATIONAL_E_PAYMENT":
        return
    rule = configuration(country_of(vendor), vendor["accountType"])["paymentPurpose"]
    told = purpose_of(order, vendor)
    if told is None:
        if rule["required"]:
            raise call.business("paymentPurpose", "A payment purpose is required for this vendor.")
    elif rule["type"] == "CODE" and told.get("code", {}).get("value") not in [one["value"] for one in rule["codes"]]:
        raise call.business("paymentPurpose", "Is not one of the codes of the vendor's configuration.")


def purpose_of(order: Mapping[str, Any], vendor: Mapping[str, Any]) -> dict[str, Any] | None:
    """What an international payment is for."""
    found: dict[str, Any] | None = order.get("paymentPurpose") or vendor["paymentInformation"].get("paymentPurpose")
    return found


def way_of(call: Call, order: Mapping[str, Any], vendor: Row, amount: int) -> str:
    if order["fundingAccount"]["type"] == "AP_CARD":
        return "VIRTUAL_CARD"
    way = WAYS.get(vendor["paymentInformation"]["payByType"])
    if way is None or way == "WALLET" and not plan_of(call).epayments:
        raise plainly(call, EPAYMENTS)
    if way == "CHECK" and amount > MOST_ON_A_CHECK:
        raise call.business("amount", f"A check cannot exceed {dollars(MOST_ON_A_CHECK):.2f}.")
    options = order.get("processingOptions", {})
    instant = options.get("requestPayFaster") and options.get("requestCheckDeliveryType") == "RTP_DELIVERY"
    if instant and way != "RPPS":
        raise call.business("processingOptions.requestCheckDeliveryType", "The vendor cannot be paid instantly.")
    return way
