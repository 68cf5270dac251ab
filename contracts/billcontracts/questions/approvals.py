"""What is open about approvals and documents of bills."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..asking import Asking
from ..factories import unique
from ..probe import Seen, outcome, probe, whole
from .payments import cancel, payment_of

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@probe(
    "P-APPR-5", "Does a policy put approvers on bills that do not ask?", "docs/ap-bill-approvals", "approval.assigned"
)
def unasked(asking: Asking) -> Seen:
    with routing(asking) as vendor:
        status = asking.make.invoice(vendor)["approvalStatus"]
    values = {"UNASSIGNED": "asked", "ASSIGNED": "any"}
    return Seen(status, values.get(status), status in values)


@probe(
    "P-APPR-6",
    "May an Administrator pay a bill that is not approved?",
    "docs/ap-bill-approvals",
    "bill.administrator_pays_unapproved",
)
def unapproved(asking: Asking) -> Seen:
    with routing(asking) as vendor:
        bill = asking.make.invoice(vendor, billApprovals=True)
        response = payment_of(asking, billId=bill["id"])
        cancel(asking, response)
    return outcome(response, True, False)


@probe("P-APPR-7", "What does billApprovals=true add to a bill, read and listed?", "observed")
def approvers(asking: Asking) -> Seen:
    with routing(asking) as vendor:
        bill = asking.make.invoice(vendor, billApprovals=True)
        ask = {"filters": f'id:eq:"{bill["id"]}"', "billApprovals": "true"}
        read = asking.bill.raw("GET", f"/v3/bills/{bill['id']}", params={"billApprovals": "true"}).json()
        (listed,) = asking.bill.raw("GET", "/v3/bills", params=ask).json()["results"]
    return Seen(f"read: {sorted(read.keys() - bill.keys())}, listed: {sorted(listed.keys() - bill.keys())}")


@contextmanager
def routing(asking: Asking) -> Iterator[dict[str, Any]]:
    """A vendor of whose bills the signed-in user is the approver."""
    vendor, user = asking.make.vendor(), asking.bill.session.info()["userId"]
    rules = [{"key": "VENDOR_ID", "op": "UNDEFINED", "values": [vendor["id"]]}]
    policies = asking.bill.approval_policies
    made = policies.create({"policyName": unique("Probe"), "rules": rules, "approvers": [user]})
    try:
        yield vendor
    finally:
        policies.delete(made["id"])


@probe("P-DOC-1", "Is an unknown upload refused, or left out?", "reference/uploadstatus", "document.unknown_upload")
def unknown_upload(asking: Asking) -> Seen:
    response = asking.bill.raw("GET", "/v3/documents/upload-status", params={"ids": "0du01AAAAAAAAAAAAAAA"})
    return outcome(response, "omit", "refuse")


@probe("P-DOC-2", "Which keys has an upload, and which words its status?", "reference/createbilldocument")
def uploaded(asking: Asking) -> Seen:
    response = upload(asking, PDF)
    key = next((name for name in ("id", "uploadId") if name in response.json()), "id")
    status = asking.bill.raw("GET", "/v3/documents/upload-status", params={"ids": response.json()[key]})
    words = sorted(set(re.findall(r'"([A-Z][A-Z_]+)"', status.text)))
    return Seen(f"{whole(response)}; {status.status_code} {', '.join(words)}")


@probe("P-DOC-3", "Is 6 MB of 1,000 or of 1,024?", "docs/documents-attachments", "document.most_bytes")
def large(asking: Asking) -> Seen:
    between = PDF + b" " * (6_000_001 - len(PDF))
    return outcome(upload(asking, between), 6 * 1024 * 1024, 6_000_000)


def upload(asking: Asking, content: bytes) -> Any:
    """What a document of a new bill is answered with."""
    path = f"/v3/documents/bills/{asking.make.invoice(asking.make.lasting_vendor())['id']}"
    headers = {"Content-Type": "application/octet-stream"}
    return asking.bill.raw("POST", path, params={"name": "probe.pdf"}, content=content, headers=headers)
