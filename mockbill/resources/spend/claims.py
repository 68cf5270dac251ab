"""What a reimbursement (`rmb_`, I) is, and its life from claim to payout.

The names of the statuses are BILL's (D docs/spend-expense-reimbursement-notification-payload); how one follows
another is read from them (I). An approved claim is paid by the next pay run of its user, which the clock brings.
"""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.operations import SPEND, Resource
from ...gateway.verbs import rewrite
from ...gateway.wire import Date, Filled, Money, Positive, Time, Wire, cents, dollars
from ...world.clock import HOUR
from ...world.store import Row
from .coding import Code, CodeWrite
from .common import PATH
from .memberships import budget_members
from .people import spend_users
from .uploads import Receipt

Status = Literal[
    "CREATED", "AWAITING_APPROVAL", "AWAITING_TIER2_APPROVAL", "TIER2_APPROVAL_UNDONE", "APPROVAL_UNDONE",
    "DENIAL_UNDONE", "APPROVED", "CANCEL_PAYMENT", "PAID", "PAYMENT_FAILED", "DENIED", "DELETED", "ARCHIVED",
    "BUDGET_APPROVAL", "ADMIN_APPROVAL", "READY_TO_PAY", "PAYMENT_PENDING",
]  # fmt: skip
ActorRole = Literal["SUBMITTER", "MANAGER", "BUDGET_OWNER", "ADMIN"]
SECOND_TIER = ("AWAITING_TIER2_APPROVAL", "TIER2_APPROVAL_UNDONE")
UNDECIDED = (
    "CREATED", "AWAITING_APPROVAL", "BUDGET_APPROVAL", "ADMIN_APPROVAL", "APPROVAL_UNDONE", "DENIAL_UNDONE", *SECOND_TIER
)  # fmt: skip
"""Where a claim can still be changed, approved or denied."""
PAYOUT = ("APPROVED", "READY_TO_PAY", "PAYMENT_PENDING", "PAID")
ELSEWHERE: dict[str, tuple[str, ...]] = {
    # What users of the web app, or the bank, make of a claim beside its way to the payout.
    "APPROVED": ("APPROVAL_UNDONE", "TIER2_APPROVAL_UNDONE"),
    "DENIED": ("DENIAL_UNDONE", "ARCHIVED"),
    "READY_TO_PAY": ("CANCEL_PAYMENT",),
    "PAYMENT_PENDING": ("CANCEL_PAYMENT", "PAYMENT_FAILED"),
    "PAYMENT_FAILED": ("READY_TO_PAY",),
    "CANCEL_PAYMENT": ("READY_TO_PAY", "ARCHIVED"),
    "PAID": ("PAYMENT_FAILED", "ARCHIVED"),
    **dict.fromkeys(UNDECIDED, ("AWAITING_APPROVAL", "BUDGET_APPROVAL", "ADMIN_APPROVAL")),
}


class HistoryEntry(Wire):
    actorId: str | None = None
    actorRole: ActorRole | None = None
    occurredTime: Time
    note: str | None = None
    status: Status


class ReceiptOf(Wire):
    url: Filled
    filename: Filled


class ClaimPatch(Wire):
    userId: Filled | None = None
    budgetId: Filled | None = None
    amount: Positive | None = None
    note: Filled | None = None
    merchantName: Filled | None = None
    occurredDate: Date | None = None
    receipts: list[ReceiptOf] | None = None
    customFields: list[CodeWrite] | None = None


class Reimbursement(Wire):
    id: str
    uuid: str
    amount: Money
    fulfillmentType: Literal["ACH", "PAYROLL"] | None = None
    fundRequestAmount: Money
    fundRequestBudgetAmount: Money
    merchantName: str
    note: str
    submittedTime: Time
    occurredDate: Date
    retired: bool
    status: Status
    type: Literal["PURCHASE", "MILEAGE"]
    batchId: str | None = None
    batchAmount: Money | None = None
    statusHistory: list[HistoryEntry]
    budgetId: str
    budgetUuid: str
    userId: str
    userUuid: str
    receipts: list[Receipt]
    customFields: list[Code] | None = None


class ReimbursementWrite(ClaimPatch):
    userId: Filled
    budgetId: Filled
    amount: Positive
    note: Filled
    merchantName: Filled
    occurredDate: Date


reimbursements = Resource(
    "reimbursement", f"{PATH}/reimbursements", "rmb:Reimbursement", Reimbursement, ReimbursementWrite, ClaimPatch,
    item="reimbursementId", dialect=SPEND, event="spend.reimbursement", indexes="userUuid",
    filters={
        "reimbursementIds": "=uuid eq in", "budgetIds": "=budgetUuid eq in", "userIds": "=userUuid eq in",
        "type": "eq", "submittedTime": "lte gte", "retired": "eq",
    },
    sorts="submittedTime status amount receiptAddedTime=hidden.receiptAddedTime fulfillmentType batchId batchAmount",
)  # fmt: skip


def enter(call: Call, claim: Row, status: str, note: str = "") -> Row:
    """Take a claim to a status: its history, its event, and what the clock does with it next."""
    enter_quietly(call, claim, status, note)
    claim = rewrite(call, reimbursements, claim)
    await_next(call, claim)
    call.emit("spend.reimbursement.updated", claim)
    return claim


def enter_quietly(call: Call, claim: Row, status: str, note: str = "", role: str = "") -> None:
    entry = {**actor(call, claim, role), "occurredTime": call.iso(), **({"note": note} if note else {})}
    claim["status"] = status
    claim["statusHistory"] = [*claim.get("statusHistory", ()), entry | {"status": status}]


def actor(call: Call, claim: Row, role: str) -> dict[str, str]:
    """Who acts: the caller, as SUBMITTER, as owner of the budget or as ADMIN (I); the clock is nobody."""
    user = call.world.store.get(spend_users.name, call.principal.user, call.org)
    if user is None:
        return {}
    member = call.world.store.get(budget_members.name, f"{claim['budgetUuid']}/{user['uuid']}", call.org)
    owns = member is not None and not member["retired"] and member["budgetRole"] == "OWNER"
    return {"actorId": user["id"], "actorRole": role or ("BUDGET_OWNER" if owns else "ADMIN")}


def subject_of(claim: Row) -> str:
    return f"reimbursement {claim['uuid']}"


def await_next(call: Call, claim: Row) -> None:
    """Have the clock take an approved claim to its payout, a step at a time (I)."""
    call.world.unschedule(subject_of(claim))
    hours = call.world.choices["spend.reimbursement_step_hours"]
    if hours and claim["status"] in PAYOUT[:-1]:
        due = call.now() + hours * HOUR
        call.world.schedule(due, "spend.payout", subject=subject_of(claim), org=call.org, uuid=claim["uuid"])


def payout(call: Call, uuid: str) -> None:
    """The next step to the payout; a pay run takes all that its user is to be paid."""
    claim = call.world.store.get(reimbursements.name, uuid, call.org)
    if claim is None:
        raise AssertionError(f"{uuid} waits for its payout and does not exist")
    step(call, claim)


def step(call: Call, claim: Row) -> Row:
    """Take a claim one step further on the way to its payout."""
    if claim["status"] == "READY_TO_PAY":
        return pay_run(call, claim)
    return enter(call, claim, PAYOUT[PAYOUT.index(claim["status"]) + 1])


def pay_run(call: Call, claim: Row) -> Row:
    """Begin to pay all that is ready for the claim's user, in one batch."""
    ready = call.world.store.find(
        reimbursements.name, call.org, userUuid=claim["userUuid"], status="READY_TO_PAY", retired=False
    )
    batch: dict[str, Any] = {
        "batchId": call.world.ids.uuid(),
        "batchAmount": dollars(sum(cents(other["amount"]) for other in ready)),
        "fulfillmentType": call.world.choices["spend.fulfillment_type"],
    }
    for other in ready:
        other.update(batch)
        paid = enter(call, other, "PAYMENT_PENDING")
        claim = paid if paid["uuid"] == claim["uuid"] else claim
    return claim


JOBS = {"spend.payout": payout}
