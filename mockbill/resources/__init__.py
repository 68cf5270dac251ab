"""What BILL has. A resource that is not in this list is not served."""

from collections.abc import Callable, Mapping

from ..gateway.credentials import TABLES as CREDENTIAL_TABLES
from ..gateway.operations import Operation, Resource
from ..world.store import Table
from . import classifications, files
from .payables import approval_actions, approvals, audit
from .payables import documents as bill_documents
from .payables.attachments import attachments
from .payables.bills import bills
from .payables.recurring_bills import JOBS as RECURRING_JOBS
from .payables.recurring_bills import recurring_bills
from .payables.vendor_accounts import JOBS as VENDOR_JOBS
from .payables.vendor_credits import vendor_credits
from .payables.vendors import vendors
from .payments import check_images, exchange, lifecycle, options, orders, recorded, undoing
from .payments.bank_users import bank_users
from .payments.funding_accounts import JOBS as BANK_JOBS
from .payments.funding_accounts import banks
from .payments.payments import payments
from .platform import login, mfa, oauth
from .platform.organizations import organizations
from .platform.users import roles, users
from .spend.budgets import JOBS as BUDGET_JOBS
from .spend.budgets import budgets
from .spend.members import JOBS as MEMBER_JOBS
from .spend.members import RESOURCE as budget_members
from .spend.users import RESOURCE as spend_users

RESOURCES: tuple[Resource, ...] = (
    organizations,
    users,
    roles,
    vendors,
    bills,
    approvals.policies,
    recurring_bills,
    bill_documents.documents,
    attachments,
    vendor_credits,
    banks,
    bank_users,
    payments,
    *classifications.RESOURCES,
    spend_users,
    budgets,
    budget_members,
)

TABLES: tuple[Table, ...] = (
    *CREDENTIAL_TABLES,
    *mfa.TABLES,
    *files.TABLES,
    *bill_documents.TABLES,
    *audit.TABLES,
    *approvals.TABLES,
    *(resource.table for resource in RESOURCES),
)

APPROVALS = (approvals, approval_actions)
"""The files that give approval policies their operations."""

PAYMENTS = (orders, recorded, lifecycle, undoing, options, exchange, check_images)
"""The files that give `payments` its operations."""

OPERATIONS: tuple[Operation, ...] = (
    *login.OPERATIONS,
    *mfa.OPERATIONS,
    *oauth.OPERATIONS,
    *files.OPERATIONS,
    *audit.OPERATIONS,
    *(operation for resource in RESOURCES for operation in resource.operations),
)

JOBS: Mapping[str, Callable[..., None]] = {
    **VENDOR_JOBS,
    **bill_documents.JOBS,
    **RECURRING_JOBS,
    **BANK_JOBS,
    **lifecycle.JOBS,
    **undoing.JOBS,
    **BUDGET_JOBS,
    **MEMBER_JOBS,
}
"""What the clock can bring: name → function of a call and the job's data."""
