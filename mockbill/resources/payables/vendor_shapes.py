"""What is written and read of a vendor."""

from typing import Annotated, Literal

from pydantic import Field

from ...gateway.wire import Date, Filled, Int, Max, Money, Text, Time, Wire
from ..addresses import Address, AddressWrite, Country, Currency

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
    daysBeforeDueDate: Annotated[Int, Field(ge=0, le=60)] | None = None  # D help: banking days


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
