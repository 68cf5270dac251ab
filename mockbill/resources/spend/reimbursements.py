"""Reimbursements: nine operations on claims for what was paid out of pocket (D changelog 2024-12-10).

The API makes PURCHASE claims; there is none for mileage. A claim is decided once; what is decided can no longer be
changed (I).
"""

from collections.abc import Sequence
from typing import Any, Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.plain import plain
from ...gateway.verbs import put, rewrite, tell
from ...gateway.wire import Text, Wire
from ...world.store import Row
from . import uploads
from .budgets import budgets
from .claims import SECOND_TIER, UNDECIDED, ReceiptOf, Reimbursement, enter, enter_quietly, reimbursements, subject_of
from .coding import coded, coding_filters, index
from .common import ADMIN_ONLY, active, active_reference, refused
from .people import spend_users
from .uploads import Receipt, UploadUrl

ITEM = f"{reimbursements.path}/{{reimbursementId}}"
REFERENCES = (("user", spend_users), ("budget", budgets))


class ActionBody(Wire):
    action: Literal["APPROVE", "DENY"]
    note: Text | None = None


def create(call: Call, fields: dict[str, Any]) -> Row:
    """Claim money back. The receipts are required: at least one (I that none is refused)."""
    if not fields.get("receipts"):
        raise refused(call, "receipts: must not be empty")
    told = references_of(call, fields)
    claim = Row({"budgetUuid": told["budgetUuid"]})
    for status in ("CREATED", call.choose("spend.reimbursement_first_status")):
        if claim.get("status") != status:
            enter_quietly(call, claim, status, role="SUBMITTER")
    amounts = dict.fromkeys(("amount", "fundRequestAmount", "fundRequestBudgetAmount"), fields["amount"])
    made = {
        **{name: fields[name] for name in ("merchantName", "note", "occurredDate")},
        **amounts,
        **told,
        "submittedTime": call.iso(),
        "status": claim["status"],
        "statusHistory": claim["statusHistory"],
        "type": "PURCHASE",
        "receipts": received(call, fields["receipts"]),
    }
    made["customFields"] = coded(call, made, fields.get("customFields", ())) or None
    row = put(call, reimbursements, made, {"receiptAddedTime": call.iso()})
    index(call, reimbursements, row)
    return row


def references_of(call: Call, fields: dict[str, Any]) -> dict[str, str]:
    """Both ids of the user and the budget that a body names, by either."""
    found: dict[str, str] = {}
    for name, resource in REFERENCES:
        if f"{name}Id" in fields:
            row = active_reference(call, resource, fields[f"{name}Id"])
            found |= {f"{name}Id": row["id"], f"{name}Uuid": row["uuid"]}
    return found


def received(call: Call, asked: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The receipts of a body, out of what was put to their upload URLs."""
    return [
        uploads.receive(call, receipt["url"], receipt["filename"], f"receipts[{number}].url")
        for number, receipt in enumerate(asked)
    ]


def change(call: Call, claim: Row, fields: dict[str, Any]) -> Row:
    if claim["retired"]:
        raise refuse("BDC_1205")
    if claim["status"] not in UNDECIDED:
        raise refused(call, f"status: a reimbursement that is {claim['status']} cannot be changed")
    claim |= references_of(call, fields)
    for name in ("merchantName", "note", "occurredDate", "amount"):
        claim[name] = fields.get(name, claim[name])
    claim |= dict.fromkeys(("fundRequestAmount", "fundRequestBudgetAmount"), claim["amount"])
    if "receipts" in fields and call.choose("spend.reimbursement_patch_receipts") == "replace":
        replace_receipts(call, claim, fields["receipts"])
    claim["customFields"] = coded(call, claim, fields.get("customFields", ())) or None
    return told(call, claim)


def replace_receipts(call: Call, claim: Row, asked: Sequence[dict[str, str]]) -> None:
    """The older PATCH: the receipts become these; one that is named by the link it has is kept."""
    had = {receipt["url"]: receipt for receipt in claim["receipts"]}
    fresh = received(call, [receipt for receipt in asked if receipt["url"] not in had])
    kept = [had.pop(receipt["url"]) for receipt in asked if receipt["url"] in had]
    for receipt in had.values():
        uploads.discard(call, receipt["uuid"])
    if fresh:
        claim.hidden["receiptAddedTime"] = call.iso()
    claim["receipts"] = [*kept, *fresh]


def told(call: Call, claim: Row) -> Row:
    """Store a changed claim and tell of it."""
    claim = rewrite(call, reimbursements, claim)
    index(call, reimbursements, claim)
    tell(call, reimbursements, "updated", claim)
    return claim


reimbursements.make, reimbursements.change = create, change
plain(
    reimbursements, writes=ADMIN_ONLY, create="createreimbursement", get="getreimbursement",
    update="updatereimbursement",
)  # fmt: skip


@reimbursements.operation("listreimbursements", "GET", reimbursements.path, listing=True, answer=Reimbursement)
def list_claims(call: Call) -> Answer:
    """A page of the reimbursements."""
    return listing.page(call, reimbursements, special=coding_filters(reimbursements, "customFieldValueIds"))


@reimbursements.operation("deletereimbursement", "DELETE", ITEM, **ADMIN_ONLY)
def delete(call: Call) -> Answer:
    """Retire a claim in any state, for good (D reference/deletereimbursement)."""
    claim = active(call, reimbursements, call.params["reimbursementId"])
    enter_quietly(call, claim, "DELETED")
    claim["retired"] = True
    call.world.unschedule(subject_of(claim))
    tell(call, reimbursements, "deleted", rewrite(call, reimbursements, claim))
    return None


@reimbursements.operation(
    "approveordenyreimbursement", "POST", f"{ITEM}/action", body=ActionBody, answer=Reimbursement, evidence="I",
    **ADMIN_ONLY,
)  # fmt: skip
def decide(call: Call) -> Answer:
    """Approve or deny a claim, once; with two tiers an approval may ask for another (I from the names)."""
    claim = active(call, reimbursements, call.params["reimbursementId"])
    if claim["status"] not in UNDECIDED:
        raise refused(call, f"action: the reimbursement is {claim['status']}")
    status = "DENIED"
    if call.body["action"] == "APPROVE":
        last = claim["status"] in SECOND_TIER or call.choose("spend.reimbursement_tiers") == 1
        status = "APPROVED" if last else "AWAITING_TIER2_APPROVAL"
    return enter(call, claim, status, call.body.get("note", ""))


@reimbursements.operation(
    "createimageuploadurl", "POST", f"{reimbursements.path}/image-upload-url", answer=UploadUrl, **ADMIN_ONLY
)
def upload_url(call: Call) -> Answer:
    """A URL to put the image of a receipt to, without a token (D docs/reimbursements)."""
    return uploads.presign(call)


@reimbursements.operation(
    "addreimbursementreceipt", "POST", f"{ITEM}/receipts", body=ReceiptOf, answer=Receipt, **ADMIN_ONLY
)
def add_receipt(call: Call) -> Answer:
    """Hang what was put to an upload URL on a claim."""
    claim = active(call, reimbursements, call.params["reimbursementId"])
    receipt = uploads.receive(call, call.body["url"], call.body["filename"])
    claim["receipts"] = [*claim["receipts"], receipt]
    claim.hidden["receiptAddedTime"] = call.iso()
    told(call, claim)
    return receipt


@reimbursements.operation("deletereimbursementreceipt", "DELETE", f"{ITEM}/receipts/{{receiptId}}", **ADMIN_ONLY)
def delete_receipt(call: Call) -> Answer:
    """Take a receipt off a claim; its link leads nowhere from now on."""
    claim = active(call, reimbursements, call.params["reimbursementId"])
    gone = [receipt for receipt in claim["receipts"] if receipt["uuid"] == call.params["receiptId"]]
    if not gone:
        raise refuse("BDC_1205")
    uploads.discard(call, gone[0]["uuid"])
    claim["receipts"] = [receipt for receipt in claim["receipts"] if receipt not in gone]
    told(call, claim)
    return None


RESOURCE = reimbursements
