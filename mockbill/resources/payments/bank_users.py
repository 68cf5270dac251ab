"""Bank account users (`bau`): who of the organization may pay from which of its bank accounts."""

from typing import Any, Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer, Resource
from ...gateway.verbs import find, put, refer, rewrite
from ...gateway.wire import Filled, Time, Wire
from ...world.store import Column, Condition, Row
from ..platform.users import users


class BankAccountUserWrite(Wire):
    userId: Filled
    bankAccountId: Filled


class BankAccountUser(Wire):
    id: str
    bankAccountId: str
    userId: str
    archived: bool
    verificationStatus: Literal["NOMINATED", "VERIFIED", "UNVERIFIED", "UNDEFINED"]
    createdTime: Time
    updatedTime: Time


class UsersQuery(Wire):
    currentUser: bool | None = None


class Nominated(Wire):
    status: Literal["SUCCESS"]


USERS = "/connect/v3/funding-accounts/banks/users"
bank_users = Resource(
    "bank_user", USERS, "bau", BankAccountUser, BankAccountUserWrite, item="bankAccountUserId",
    filters={"id": "eq ne in"}, sorts="archived", keep=(Column("bankAccountId", index=True), Column("userId")),
)  # fmt: skip


def of_account(call: Call, account: str, user: str) -> Row | None:
    """A user's present standing with a bank account."""
    found = call.world.store.find("bank_user", call.org, bankAccountId=account, userId=user)
    return next((row for row in found if not row["archived"]), None)


def is_verified(call: Call, account: str, user: str) -> bool:
    row = of_account(call, account, user)
    return row is not None and row["verificationStatus"] == "VERIFIED"


def admit(call: Call, account: str, user: str, status: str) -> Row:
    return put(call, bank_users, {"bankAccountId": account, "userId": user, "verificationStatus": status})


def identify(call: Call, row: Row) -> Row:
    """The user passed BILL's identity check, which happens in its web app (D docs/sandbox-bank-account-setup)."""
    row["verificationStatus"] = "VERIFIED"
    return rewrite(call, bank_users, row)


@bank_users.operation("listbankaccountusers", "GET", USERS, listing=True, query=UsersQuery, answer=BankAccountUser)
def list_users(call: Call) -> Answer:
    """A page of bank account users; `currentUser=true` shows the caller's own only."""
    own = bank_users.table.by_path["userId"]
    mine = [Condition(own, "eq", call.principal.user)] if call.query.get("currentUser") else []
    return listing.page(call, bank_users, *mine)


@bank_users.operation(
    "nominatebankaccountuser", "POST", f"{USERS}/nominate",
    body=BankAccountUserWrite, answer=Nominated, role="admin", scope="full",
)  # fmt: skip
def nominate(call: Call) -> Answer:
    """Let a user of the organization identify themselves for a verified bank account (roles I)."""
    account: dict[str, Any] | None = call.world.store.get("bank_account", call.body["bankAccountId"], call.org)
    if account is None:
        raise refuse("BDC_1205", status=422)
    user = refer(call, users, call.body["userId"])
    if account["status"] != "VERIFIED" or account["archived"]:
        raise call.business("status", "Bank account is not verified.")
    if user["archived"]:
        raise call.business("userId", "User is archived.")
    if of_account(call, account["id"], user["id"]):
        raise call.business("userId", "User is already nominated for this bank account.")
    admit(call, account["id"], user["id"], "NOMINATED")
    return {"status": "SUCCESS"}


@bank_users.operation(
    "archivebankaccountuser", "POST", f"{USERS}/{{bankAccountUserId}}/archive",
    answer=BankAccountUser, role="admin", scope="full",
)  # fmt: skip
def archive_user(call: Call) -> Answer:
    """The user may no longer pay from the account; a second time changes nothing (I)."""
    row = find(call, bank_users, call.params["bankAccountUserId"])
    if row["archived"]:
        return row
    row |= {"archived": True, "verificationStatus": "UNVERIFIED"}
    return rewrite(call, bank_users, row)
