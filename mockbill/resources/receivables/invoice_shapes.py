"""What an invoice looks like, sent and answered. Its customer is written `customer: {id}` and read `customerId` (O)."""

from typing import Annotated, Literal

from pydantic import Field

from ...gateway.wire import Absent, Date, Max, Min, Money, Quantity, Reference, Text, Time, Wire
from .lines import Labels, Line, LineWrite

InvoiceStatus = Literal["OPEN", "SCHEDULED", "PARTIAL_PAYMENT", "PAID_IN_FULL", "UNDEFINED"]
RecordStatus = Literal["ACTIVE", "INACTIVE", "DRAFT"]
ReceivedStatus = Literal["PAID", "VOID", "SCHEDULED", "CANCELED", "ESCHEATED", "UNDEFINED"]
"""Where money from a customer stands (D reference/getreceivablepayment)."""

Lines = Annotated[list[LineWrite], Min(1), Absent("must not be null")]


class InvoiceCustomer(Wire):
    """A customer that is known, or the name and email of a new one."""

    id: Reference | None = None
    name: Annotated[Text, Max(100)] | None = None
    email: Text | None = None


class Sending(Wire):
    sendEmail: bool | None = None


class ConvenienceFee(Wire):
    percentage: Annotated[Quantity, Field(ge=0, le=100)] | None = None


class InvoiceFields(Wire):
    """What may be left out of an invoice."""

    invoiceNumber: Annotated[Text, Max(100)] | None = None
    invoiceDate: Date | None = None
    dueDate: Date | None = None
    paymentTermId: Reference | None = None
    processingOptions: Sending | None = None
    payToChartOfAccountId: Reference | None = None
    classifications: Labels | None = None
    creditAmount: Annotated[Money, Field(ge=0)] | None = None
    salesTaxItemId: Reference | None = None
    enableCardPayment: bool | None = None
    convenienceFee: ConvenienceFee | None = None


class InvoiceWrite(InvoiceFields):
    customer: Annotated[InvoiceCustomer, Absent("The customer field is required")]
    invoiceLineItems: Lines


class InvoiceReplacement(InvoiceFields):
    """A PUT names a missing customer in other words than a POST (O)."""

    customer: InvoiceCustomer
    invoiceLineItems: Lines


class InvoicePatch(InvoiceFields):
    customer: InvoiceCustomer | None = None
    invoiceLineItems: Annotated[list[LineWrite], Min(1)] | None = None


class Share(Wire):
    """What an invoice gets of one received payment (`0ip`)."""

    id: str
    amount: Money
    status: ReceivedStatus
    date: Date


class Invoice(Wire):
    id: str
    archived: bool
    recordStatus: RecordStatus
    invoiceNumber: str
    invoiceDate: Date
    dueDate: Date
    paymentTermId: str | None = None
    customerId: str
    totalAmount: Money
    dueAmount: Money
    scheduledAmount: Money
    creditAmount: Money
    status: InvoiceStatus
    exchangeRate: Quantity | None = None
    createdBy: str
    createdTime: Time
    updatedTime: Time
    invoiceLineItems: list[Line]
    payToChartOfAccountId: str | None = None
    payments: list[Share] | None = None
    classifications: Labels | None = None
    salesTaxItemId: str | None = None
    salesTaxTotal: Money
    salesTaxPercentage: Quantity
    enableCardPayment: bool
    convenienceFee: ConvenienceFee | None = None
    invoicePdfId: str
