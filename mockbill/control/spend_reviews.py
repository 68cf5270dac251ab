"""What the web app or an accounting integration notes on a transaction: locks, reviews, syncs."""

from typing import Any, Literal

from pydantic import ConfigDict

from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Text, Wire
from ..resources.spend.charges import ApproverType, save, transactions
from ..resources.spend.people import full_name, spend_users
from ..resources.spend.transactions import SYNC_STATES
from ..world.store import Row
from .declare import Control
from .spend import anywhere


class Lock(Wire):
    model_config = ConfigDict(extra="forbid")
    isLocked: bool = True


class Verdict(Wire):
    model_config = ConfigDict(extra="forbid")
    isApproved: bool = True
    note: Text | None = None
    userId: Filled | None = None


class Asked(Wire):
    model_config = ConfigDict(extra="forbid")
    userId: Filled | None = None
    approverType: ApproverType = "ADMIN"


class Sync(Wire):
    model_config = ConfigDict(extra="forbid")
    syncStatus: Literal["PENDING", "SYNCED", "ERROR", "MANUAL_SYNCED", "NOT_SYNCED"] = "SYNCED"
    syncMessage: Text | None = None


def declare(control: Control) -> None:
    @control("POST", "/spend/transactions/{id}/lock", body=Lock, body_optional=True)
    def lock(call: Call) -> Answer:
        """The web app locks a transaction, as for an export (`{"isLocked": false}`: unlocks it)."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            row["isLocked"] = call.body["isLocked"]
            return save(by, row)

    @control("POST", "/spend/transactions/{id}/reviewers", body=Asked, body_optional=True)
    def ask(call: Call) -> Answer:
        """A user (the first ADMIN, unless told) is to review a transaction, and WAITING until they have."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            return await_review(by, row, reviewer_of(by, call.body), call.body["approverType"])

    @control("POST", "/spend/transactions/{id}/review", body=Verdict, body_optional=True)
    def review(call: Call) -> Answer:
        """A user (the first ADMIN, unless told) approves a transaction in the web app, or denies it."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            return reviewed(by, row, reviewer_of(by, call.body), call.body)

    @control("DELETE", "/spend/transactions/{id}/review")
    def unreview(call: Call) -> Answer:
        """The last review of a transaction is taken back; it stays there with its `deletedTime`."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            return taken_back(by, row)

    @control("POST", "/spend/transactions/{id}/sync", body=Sync, body_optional=True)
    def sync(call: Call) -> Answer:
        """An accounting integration has taken a transaction over, or failed to."""
        with call.world.transaction():
            by, row = anywhere(call, transactions.name, call.params["id"])
            return synced(by, row, call.body["syncStatus"], call.body.get("syncMessage", ""))


def reviewer_of(by: Call, body: dict[str, Any]) -> Row:
    if "userId" in body:
        return anywhere(by, spend_users.name, body["userId"])[1]
    return by.world.store.find(spend_users.name, by.org, role="ADMIN", retired=False)[0]


def await_review(by: Call, row: Row, user: Row, kind: str) -> Row:
    others = [one for one in row.get("reviewers", ()) if one["userUuid"] != user["uuid"]]
    who = {"userId": user["id"], "userUuid": user["uuid"], "userName": full_name(user)}
    row |= {"reviewRequired": True, "reviewers": [*others, {"approverType": kind, "status": "WAITING", **who}]}
    return save(by, row)


def reviewed(by: Call, row: Row, user: Row, body: dict[str, Any]) -> Row:
    review = {"id": by.world.ids.uuid(), "isApproved": body["isApproved"]}
    review |= {"note": body["note"]} if body.get("note") else {}
    review |= {"createdTime": by.iso(), "reviewerId": user["id"], "reviewerUuid": user["uuid"]}
    row["reviews"] = [*row.get("reviews", ()), review]
    for one in row.get("reviewers", ()):
        if one["userUuid"] == user["uuid"]:
            one |= {"status": "APPROVED" if body["isApproved"] else "DENIED", "reviewedTime": by.iso()}
    row.hidden |= {"reviewed": True, "approved": body["isApproved"]}
    return save(by, row)


def taken_back(by: Call, row: Row) -> Row:
    standing = [one for one in row.get("reviews", ()) if "deletedTime" not in one]
    if not standing:
        raise ControlRefusal("nobody has reviewed this transaction")
    *before, last = standing
    last["deletedTime"] = by.iso()
    for one in row.get("reviewers", ()):
        if one["userUuid"] == last["reviewerUuid"]:
            one["status"] = "WAITING"
            one.pop("reviewedTime", None)
    row.hidden |= {"reviewed": bool(before), "approved": before[-1]["isApproved"] if before else None}
    return save(by, row)


def synced(by: Call, row: Row, status: str, message: str) -> Row:
    """What an integration leaves on a transaction; its states are written small there (O)."""
    new = {"id": by.world.ids.uuid(), "integrationId": by.world.ids.uuid()}
    known = {**(row.get("accountingIntegrationTransactions") or [new])[0], "syncRequestId": by.world.ids.uuid()}
    known.pop("syncMessage", None)
    entry = {**known, "billable": False, "syncStatus": status.lower(), "integrationType": "qbo"}
    if message:
        entry["syncMessage"] = message
    if status in ("SYNCED", "MANUAL_SYNCED"):
        entry.setdefault("integrationTxId", by.world.ids.digits(4))
    row["accountingIntegrationTransactions"] = [entry] if status != SYNC_STATES[-1] else None
    row.hidden["sync"] = status
    return save(by, row)
