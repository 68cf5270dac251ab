"""Bank accounts of the organization (`bac`): what it pays from. Verified by a test deposit; who pays from one must
also be a verified user of it (bank_users.py). D reference/createbankaccount, docs/bank-account-webhook-notification-payloads.
"""

from typing import Any, Literal

from pydantic import Field

from ...gateway.call import Call
from ...gateway.errors import Refusal, complaint
from ...gateway.operations import Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import create as create_row
from ...gateway.verbs import find, put, rewrite, tell, update
from ...gateway.wire import Filled, Positive, Reference, Time, Wire, cents, merge
from ...world.clock import DAY
from ...world.store import Row
from ...world.world import World
from ..classifications import know_label
from .bank_users import admit, is_verified

AccountStatus = Literal["NOT_VERIFIED", "VERIFIED", "PENDING", "BLOCKED", "EXPIRED", "INVALID", "UNDEFINED"]
OwnerType = Literal["BUSINESS", "PERSONAL"]
ACCOUNT_LINKED = "network.account_linked"
"""The job that tells connected organizations of an account to be paid to."""
ABA_WEIGHTS = (3, 7, 1) * 3


class DefaultsPatch(Wire):
    payables: bool | None = None
    receivables: bool | None = None


class Defaults(Wire):
    payables: bool
    receivables: bool


class BankAccountWrite(Wire):
    nameOnAccount: Filled
    routingNumber: Filled
    accountNumber: Filled
    type: Literal["CHECKING", "SAVINGS"]
    ownerType: OwnerType
    bankName: Filled
    accessToAdmins: bool | None = None
    chartOfAccountId: Reference | None = None


class BankAccountPatch(Wire):
    nameOnAccount: Filled | None = None
    ownerType: OwnerType | None = None
    bankName: Filled | None = None
    accessToAdmins: bool | None = None
    chartOfAccountId: Reference | None = None
    default: DefaultsPatch | None = None


class BankAccount(Wire):
    archived: bool
    id: str
    status: AccountStatus
    createdBy: str
    routingNumber: str
    accountNumber: str
    nameOnAccount: str
    type: Literal["CHECKING", "SAVINGS"]
    ownerType: OwnerType
    bankName: str
    accessToAdmins: bool
    default: Defaults
    createdTime: Time
    updatedTime: Time
    chartOfAccountId: str | None = None


class Deposit(Wire):
    depositAmount: Positive = Field(ge=0.01, le=0.99)


class Verified(Wire):
    verified: bool


def is_routing_number(text: str) -> bool:
    """Nine digits with the check digit of the American Bankers Association."""
    if not (len(text) == 9 and text.isascii() and text.isdigit()):
        return False
    return sum(weight * int(digit) for weight, digit in zip(ABA_WEIGHTS, text, strict=True)) % 10 == 0


def create(call: Call, fields: dict[str, Any]) -> Row:
    if not is_routing_number(fields["routingNumber"]):
        raise call.business("routingNumber", "Routing number is invalid.")
    number = fields["accountNumber"]
    if not (number.isascii() and number.isalnum()):
        raise call.business("accountNumber", "Account number is invalid.")
    know_label(call, "chartOfAccountId", fields.get("chartOfAccountId"))
    row = put(
        call,
        banks,
        {
            "accessToAdmins": False,
            **fields,
            "archived": call.choose("bank.unverified_reads_archived"),
            "status": "PENDING",
            "createdBy": call.principal.user,
            "accountNumber": "*" * 12 + number[-4:],
            "default": {"payables": False, "receivables": False},
        },
        {"accountNumber": number, "wrong": 0},
    )
    due = call.now() + call.choose("bank.verify_days") * DAY
    call.world.schedule(due, "bank.expired", subject=row["id"], org=call.org, account=row["id"])
    return row


def need_verified(call: Call, row: Row) -> None:
    if row["status"] != "VERIFIED" or row["archived"]:
        raise call.business("status", "Bank account is not verified.")


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    need_verified(call, row)
    know_label(call, "chartOfAccountId", fields.get("chartOfAccountId"))
    for use, wanted in fields.get("default", {}).items():
        if wanted:
            no_longer_default(call, row, use)
    merge(row, fields)
    row = rewrite(call, banks, row)
    tell(call, banks, "updated", row)
    return row


def no_longer_default(call: Call, chosen: Row, use: str) -> None:
    """One account at most is the default of a use: the earlier one steps back (I)."""
    for other in call.world.store.find("bank_account", call.org):
        if other["id"] != chosen["id"] and other["default"][use]:
            other["default"][use] = False
            tell(call, banks, "updated", rewrite(call, banks, other))


def receiving_account(world: World, org: str) -> Row | None:
    """Where money from customers goes: the verified account that is the default for receivables, or else the first (I)."""
    live = [row for row in world.store.find(banks.name, org, status="VERIFIED") if not row["archived"]]
    return next((row for row in live if row["default"]["receivables"]), live[0] if live else None)


def close_verification(call: Call, row: Row, status: str) -> Row:
    """End the wait for the test deposit; whoever added a verified account becomes a verified user of it (I)."""
    call.world.unschedule(row["id"])
    row |= {"status": status, "archived": status != "VERIFIED" and call.choose("bank.unverified_reads_archived")}
    if status == "VERIFIED":
        admit(call, row["id"], row["createdBy"], "VERIFIED")
        if call.world.store.find("network_connection", call.org, limit=1):
            call.world.schedule(call.now(), ACCOUNT_LINKED, org=call.org)
    row = rewrite(call, banks, row)
    tell(call, banks, "updated", row)
    return row


def expired(call: Call, account: str) -> None:
    """Nobody named the deposit in 14 days (D docs/sandbox-bank-account-setup)."""
    row = call.world.store.get("bank_account", account, call.org)
    if row is not None and row["status"] == "PENDING":
        close_verification(call, row, "EXPIRED")


BANKS = "/connect/v3/funding-accounts/banks"
banks = Resource(
    "bank_account", BANKS, "bac", BankAccount, BankAccountWrite, patch=BankAccountPatch, item="bankAccountId",
    filters={
        "id": "eq ne in", "bankAccountId": "=id eq ne in", "archived": "eq ne", "status": "eq ne in nin",
        "type": "eq ne", "ownerType": "eq ne", "accessToAdmins": "eq ne",
        "createdTime": "gt gte lt lte", "updatedTime": "gt gte lt lte",
    },
    sorts="archived nameOnAccount bankName accessToAdmins type ownerType createdTime updatedTime",
    make=create, change=change, event="bank-account",
)  # fmt: skip
plain(banks, list="listbankaccounts", get="getbankaccount")


@banks.operation(
    "createbankaccount", "POST", BANKS,
    body=BankAccountWrite, answer=BankAccount, status=201, trust=True, role="admin", scope="full",
)  # fmt: skip
def add_account(call: Call) -> Answer:
    """Add a bank account; BILL sends a small deposit whose amount verifies it (0.50 in the sandbox, D)."""
    return create_row(call, banks)


@banks.operation(
    "updatebankaccount", "PATCH", f"{BANKS}/{{bankAccountId}}",
    body=BankAccountPatch, partial=True, answer=BankAccount, role="admin", scope="full",
)  # fmt: skip
def update_account(call: Call) -> Answer:
    """Change names, access or defaults of a verified account; its numbers and type never change."""
    return update(call, banks)


@banks.operation(
    "archivebankaccount", "POST", f"{BANKS}/{{bankAccountId}}/archive",
    answer=BankAccount, role="admin", scope="full",
)  # fmt: skip
def archive_account(call: Call) -> Answer:
    """Give up a verified account, as a verified user of it; nothing restores it (D reference/archivebankaccount)."""
    row = find(call, banks, call.params["bankAccountId"])
    if row["archived"] and row["status"] == "VERIFIED":
        return row
    need_verified(call, row)
    if not is_verified(call, row["id"], call.principal.user):
        raise call.business("userId", "User is not verified for this bank account.")
    row |= {"archived": True, "default": {"payables": False, "receivables": False}}
    row = rewrite(call, banks, row)
    tell(call, banks, "updated", row)
    return row


@banks.operation(
    "verifybankaccount", "POST", f"{BANKS}/{{bankAccountId}}/verify",
    body=Deposit, answer=Verified, role="admin", scope="full",
)  # fmt: skip
def verify(call: Call) -> Answer:
    """Name the amount of the test deposit, in USD; only who added the account may, and three times at most (D)."""
    row = find(call, banks, call.params["bankAccountId"])
    if row["createdBy"] != call.principal.user:
        raise Refusal(403, [complaint(call.choose("permission.code"))])
    if row["status"] != "PENDING":
        raise call.business("status", "Bank account is not awaiting verification.")
    if cents(call.body["depositAmount"]) == round(call.choose("bank.deposit_amount") * 100):
        close_verification(call, row, "VERIFIED")
        return {"verified": True}
    row.hidden["wrong"] += 1
    if row.hidden["wrong"] >= call.choose("bank.verify_attempts"):
        close_verification(call, row, "INVALID")
    else:
        call.world.store.update("bank_account", row)
    return {"verified": False}


def open_account(call: Call, payers: tuple[str, ...]) -> Row:
    """A verified account that payments are made from, with these users verified for it: what a signed-up
    organization has from BILL's web app.
    """
    fields = {
        "nameOnAccount": "Blue Heron Print LLC", "routingNumber": "074000010", "accountNumber": "111222333",
        "type": "CHECKING", "ownerType": "BUSINESS", "bankName": "Harbor Trust operating",
    }  # fmt: skip
    row = close_verification(call, create(call, fields), "VERIFIED")
    row["default"]["payables"] = True
    for user in payers:
        admit(call, row["id"], user, "VERIFIED")
    return rewrite(call, banks, row)


JOBS = {"bank.expired": expired}
