"""What a vendor could be paid with: each funding account, its earliest dates and its fee (D docs/vendor-payment-options)."""

from typing import Any

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.validation import Date, Filled, Money, Positive, Wire
from ...gateway.verbs import find
from ...world.store import Row
from ..payables.vendors import vendors
from .bank_users import is_verified
from .calendar import add_business_days, today
from .disbursement import WAYS
from .payments import PAYMENTS, payments
from .rules import EPAYMENTS
from .timelines import course

UNVERIFIED = "User verification required for payments with bank account."
"""BILL's sentence for cards, of a bank account (I)."""


class OptionsQuery(Wire):
    vendorId: Filled
    amount: Positive


class FeeInfo(Wire):
    amount: Money
    rate: float


class FundingOption(Wire):
    available: bool
    deliveryDate: Date
    processDate: Date
    reason: str | None = None
    conditions: list[str]
    id: str
    name: str


class BankOption(FundingOption):
    fee: Money


class CardOption(FundingOption):
    brand: str
    feeInfo: FeeInfo


class FundingOptions(Wire):
    banks: list[BankOption]
    cards: list[CardOption]


class PaymentOptions(Wire):
    amount: Money
    vendorId: str
    fundingOptions: FundingOptions


@payments.operation("listpaymentoptions", "GET", f"{PAYMENTS}/options", query=OptionsQuery, answer=PaymentOptions)
def list_options(call: Call) -> Answer:
    """Each bank account of the organization: whether the caller could pay the vendor from it, when, and the fee in USD."""
    vendor = find(call, vendors, call.query["vendorId"])
    accounts = call.world.store.find("bank_account", call.org, status="VERIFIED")
    call.evidence = "I"
    options = [option(call, vendor, account) for account in accounts if not account["archived"]]
    return {
        "amount": call.query["amount"],
        "vendorId": vendor["id"],
        "fundingOptions": {"banks": options, "cards": []},
    }


def option(call: Call, vendor: Row, account: Row) -> dict[str, Any]:
    way = WAYS.get(vendor["paymentInformation"]["payByType"])
    how = course(way or "CHECK", {})
    process = add_business_days(today(call.now()), 1)
    found = {
        "available": True,
        "deliveryDate": add_business_days(process, how.arrives).isoformat(),
        "processDate": process.isoformat(),
        "conditions": [],
        "id": account["id"],
        "name": account["bankName"],
        "fee": how.fee,
    }
    reason = EPAYMENTS if way is None else None if is_verified(call, account["id"], call.principal.user) else UNVERIFIED
    return found if reason is None else found | {"available": False, "reason": reason}
