"""Bank accounts of a customer (`cba`): what the organization may charge. Archived for good, never restored
(D changelog/2025-12-05).
"""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.operations import Resource
from ...gateway.verbs import find, put, rewrite
from ...gateway.wire import Filled, Text, Time, Wire, merge
from ...world.store import Column, Row
from ..payments.calendar import business_days_later
from ..payments.funding_accounts import AccountStatus, OwnerType, is_routing_number
from .customers import customers


class CustomerBankAccountPatch(Wire):
    """All that can change; other numbers are another account (D reference/updatecustomerbankaccount)."""

    nickname: Text | None = None
    ownerType: OwnerType | None = None


class CustomerBankAccountWrite(CustomerBankAccountPatch):
    nameOnAccount: Filled
    routingNumber: Filled
    accountNumber: Filled
    type: Literal["CHECKING", "SAVINGS"]
    ownerType: OwnerType


class CustomerBankAccount(Wire):
    """No page shows an answer: that of the organization's own accounts, as far as it applies (I)."""

    id: str
    archived: bool
    customerId: str
    nameOnAccount: str
    nickname: str | None = None
    routingNumber: str
    accountNumber: str
    type: Literal["CHECKING", "SAVINGS"]
    ownerType: OwnerType
    status: AccountStatus
    createdTime: Time
    updatedTime: Time


def create(call: Call, fields: dict[str, Any]) -> Row:
    """Add an account, once the customer has a billing address (D); BILL's sandbox verifies it at once (I)."""
    if call.choose("customer_bank.needs_trust"):
        call.need_trust()
    customer = find(call, customers, call.params["customerId"])
    if "billingAddress" not in customer:
        raise call.business("billingAddress", "Customer has no billing address.")
    if call.choose("customer_bank.checks_routing_number") and not is_routing_number(fields["routingNumber"]):
        raise call.business("routingNumber", "Routing number is invalid.")
    if call.choose("customer_bank.second") == "refuse" and live(call, customer["id"]):
        raise call.business("customerId", "Customer already has a bank account.")
    days = call.choose("customer_bank.verification_days")
    number = fields["accountNumber"]
    row = put(
        call,
        bank_accounts,
        {
            "customerId": customer["id"],
            **fields,
            "accountNumber": "******" + number[-4:],
            "status": "PENDING" if days else "VERIFIED",
        },
        {"accountNumber": number},
    )
    if days:
        due = business_days_later(call.now(), days)
        call.world.schedule(due, "customer.account_verified", subject=row["id"], org=call.org, account=row["id"])
    note(call, customer["id"])
    return row


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    merge(row, fields)
    return rewrite(call, bank_accounts, row)


def live(call: Call, customer: str) -> list[Row]:
    """The customer's accounts that are not archived."""
    return call.world.store.find("customer_bank_account", call.org, customerId=customer, archived=False)


def note(call: Call, customer: str) -> None:
    """Whether the customer has a live account stands in its own answer."""
    row = find(call, customers, customer)
    has = bool(live(call, customer))
    if row["hasBankAccount"] != has:
        row["hasBankAccount"] = has
        rewrite(call, customers, row)


def close_verification(call: Call, row: Row, status: str) -> Row:
    """The check of an account has ended."""
    call.world.unschedule(row["id"])
    row["status"] = status
    return rewrite(call, bank_accounts, row)


def verified(call: Call, account: str) -> None:
    """BILL has finished its check of a customer's account (up to 2 business days, D)."""
    close_verification(call, find(call, bank_accounts, account), "VERIFIED")


bank_accounts = Resource(
    "customer_bank_account", "/connect/v3/customers/{customerId}/bank-accounts", "cba", CustomerBankAccount, CustomerBankAccountWrite,
    patch=CustomerBankAccountPatch, item="bankAccountId", make=create, change=change, keep=(Column("customerId", index=True),),
    filters={
        "id": "eq ne in nin", "archived": "eq ne", "status": "eq ne in nin", "type": "eq ne", "ownerType": "eq ne",
        "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="nickname nameOnAccount createdTime updatedTime",
)  # fmt: skip
JOBS = {"customer.account_verified": verified}
