"""Accounts payable: vendors, their bills and credits, and who approves them."""

from ..areas import Area
from ..attachments import attachments
from . import approval_actions, approvals, audit, documents, recurring_bills, vendor_accounts
from .bills import bills
from .vendor_credits import vendor_credits
from .vendors import vendors

PAYABLES = Area(
    resources=(
        vendors,
        bills,
        approvals.policies,
        recurring_bills.recurring_bills,
        documents.documents,
        attachments,
        vendor_credits,
    ),
    files=(vendor_accounts, documents, audit, approvals, approval_actions, recurring_bills),
)
