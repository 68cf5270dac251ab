"""A vendor's bank account: at most one, without an id of its own; to change it, delete it first."""

from typing import Any

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.verbs import find, rewrite, tell
from .vendor_shapes import BankAccount, BankAccountWrite
from .vendors import await_verification, derive, save, set_account, vendors

ACCOUNT = "/connect/v3/vendors/{vendorId}/bank-account"


@vendors.operation("getvendorbankaccount", "GET", ACCOUNT, answer=BankAccount)
def get_account(call: Call) -> Answer:
    """The vendor's bank account."""
    account: dict[str, Any] | None = find(call, vendors, call.params["vendorId"])["paymentInformation"].get(
        "bankAccount"
    )
    if account is None:
        raise refuse("BDC_1205")
    return account


@vendors.operation("createvendorbankaccount", "POST", ACCOUNT, body=BankAccountWrite, answer=BankAccount, scope="full")
def create_account(call: Call) -> Answer:
    """Give the vendor a bank account; to change it, delete it first."""
    if call.choose("vendor.bank_account_needs_trust"):
        call.need_trust()
    row = find(call, vendors, call.params["vendorId"])
    if "bankAccount" in row["paymentInformation"] or row["networkStatus"] != "NOT_CONNECTED":
        raise refuse("BDC_1233")
    set_account(call, row, row.hidden, call.body)
    derive(row)
    row = save(call, row)
    await_verification(call, row)
    tell(call, vendors, "updated", row)
    account: dict[str, Any] = row["paymentInformation"]["bankAccount"]
    return account


@vendors.operation("deletevendorbankaccount", "DELETE", ACCOUNT, status=204, scope="full")
def delete_account(call: Call) -> Answer:
    """Take the vendor's bank account away; it is paid by check again."""
    row = find(call, vendors, call.params["vendorId"])
    if "ownAccount" in row.hidden:  # what is shown is the vendor's to change (I)
        raise refuse("BDC_1233")
    if row["paymentInformation"].pop("bankAccount", None) is None:
        raise refuse("BDC_1205")
    row.hidden.pop("accountNumber", None)
    call.world.unschedule(f"account {row['id']}")
    derive(row)
    tell(call, vendors, "updated", save(call, row))
    return None


def account_verified(call: Call, vendor: str) -> None:
    """BILL has finished its check of a vendor's bank account (2 business days, D)."""
    row = call.world.store.get("vendor", vendor, call.org)
    account = row and (row.hidden.get("ownAccount") or row["paymentInformation"].get("bankAccount"))
    if row and account:
        account["status"] = "VERIFIED"
        rewrite(call, vendors, row)


JOBS = {"vendor.account_verified": account_verified}
