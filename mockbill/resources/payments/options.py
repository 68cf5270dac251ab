"""What a vendor could be paid with: each funding account, its earliest dates and its fee (D docs/vendor-payment-options)."""

from typing import Any

from ...gateway.call import Call
from ...gateway.operations import Answer
from ...gateway.verbs import find
from ...gateway.wire import Date, Filled, Money, Positive, Wire
from ...world.store import Row
from ..arithmetic import times
from ..payables.vendors import vendors
from .calendar import add_business_days, today
from .cards import cards, rate_for
from .disbursement import WAYS
from .funding import BANK_USER, may_use_bank, why_not
from .funding_accounts import banks
from .payments import PAYMENTS, payments
from .rules import EPAYMENTS
from .timelines import course


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
    """Each bank account and card of the organization: whether the caller could pay the vendor with it, when, and what
    that costs in USD.
    """
    vendor = find(call, vendors, call.query["vendorId"])
    store, amount = call.world.store, call.query["amount"]
    call.evidence = "I"
    accounts = [row for row in store.find(banks.name, call.org, status="VERIFIED") if not row["archived"]]
    payable = [row for row in store.find(cards.name, call.org) if not row["archived"]]
    return {
        "amount": amount,
        "vendorId": vendor["id"],
        "fundingOptions": {
            "banks": [by_bank(call, vendor, account) for account in accounts],
            "cards": [by_card(call, vendor, card, amount) for card in payable],
        },
    }


def by_bank(call: Call, vendor: Row, account: Row) -> dict[str, Any]:
    reason = None if may_use_bank(call, account) else BANK_USER
    fee = course(way_of(vendor) or "CHECK", {}).fee
    return option(call, vendor, account["id"], account["bankName"], reason) | {"fee": fee}


def by_card(call: Call, vendor: Row, card: Row, amount: float) -> dict[str, Any]:
    rate, name = rate_for(call, card), card.get("issuingBankName", card["nameOnAccount"])
    fee = {"amount": times(amount, rate / 100), "rate": rate}
    return option(call, vendor, card["id"], name, why_not(call, card)) | {"brand": card["brand"], "feeInfo": fee}


def way_of(vendor: Row) -> str | None:
    return WAYS.get(vendor["paymentInformation"]["payByType"])


def option(call: Call, vendor: Row, id: str, name: str, reason: str | None) -> dict[str, Any]:
    """What is alike for all; `reason` says why it is not to be had."""
    way = way_of(vendor)
    process = add_business_days(today(call.now()), 1)
    arrives = add_business_days(process, course(way or "CHECK", {}).arrives)
    reason = EPAYMENTS if way is None else reason
    found = {
        "available": reason is None,
        "deliveryDate": arrives.isoformat(),
        "processDate": process.isoformat(),
        "conditions": [],
        "id": id,
        "name": name,
    }
    return found if reason is None else found | {"reason": reason}
