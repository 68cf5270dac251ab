"""Transactions (`txr_`): what was done with a card. How they come about is in booking.py, what is asked of them in
transactions.py.
"""

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema

from ...gateway.call import Call
from ...gateway.operations import SPEND, Resource
from ...gateway.wire import Int, Money, Quantity, Time, Wire
from ...world.store import Column, Row
from . import coding
from .coding import Code, coded
from .common import PATH
from .people import full_name
from .uploads import Receipt

Type = Literal["AUTHORIZATION", "CLEAR", "DECLINE", "OTHER"]
Network = Literal["VISA", "MASTERCARD"]
ReceiptStatus = Literal["VALIDATED", "NOT_VALIDATED", "ATTACHED", "MISSING", "NOT_REQUIRED", "NOT_ATTACHED"]
DisputeStatus = Literal["SUBMITTED", "CLOSED_WON", "CLOSED_LOST"]
TextOrNull = Annotated[str | None, WithJsonSchema({"type": ["string", "null"]})]
NULLS = ("originalAuthTransactionId", "originalAuthTransactionUuid", "accountingIntegrationTransactions")
"""Members that are null, not absent, where there is nothing (O, D webhook page)."""


class Place(Wire):
    city: str | None = None
    state: str | None = None
    postalCode: str | None = None
    country: str | None = None


class Currency(Wire):
    exchangeRate: Quantity
    exponent: Int
    originalCurrencyAmount: str
    originalCurrencyCode: str
    symbol: str


class Review(Wire):
    id: str
    isApproved: bool
    note: str | None = None
    createdTime: Time
    deletedTime: Time | None = None
    reviewerId: str
    reviewerUuid: str


ApproverType = Literal["ADMIN", "MANAGER", "NEXT_MANAGER", "BUDGET_OWNER", "BOOKKEEPER", "SPECIFIC_PERSON"]


class Reviewer(Wire):
    approverType: ApproverType
    reviewedTime: Time | None = None
    status: Literal["WAITING", "APPROVED", "DENIED"]
    userId: str
    userUuid: str
    userName: str


class Synced(Wire):
    id: str
    billable: bool
    integrationTxId: str | None = None
    syncStatus: str
    syncMessage: str | None = None
    integrationType: str
    integrationId: str
    syncRequestId: str | None = None


class Transaction(Wire):
    id: str
    uuid: str
    childTransactionIds: list[str] | None = None
    childTransactionUuids: list[str] | None = None
    isLocked: bool
    isReconciled: bool
    transactionType: Type
    status: Literal["APPROVED", "COMPLETE", "DECLINED", "DENIED", "INCOMPLETE", "PTR_INCOMPLETE", "REVIEWED"]
    parentTransactionId: str | None = None
    userId: str
    userUuid: str
    userName: str
    rawMerchantName: str
    merchantName: str
    budgetId: str
    budgetUuid: str
    budgetName: str
    parentBudgetUuid: str | None = None
    originalAuthTransactionId: TextOrNull
    originalAuthTransactionUuid: TextOrNull
    isCredit: bool
    currencyData: Currency | None = None
    receiptRequired: bool
    reviewRequired: bool
    occurredTime: Time
    updatedTime: Time
    authorizedTime: Time
    complete: bool
    pointsAwarded: Int | None = None
    customFields: list[Code] | None = None
    receipts: list[Receipt] | None = None
    network: Network
    isParent: bool
    reviews: list[Review] | None = None
    amount: Money
    transactedAmount: Money
    fees: Money
    foreignExchangeFee: Money | None = None
    receiptStatus: ReceiptStatus
    matchedClearTransactionId: str | None = None
    matchedClearTransactionUuid: str | None = None
    accountingIntegrationTransactions: Annotated[
        list[Synced] | None, WithJsonSchema({"type": ["array", "null"], "items": {"type": "object"}})
    ]
    reviewers: list[Reviewer] | None = None
    cardId: str
    cardUuid: str
    cardLastFour: str
    cardType: str
    receiptSyncStatus: Literal["NOT_SYNCED", "SYNCED", "SYNC_ERROR", "NO_ATTACHMENTS"]
    merchantCategoryCode: str
    declineReason: str | None = None
    declineInternalReasonCode: str | None = None
    cardPresent: bool
    merchantLocation: Place | None = None
    disputeStatus: DisputeStatus | None = None


SYNC, REVIEWED = Column("hidden.sync"), Column("hidden.reviewed", "flag")
PARENT = Column("hidden.parentTransactionUuid")
ORIGINAL = Column("originalAuthTransactionUuid", index=True)
transactions = Resource(
    "spend_transaction", f"{PATH}/transactions", "txr:Transaction", Transaction, Transaction, item="transactionId",
    dialect=replace(SPEND, most=50),
    filters={
        "cardId": "=cardUuid eq in", "userId": "=userUuid eq in", "budgetId": "=budgetUuid eq in",
        "transactionIds": "=uuid eq in", "merchantName": "eq", "type": "=transactionType eq ne in nin",
        "receiptStatus": "eq ne in nin", "occurredTime": "lte gte", "authorizedTime": "lte gte",
        "updatedTime": "lte gte", "amount": "lte gte", "fees": "lte gte", "isLocked": "eq", "complete": "eq",
    },
    sorts="amount merchantName occurredTime", indexes="cardUuid userUuid budgetUuid occurredTime",
    keep=(SYNC, REVIEWED, PARENT, ORIGINAL), event="spend.transaction",
)  # fmt: skip


def judge(row: Row | dict[str, Any], reviewed: bool | None) -> None:
    """Set what follows from the rest of a transaction: whether all that is required is there, and its status (I)."""
    declined = row["transactionType"] == "DECLINE"
    shown = bool(row.get("receipts"))
    missing = "MISSING" if row["receiptRequired"] else "NOT_ATTACHED"
    row["receiptStatus"] = "ATTACHED" if shown else "NOT_REQUIRED" if declined else missing
    if not shown:
        row["receiptSyncStatus"] = "NO_ATTACHMENTS"
    elif row.get("receiptSyncStatus", "NO_ATTACHMENTS") == "NO_ATTACHMENTS":
        row["receiptSyncStatus"] = "NOT_SYNCED"
    row["complete"] = row["receiptStatus"] != "MISSING" and coding.complete(row["customFields"])
    row["status"] = "COMPLETE" if row["complete"] else "INCOMPLETE"
    if declined:
        row["status"] = "DECLINED"
    elif reviewed is not None:
        row["status"] = "APPROVED" if reviewed else "DENIED"


def in_order(fields: dict[str, Any]) -> dict[str, Any]:
    """The members as the model lists them; unset ones are left out, but for `NULLS`."""
    found = {name: fields.get(name) for name in transactions.members}
    return {name: value for name, value in found.items() if value not in (None, "", []) or name in NULLS}


def record(call: Call, fields: dict[str, Any], hidden: dict[str, Any]) -> Row:
    """Store a new transaction, coded and judged; tells of it (O: it is told from the first on)."""
    id, uuid = call.world.ids.spend_uuid("txr", "Transaction")
    now = call.iso()
    new = {"isLocked": False, "isReconciled": False, "isParent": False, "occurredTime": now, "authorizedTime": now}
    row = Row({**new, **fields, "id": id, "uuid": uuid}, org=call.org, hidden={"sync": "NOT_SYNCED", **hidden})
    return save(call, row)


def save(call: Call, row: Row, asked: list[dict[str, Any]] | None = None) -> Row:
    """Store what was changed of a transaction, and what `asked` chooses of its custom fields; tells of it."""
    row["customFields"] = coded(call, row, asked or ())
    judge(row, row.hidden.get("approved"))
    row["updatedTime"] = call.iso()
    kept = Row(in_order(row), org=row.org, hidden=row.hidden, seq=row.seq)
    kept = (
        call.world.store.update(transactions.name, kept)
        if row.seq
        else call.world.store.insert(transactions.name, kept)
    )
    coding.index(call, transactions, kept)
    call.emit("spend.transaction.updated", kept)
    return kept


def of_budget(budget: Row) -> dict[str, Any]:
    """What a transaction shows of its budget."""
    return {
        "budgetId": budget["id"],
        "budgetUuid": budget["uuid"],
        "budgetName": budget["name"],
        "parentBudgetUuid": budget.get("parentBudgetUuid"),
        "receiptRequired": budget["receiptRequired"],
    }


def rename_user(call: Call, user: Row) -> None:
    """Show a user's new name in their transactions; BILL tells nobody (I)."""
    show(call, full_name(user), "userName", userUuid=user["uuid"])


def rename_budget(call: Call, budget: Row) -> None:
    """Show a budget's new name in its transactions."""
    show(call, budget["name"], "budgetName", budgetUuid=budget["uuid"])


def show(call: Call, name: str, member: str, **where: Any) -> None:
    for row in call.world.store.find(transactions.name, call.org, **where):
        row[member] = name
        call.world.store.update(transactions.name, row)
