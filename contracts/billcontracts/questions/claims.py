"""What is open about reimbursements."""

from typing import Any

import httpx

from ..asking import Asking, NotAsked
from ..factories import unique
from ..probe import Seen, attempt, probe, told

CLAIMS = "/v3/spend/reimbursements"
JPEG = b"\xff\xd8\xff\xe0 receipt"
WAITING = ("AWAITING_APPROVAL", "CREATED", "BUDGET_APPROVAL", "ADMIN_APPROVAL")


def image(asking: Asking) -> dict[str, Any]:
    """A receipt of a picture that was put to a URL for it."""
    return {**asking.spend.spend.upload_image(JPEG), "filename": f"{unique('probe')}.jpg"}


def claim(asking: Asking, **fields: Any) -> httpx.Response:
    """What a claim of the token's user on the shared budget is answered with."""
    body = {
        "userId": asking.me["uuid"], "budgetId": asking.budget["uuid"], "amount": 1.5, "note": "Probe",
        "merchantName": "Probe", "occurredDate": asking.today().isoformat(), "receipts": [image(asking)], **fields,
    }  # fmt: skip
    return asking.spend.raw("POST", CLAIMS, json=body)


def made(asking: Asking) -> dict[str, Any]:
    """A claim for all questions, as it was answered."""
    if "claim" not in asking.shared:
        asking.shared["claim"] = claim(asking).raise_for_status().json()
    found: dict[str, Any] = asking.shared["claim"]
    return found


@probe(
    "P-CLM-1",
    "Which status has a new claim?",
    "reference/createreimbursement",
    "spend.reimbursement_first_status",
)
def first_status(asking: Asking) -> Seen:
    status = made(asking)["status"]
    return Seen(status, status, status in WAITING)


@probe("P-CLM-2", "How does a claim's uuid begin, and what is its type?", "reference/createreimbursement")
def uuid(asking: Asking) -> Seen:
    return Seen(f"{made(asking)['uuid'].partition('_')[0]}_, {made(asking).get('type')}")


@probe(
    "P-CLM-3",
    "Does a PATCH put other receipts in place of a claim's?",
    "reference/updatereimbursement",
    "spend.reimbursement_patch_receipts",
)
def patched_receipts(asking: Asking) -> Seen:
    path, other = f"{CLAIMS}/{made(asking)['uuid']}", image(asking)
    response = asking.spend.raw("PATCH", path, json={"receipts": [other]})
    names = [receipt["filename"] for receipt in asking.spend.raw("GET", path).json()["receipts"]]
    values = {True: "replace", False: "ignore"}
    return Seen(f"{told(response)}, {len(names)} receipts", values[other["filename"] in names], len(names) == 1)


@probe(
    "P-CLM-4", "How many approvals has a claim?", "reference/approveordenyreimbursement", "spend.reimbursement_tiers"
)
def tiers(asking: Asking) -> Seen:
    path = f"{CLAIMS}/{made(asking)['uuid']}"
    status = asking.spend.raw("POST", f"{path}/action", json={"action": "APPROVE"}).raise_for_status().json()["status"]
    asking.spend.raw("DELETE", path)
    tiers = 2 if "TIER2" in status or status in WAITING else 1
    return Seen(f"approved, it is {status}", tiers, tiers == 2 or status in ("APPROVED", "READY_TO_PAY"))


@probe("P-CLM-5", "Does an upload URL take bytes twice?", "docs/reimbursements", "spend.upload_single_use")
def second_upload(asking: Asking) -> Seen:
    url = asking.spend.raw("POST", f"{CLAIMS}/image-upload-url").raise_for_status().json()["url"]
    asking.spend.put_presigned(url, JPEG, "image/jpeg")
    return attempt(lambda: asking.spend.put_presigned(url, JPEG, "image/jpeg"), False, True)


@probe(
    "P-CLM-6",
    "Does a claim take a custom field by its uuid?",
    "reference/createreimbursement",
    "spend.custom_field_ids",
)
def by_uuid(asking: Asking) -> Seen:
    fields = "/v3/spend/custom-fields"
    body = {
        "name": unique("Probe"), "allowCustomValues": False, "global": False, "values": ["North"],
        "selectedBudgetIds": [asking.budget["id"]],
    }  # fmt: skip
    field = asking.spend.raw("POST", fields, json=body).raise_for_status().json()["uuid"]
    value = asking.spend.raw("GET", f"{fields}/{field}/values").json()["results"][0]["uuid"]
    response = claim(asking, customFields=[{"customFieldId": field, "selectedValues": [value]}]).raise_for_status()
    told = response.json().get("customFields") or []
    if not any(entry.get("uuid") == field for entry in told) and told:
        raise NotAsked("the field is not offered for the claim")
    taken = any(entry.get("selectedValues") for entry in told)
    return Seen("taken" if taken else "left out", "either" if taken else "older")
