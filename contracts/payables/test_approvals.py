"""Bill approvals: policies put approvers on bills, who act in order before a bill can be paid."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

ACTIONS = "/v3/bill-approvals/actions"


@pytest.fixture(scope="module")
def user(bill: Client) -> str:
    """The signed-in user."""
    found: str = bill.session.info()["userId"]
    return found


@pytest.fixture
def vendor(make: Make) -> dict[str, Any]:
    return make.vendor()


@pytest.fixture
def policy(bill: Client, user: str, vendor: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The signed-in user approves the bills of a vendor."""
    rules = [{"key": "VENDOR_ID", "op": "UNDEFINED", "values": [vendor["id"]]}]
    made = bill.approval_policies.create({"policyName": unique("Policy"), "rules": rules, "approvers": [user]})
    yield made
    if any(row["id"] == made["id"] for row in bill.approval_policies.list()):
        bill.approval_policies.delete(made["id"])


@pytest.fixture
def routed(make: Make, policy: dict[str, Any], vendor: dict[str, Any]) -> dict[str, Any]:
    """A bill that the policy meets."""
    return make.invoice(vendor, 1500.0, billApprovals=True)


@pytest.fixture
def act(bill: Client) -> Callable[[dict[str, Any], str], Any]:
    return lambda invoice, action: bill.approvals.act(
        [{"billId": invoice["id"], "action": action, "comment": "Seen by the kit"}]
    )


@contract(
    "AP-APPR-001",
    "A policy answers 201 with names beside the ids that were sent; its own id begins with the organization's.",
    "D",
    "docs/ap-bill-approvals",
)
def test_create_policy(bill: Client, policy: dict[str, Any], user: str, vendor: dict[str, Any]) -> None:
    assert policy["status"] == "ACTIVE"
    assert policy["id"].startswith(f"{bill.session.info()['organizationId']}-")
    assert policy["rules"][0]["values"][0]["value"] == vendor["id"]
    (approver,) = policy["approvers"]["users"]
    assert approver["userId"] == user
    assert approver["fullName"]


@contract("AP-APPR-002", "Policies are listed in a bare array, without pages.", "D", "docs/ap-bill-approvals")
def test_list_policies(bill: Client, policy: dict[str, Any]) -> None:
    found = bill.raw("GET", "/v3/bill-approvals/policies").json()
    assert [row for row in found if row["id"] == policy["id"]] == [policy]


@contract("AP-APPR-003", "A PUT replaces name, rules and approvers; the id stays.", "D", "docs/ap-bill-approvals")
def test_replace_policy(bill: Client, policy: dict[str, Any], user: str) -> None:
    rules = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["99999999"]}]
    sent = {"policyName": unique("Other"), "rules": rules, "approvers": [user]}
    replaced = bill.approval_policies.replace(policy["id"], sent)
    assert replaced["id"] == policy["id"]
    assert replaced["policyName"] == sent["policyName"]
    assert replaced["rules"][0]["key"] == "BILL_AMOUNT"


@contract(
    "AP-APPR-004", 'A deleted policy answers 200 {"status": "SUCCESS"} and is gone.', "D", "docs/ap-bill-approvals"
)
def test_delete_policy(bill: Client, policy: dict[str, Any]) -> None:
    answer = bill.raw("DELETE", f"/v3/bill-approvals/policies/{policy['id']}")
    assert (answer.status_code, answer.json()) == (200, {"status": "SUCCESS"})
    assert policy["id"] not in [row["id"] for row in bill.approval_policies.list()]


@contract("AP-APPR-005", "A policy without rules or without approvers is refused.", "D", "docs/ap-bill-approvals")
def test_policy_needs(bill: Client, user: str) -> None:
    rules = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["1"]}]
    for body in ({"rules": [], "approvers": [user]}, {"rules": rules, "approvers": []}):
        judge(bill.raw("POST", "/v3/bill-approvals/policies", json={"policyName": unique("None"), **body}), 400)


@contract(
    "AP-APPR-006",
    "A bill that meets a policy and asks for approvals is ASSIGNED, each approver WAITING, numbered from 0.",
    "D",
    "changelog/2025-09-22",
)
def test_assigned(bill: Client, make: Make, policy: dict[str, Any], user: str, vendor: dict[str, Any]) -> None:
    made = make.keep(bill.bills, bill.bills.create(make.bill_body(vendor, 5.0, billApprovals=True)))
    assert made["approvalStatus"] == "ASSIGNED"
    assert [(one["userId"], one["status"], one["approverOrder"]) for one in made["approvers"]] == [(user, "WAITING", 0)]


@contract("AP-APPR-007", "Reads show approvers only with billApprovals=true.", "O", "observed")
def test_shown(bill: Client, routed: dict[str, Any], vendor: dict[str, Any]) -> None:
    assert "approvers" not in routed
    asked = bill.bills.get(routed["id"], billApprovals="true")
    assert len(asked["approvers"]) == 1
    filters = f"vendorId:eq:{vendor['id']}"
    assert bill.bills.list(filters=filters, billApprovals="true").results == [asked]
    assert "approvers" not in bill.bills.list(filters=filters).results[0]


@contract(
    "AP-APPR-008", "A bill that meets no policy is UNASSIGNED and has no approvers.", "D", "docs/ap-bill-approvals"
)
def test_unassigned(bill: Client, make: Make, policy: dict[str, Any]) -> None:
    invoice = make.invoice(None, 5.0, billApprovals=True)
    read = bill.bills.get(invoice["id"], billApprovals="true")
    assert read["approvalStatus"] == "UNASSIGNED"
    assert "approvers" not in read


@contract("AP-APPR-009", "When every approver approved, the bill is APPROVED.", "D", "docs/ap-bill-approvals")
def test_approve(bill: Client, routed: dict[str, Any], act: Any) -> None:
    assert act(routed, "APPROVE") == {"status": "SUCCESS"}
    read = bill.bills.get(routed["id"], billApprovals="true")
    assert read["approvalStatus"] == "APPROVED"
    assert [one["status"] for one in read["approvers"]] == ["APPROVED"]


@contract("AP-APPR-010", "One approver who denies makes the bill DENIED.", "D", "docs/ap-bill-approvals")
def test_deny(bill: Client, routed: dict[str, Any], act: Any) -> None:
    act(routed, "DENY")
    read = bill.bills.get(routed["id"], billApprovals="true")
    assert read["approvalStatus"] == "DENIED"
    assert [one["status"] for one in read["approvers"]] == ["DENIED"]


@contract(
    "AP-APPR-011",
    "A denied bill that is edited is ASSIGNED again, its approvers WAITING.",
    "I",
    "docs/ap-bill-approvals",
)
def test_denied_and_edited(bill: Client, routed: dict[str, Any], act: Any) -> None:
    act(routed, "DENY")
    bill.bills.update(routed["id"], {"description": "Corrected", "billApprovals": True})
    read = bill.bills.get(routed["id"], billApprovals="true")
    assert read["approvalStatus"] == "ASSIGNED"
    assert [one["status"] for one in read["approvers"]] == ["WAITING"]


@contract(
    "AP-APPR-012",
    "Bills that wait for the signed-in user are listed with vendor, amount and due date.",
    "D",
    "docs/ap-bill-approvals",
)
def test_pending(bill: Client, routed: dict[str, Any], act: Any) -> None:
    def waiting() -> list[dict[str, Any]]:
        return [row for row in bill.approvals.pending()["bills"] if row["billId"] == routed["id"]]

    told = {name: routed[name] for name in ("vendorId", "amount", "dueDate")}
    assert waiting() == [{"billId": routed["id"], **told}]
    act(routed, "APPROVE")
    assert waiting() == []


@contract("AP-APPR-013", "An action sent alone, not in an array, is taken as well.", "O", "observed")
def test_single(bill: Client, routed: dict[str, Any]) -> None:
    assert bill.approvals.act({"billId": routed["id"], "action": "APPROVE"}) == {"status": "SUCCESS"}
    assert bill.bills.get(routed["id"])["approvalStatus"] == "APPROVED"


@contract(
    "AP-APPR-014",
    "Acting twice, or on a bill that is not assigned to the user, is refused.",
    "I",
    "docs/ap-bill-approvals",
)
def test_twice_or_not_mine(bill: Client, make: Make, routed: dict[str, Any], act: Any) -> None:
    act(routed, "APPROVE")
    for invoice in (routed, make.invoice()):
        judge(bill.raw("POST", ACTIONS, json=[{"billId": invoice["id"], "action": "APPROVE"}]), CLIENT_ERROR)


@contract(
    "AP-APPR-015",
    "A bill with approvers is paid only once all approved.",
    "D",
    "changelog/2025-11-05",
)
def test_payment_waits(trusted: Client, control: Control, routed: dict[str, Any], act: Any) -> None:
    bank = trusted.banks.list(filters="status:eq:VERIFIED,archived:eq:false").results[0]
    order = {
        "billId": routed["id"],
        "amount": 1500.0,
        "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank["id"]},
        "processingOptions": {},
    }
    with refused(CLIENT_ERROR):
        trusted.payments.create(order)
    act(routed, "APPROVE")
    assert trusted.payments.create(order)["billId"] == routed["id"]


@contract("AP-APPR-016", "Of a group any one member approves for it.", "I", "docs/ap-bill-approvals")
def test_group(bill: Client, make: Make, control: Control, user: str, vendor: dict[str, Any], act: Any) -> None:
    group = control.ask("POST", "/approval-groups", {"name": unique("Group"), "userIds": [user]})
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [vendor["id"]]}]
    made = bill.approval_policies.create({"policyName": unique("By group"), "rules": rules, "approvers": [group["id"]]})
    assert made["approvers"]["groups"][0]["groupId"] == group["id"]
    assert made["approvers"]["groups"][0]["users"][0]["id"] == user
    invoice = make.invoice(vendor, 3.0, billApprovals=True)
    act(invoice, "APPROVE")
    assert bill.bills.get(invoice["id"])["approvalStatus"] == "APPROVED"
    bill.approval_policies.delete(made["id"])


@contract("AP-APPR-017", "The path of the older page makes policies too.", "I", "docs/ap-bill-approvals")
def test_older_path(bill: Client, user: str) -> None:
    rules = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["99999999"]}]
    body = {"policyName": unique("Older"), "rules": rules, "approvers": [user]}
    answer = bill.raw("POST", "/v3/bill-approvals", json=body)
    assert answer.status_code == 201
    bill.approval_policies.delete(answer.json()["id"])


@contract(
    "AP-APPR-026",
    "A write that asks for approvals tells the approvers that a read then does: alone, in bulk, and when it changes a bill.",
    "D",
    "changelog/2025-09-22",
)
def test_told(bill: Client, make: Make, user: str, vendor: dict[str, Any]) -> None:
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [vendor["id"]]}]
    policy = bill.approval_policies.create({"policyName": unique("Told"), "rules": rules, "approvers": [user]})
    body = make.bill_body(vendor, 3.0, billApprovals=True)
    made = bill.bills.create(body)
    several = bill.bills.bulk_create([make.bill_body(vendor, 4.0, billApprovals=True) for _ in range(2)])
    replaced = bill.bills.replace(made["id"], {**body, "description": "Again"})
    changed = bill.bills.update(made["id"], {"description": "And again", "billApprovals": True})
    for told in (made, *several, replaced, changed):
        assert [(one["userId"], one["approverOrder"], one["status"]) for one in told["approvers"]] == [
            (user, 0, "WAITING")
        ]
        assert bill.bills.get(told["id"], billApprovals="true")["approvers"] == told["approvers"]
    assert "approvers" not in bill.bills.update(made["id"], {"description": "Once more"})
    bill.approval_policies.delete(policy["id"])
