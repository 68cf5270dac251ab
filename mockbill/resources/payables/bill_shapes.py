"""What a bill looks like, sent and answered."""

from typing import Annotated

from ...gateway.wire import Date, Filled, Max, Min, Money, Quantity, Reference, Text, Time, Wire
from ..statuses import PaymentStatus
from .approvals import ApprovalStatus, Approver
from .credits import CreditUse
from .lines import Classifications, Description, Line, LineWrite, PatchedLine

Number = Annotated[Filled, Max(21)]
"""BILL's limit on a vendor's invoice number (BDC_1143, O)."""


class Invoice(Wire):
    invoiceNumber: str | None = None
    invoiceDate: Date


class InvoiceWrite(Wire):
    invoiceNumber: Number
    invoiceDate: Date


class InvoicePatch(Wire):
    invoiceNumber: Number | None = None
    invoiceDate: Date | None = None


class BillFields(Wire):
    """What may be left out of a bill."""

    description: Description | None = None
    payFromChartOfAccountId: Reference | None = None
    classifications: Classifications | None = None
    vendorCredits: list[CreditUse] | None = None
    purchaseOrderNumber: Text | None = None
    billApprovals: bool | None = None


class BillWrite(BillFields):
    vendorId: Filled
    dueDate: Date
    billLineItems: Annotated[list[LineWrite], Min(1)]
    invoice: InvoiceWrite


class BillPatch(BillFields):
    vendorId: Filled | None = None
    dueDate: Date | None = None
    billLineItems: Annotated[list[PatchedLine], Min(1)] | None = None
    invoice: InvoicePatch | None = None


class Bill(Wire):
    archived: bool
    id: str
    vendorId: str
    vendorName: str | None = None
    fundingAmount: Money
    amount: Money
    paidAmount: Money
    dueAmount: Money
    scheduledAmount: Money
    creditAmount: Money
    exchangeRate: Quantity | None = None
    description: str | None = None
    dueDate: Date
    invoice: Invoice
    billLineItems: list[Line]
    payFromChartOfAccountId: str | None = None
    paymentStatus: PaymentStatus
    approvalStatus: ApprovalStatus
    createdTime: Time
    updatedTime: Time
    classifications: Classifications | None = None
    approvers: list[Approver] | None = None
    purchaseOrderNumber: str | None = None


class ApprovalsQuery(Wire):
    """Asks a read for the approvers of its bills; a bill that has none reads as without it (O)."""

    billApprovals: bool | None = None
