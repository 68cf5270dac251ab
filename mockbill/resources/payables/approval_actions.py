"""What approvers do: see the bills that wait for them, and approve or deny, each in turn.

D docs/ap-bill-approvals, docs/recipe-bill-approvals-workflow. No event tells of a step (D: it is in no documented list).
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from ...gateway.call import Call
from ...gateway.errors import Refusal, complaint, refuse
from ...gateway.operations import Answer
from ...gateway.verbs import each, refer, rewrite, tell
from ...gateway.wire import Date, Filled, Min, Money, Text, Wire
from ...world.store import Row
from .approvals import PATH, Done, group, policies
from .bills import bills, look_at

OPEN = ("ASSIGNED", "APPROVING")


class Action(Wire):
    billId: Filled
    action: Literal["APPROVE", "DENY"]
    comment: Text | None = None


class Waiting(Wire):
    billId: str
    vendorId: str
    amount: Money
    dueDate: Date


class Pending(Wire):
    bills: list[Waiting]


Actions = Annotated[
    list[Action], BeforeValidator(lambda sent: [sent] if isinstance(sent, dict) else sent), Min(1)
]  # fmt: skip
"""An array; an older page and one client send the object alone (O)."""


def approves(call: Call, approver: dict[str, Any]) -> bool:
    """Whether the caller is this approver, or one of its group."""
    if approver["userId"] == call.principal.user:
        return True
    found = group(call, approver["userId"])
    return found is not None and call.principal.user in found["userIds"]


def next_of(bill: Row) -> dict[str, Any] | None:
    """The approver whose turn it is."""
    waiting = (one for one in bill.hidden.get("approvers", ()) if one["status"] == "WAITING")
    return next(waiting, None) if bill["approvalStatus"] in OPEN else None


def act(call: Call, action: dict[str, Any]) -> Row:
    """Approve or deny one bill. Refuses whoever is no approver of it (403), or acts twice or out of turn (422; all I)."""
    bill = refer(call, bills, action["billId"])
    own = [one for one in bill.hidden.get("approvers", ()) if approves(call, one)]
    if not own:
        raise Refusal(403, [complaint(call.choose("permission.code"))])
    if bill["archived"]:
        raise call.business("billId", "The bill is archived.")
    if bill["approvalStatus"] not in OPEN:
        raise call.business("billId", f"The bill is {bill['approvalStatus']} already.")
    waiting = [one for one in own if one["status"] == "WAITING"]
    if not waiting:
        raise call.business("billId", "The approver has acted on the bill already.")
    if waiting[0] is not next_of(bill) and call.choose("approval.out_of_turn") == "refuse":
        raise call.business("billId", "Another approver comes first.")
    return settle(call, bill, waiting[0], action)


def settle(call: Call, bill: Row, approver: dict[str, Any], action: dict[str, Any]) -> Row:
    """Note what an approver decided; one who denies ends it, and the others stay waiting (I)."""
    status = "APPROVED" if action["action"] == "APPROVE" else "DENIED"
    approver |= {"userId": call.principal.user, "status": status, "statusChangedTime": call.iso()}
    if action.get("comment"):
        approver["comment"] = action["comment"]
    left = any(one["status"] == "WAITING" for one in bill.hidden["approvers"])
    bill["approvalStatus"] = "APPROVING" if status == "APPROVED" and left else status
    paid_by_itself = bill["approvalStatus"] == "APPROVED" and bill.hidden.pop("autopayWaits", False)
    bill = rewrite(call, bills, bill)
    if paid_by_itself:
        look_at(call, bill)
    if call.world.choices["bill.updated_on"] == "any":
        tell(call, bills, "updated", bill)
    return bill


def need_person(call: Call) -> None:
    """Refuse a session that is no user's: BILL looks for a User by its id (O)."""
    if not call.principal.user.startswith("006"):
        raise refuse("BDC_1302", call.principal.user, "User")


@policies.operation(
    "billapprovedenyactions", "POST", f"{PATH}/actions",
    body=Actions, answer=Done, role="approve", scope="full",
)  # fmt: skip
def approve_or_deny(call: Call) -> Answer:
    """Approve or deny bills as the signed-in user, all or none (I)."""
    need_person(call)
    if len(call.body) == 1:
        act(call, call.body[0])
    else:
        each(call, call.body, lambda action: act(call, action))
    return {"status": "SUCCESS"}


@policies.operation("listbilluserapprovals", "GET", f"{PATH}/pending-user-approvals", answer=Pending)
def pending(call: Call) -> Answer:
    """The bills that wait for the signed-in user, whose turn it is (I), without pages."""
    need_person(call)
    found = [row for status in OPEN for row in call.world.store.find(bills.name, call.org, approvalStatus=status)]
    due = [bill for bill in found if not bill["archived"] and (one := next_of(bill)) and approves(call, one)]
    due.sort(key=lambda bill: bill.seq)
    return {
        "bills": [
            {"billId": bill["id"], **{name: bill[name] for name in ("vendorId", "amount", "dueDate")}} for bill in due
        ]
    }
