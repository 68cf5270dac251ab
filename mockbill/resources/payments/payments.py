"""Payments (`stp`): money to one vendor for one of its bills, or several. They are never edited: changing one means
to cancel it and make another. What makes them is in orders.py and recorded.py, how they go on in lifecycle.py.
"""

from typing import Annotated, Any, Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.wire import Date, Filled, Int, Max, Money, Quantity, Time, Wire
from ...world.store import Column, Condition
from ..payables.vendor_shapes import PaymentPurpose
from ..statuses import SingleStatus

FundingType = Literal["BANK_ACCOUNT", "CARD_ACCOUNT", "WALLET", "AP_CARD", "UNDEFINED"]
DeliveryType = Literal["STANDARD", "RTP_DELIVERY", "UPS_1DAY", "UPS_2DAY", "UPS_3DAY", "USPS_PRIORITY"]
DisbursementType = Literal[
    "ACH", "AMEX", "CHECK", "CREDIT_CARD", "INTERNATIONAL", "OFFLINE", "RPPS", "UNDEFINED", "VIRTUAL_CARD", "WALLET"
]
VoidType = Literal["VOID_AND_CREDIT", "VOID_AND_REISSUE", "VOID_ONLY", "VOID_AND_REISSUE_VCARD"]


class CreditUse(Wire):
    id: str
    amount: Money


class BillPayment(Wire):
    id: str
    billId: str
    amount: Money
    vendorCredits: list[CreditUse] | None = None


class FundingAccount(Wire):
    type: FundingType
    id: str | None = None


class ProcessingOptions(Wire):
    requestPayFaster: bool
    createBill: bool
    requestCheckDeliveryType: DeliveryType


class VoidInfo(Wire):
    id: str
    requestedBy: str
    type: VoidType
    status: Literal["TO_BE_PROCESSED", "ACCEPTED", "REJECTED", "NO_OP", "ARCHIVED"]
    reason: str
    createdTime: Time
    updatedTime: Time


class AchDisbursement(Wire):
    sentDate: Date
    arrivesByDate: Date


class CheckDisbursement(AchDisbursement):
    checkNumber: Int
    trackingInformation: str | None = None


class RppsDisbursement(AchDisbursement):
    traceNumber: Int
    batchNumber: Int


class InternationalDisbursement(AchDisbursement):
    amount: Money
    disbursementSubType: str


class VcardDisbursement(Wire):
    arrivesByDate: Date
    validUntil: Date
    last4CardNumber: str


class WalletDisbursement(Wire):
    arrivesByDate: Date


class DisbursementInfo(Wire):
    isVoidable: bool
    checkDisbursement: CheckDisbursement | None = None
    achDisbursement: AchDisbursement | None = None
    rppsDisbursement: RppsDisbursement | None = None
    internationalDisbursement: InternationalDisbursement | None = None
    vcardDisbursement: VcardDisbursement | None = None
    walletDisbursement: WalletDisbursement | None = None


class Payment(Wire):
    amount: Money
    id: str
    vendorId: str
    vendorName: str
    billId: str | None = None
    billPayments: list[BillPayment]
    description: str | None = None
    processDate: Date
    fundingAccount: FundingAccount | None = None
    processingOptions: ProcessingOptions | None = None
    transactionNumber: str
    confirmationNumber: str
    status: Literal["APPROVING", "SCHEDULED", "PAID", "CANCELLED", "VOID", "UNDEFINED"]
    exchangeRate: Quantity | None = None
    fundingAmount: Money | None = None
    onlinePayment: bool
    disbursementType: DisbursementType
    remittanceEmail: str | None = None
    createdTime: Time
    updatedTime: Time
    createdBy: str
    voidInfo: list[VoidInfo]
    disbursementStatus: Literal["DONE", "FAILED", "HOLD", "IN_PROGRESS", "UNDEFINED"] | None = None
    disbursementInfo: DisbursementInfo | None = None
    paymentPurpose: PaymentPurpose | None = None
    cardFundingPurpose: str | None = None
    cancelRequestSubmitted: bool
    singleStatus: SingleStatus


SPAN = "gt gte lt lte"
PAYMENTS = "/connect/v3/payments"
ONE = f"{PAYMENTS}/{{paymentId}}"
payments = Resource(
    "payment", PAYMENTS, "stp", Payment, Payment, item="paymentId",
    filters={
        "id": "eq ne in", "vendorId": "eq ne in", "processDate": f"eq ne {SPAN}", "status": "eq ne in",
        "transactionNumber": "eq ne in", "createdTime": SPAN, "updatedTime": SPAN,
    },
    sorts="description processDate amount confirmationNumber onlinePayment createdTime updatedTime disbursementStatus",
    indexes="vendorId processDate status transactionNumber createdTime updatedTime",
    keep=(Column("singleStatus"),), event="payment",
)  # fmt: skip
plain(payments, get="getpayment")


class VoidWrite(Wire):
    type: VoidType
    reason: Annotated[Filled, Max(4000)]


def by_single_status(call: Call, operator: str, value: str) -> Condition:
    """Not among the documented filters; taken when `payment.filter_strict` is off."""
    return loose(call, "singleStatus", operator, value, payments.table.by_path["singleStatus"])


def by_bill(call: Call, operator: str, value: str) -> Condition:
    """Payments that paid one of these bills, combined ones included; as above."""
    condition = loose(call, "billId", operator, value, payments.table.by_path["id"])
    wanted = set(condition.value)
    vendors = {bill["vendorId"] for id in wanted if (bill := call.world.store.get("bill", id, call.org))}
    rows = [row for vendor in vendors for row in call.world.store.find("payment", call.org, vendorId=vendor)]
    found = [row["id"] for row in rows if any(part["billId"] in wanted for part in row["billPayments"])]
    return Condition(condition.column, condition.operator, tuple(sorted(found)))


def loose(call: Call, name: str, operator: str, value: str, column: Column) -> Condition:
    if call.choose("payment.filter_strict"):
        raise refuse("BDC_1130", name)
    if operator not in ("eq", "ne", "in"):
        raise refuse("BDC_1131", operator)
    values = tuple(part.strip() for part in value.split(","))
    return Condition(column, "nin" if operator == "ne" else "in", values)


@payments.operation("listpayments", "GET", PAYMENTS, listing=True, answer=Payment)
def list_payments(call: Call) -> Answer:
    """A page of payments, recorded ones among them."""
    special: Any = {"singleStatus": by_single_status, "billId": by_bill}
    return listing.page(call, payments, special=special)
