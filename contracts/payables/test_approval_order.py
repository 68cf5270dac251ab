"""Who may act on a bill, and when: several approvers in their order, and what of an approval is refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.control import Control
from billcontracts.factories import Make, unique
from billcontracts.refusals import CLIENT_ERROR, judge, refused

ACTIONS = "/v3/bill-approvals/actions"
POLICIES = "/v3/bill-approvals/policies"


@pytest.fixture(scope="module")
def second(world: Any, control: Control) -> Client:
    """Another user of the organization, who may approve."""
    session = world.session
    client = world.client(type(session)("cleo@mockbill.test", session.password, session.organizationId, session.devKey))
    client.session.login()
    return client


@pytest.fixture
def routed(bill: Client, second: Client, make: Make) -> Iterator[dict[str, Any]]:
    """A bill that the signed-in user approves first, another user second."""
    vendor = make.vendor()
    approvers = [client.session.info()["userId"] for client in (bill, second)]
    rules = [{"key": "VENDOR_ID", "op": "eq", "values": [vendor["id"]]}]
    policy = bill.approval_policies.create({"policyName": unique("Two"), "rules": rules, "approvers": approvers})
    yield make.invoice(vendor, 10.0, billApprovals=True)
    bill.approval_policies.delete(policy["id"])


@pytest.fixture
def act() -> Callable[[Client, dict[str, Any], str], Any]:
    return lambda client, invoice, action: client.approvals.act([{"billId": invoice["id"], "action": action}])


@contract("AP-APPR-018", "With some approvals but not all a bill is APPROVING.", "I", "docs/ap-bill-approvals")
def test_approving(bill: Client, second: Client, routed: dict[str, Any], act: Any) -> None:
    act(bill, routed, "APPROVE")
    read = bill.bills.get(routed["id"], billApprovals="true")
    assert read["approvalStatus"] == "APPROVING"
    assert [(one["approverOrder"], one["status"]) for one in read["approvers"]] == [(0, "APPROVED"), (1, "WAITING")]
    act(second, routed, "APPROVE")
    assert bill.bills.get(routed["id"])["approvalStatus"] == "APPROVED"


@contract(
    "AP-APPR-019",
    "An approver before its turn is refused, and the bill does not wait for it yet.",
    "I",
    "docs/ap-bill-approvals",
)
def test_out_of_turn(bill: Client, second: Client, routed: dict[str, Any], act: Any) -> None:
    with refused(CLIENT_ERROR):
        act(second, routed, "APPROVE")
    assert bill.bills.get(routed["id"])["approvalStatus"] == "ASSIGNED"


@contract(
    "AP-APPR-020", "A denial ends it: later approvers stay WAITING and cannot act.", "D", "docs/ap-bill-approvals"
)
def test_denied(bill: Client, second: Client, routed: dict[str, Any], act: Any) -> None:
    act(bill, routed, "DENY")
    read = bill.bills.get(routed["id"], billApprovals="true")
    assert [one["status"] for one in read["approvers"]] == ["DENIED", "WAITING"]
    with refused(CLIENT_ERROR):
        act(second, routed, "APPROVE")


@contract("AP-APPR-021", "An unknown bill, or an action that is none, is refused.", "I", "docs/ap-bill-approvals")
def test_unknown(bill: Client, routed: dict[str, Any]) -> None:
    judge(bill.raw("POST", ACTIONS, json=[{"billId": "00n01NOSUCHBILLAB000", "action": "APPROVE"}]), CLIENT_ERROR)
    judge(bill.raw("POST", ACTIONS, json=[{"billId": routed["id"], "action": "SHRUG"}]), 400)
    judge(bill.raw("POST", ACTIONS, json=[{"billId": routed["id"]}]), 400)


@contract(
    "AP-APPR-022",
    "A policy names its approvers by ids of users, and its rules by known keys.",
    "D",
    "docs/ap-bill-approvals",
)
@pytest.mark.parametrize(
    "change",
    [
        {"approvers": ["00601NOSUCHUSERAB000"]},
        {"rules": [{"key": "COLOUR", "op": "gte", "values": ["1"]}]},
        {"rules": [{"key": "BILL_AMOUNT", "op": "gte", "values": ["much"]}]},
        {"policyName": None},
    ],
)
def test_policy(bill: Client, change: dict[str, Any]) -> None:
    rules = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["99999999"]}]
    body = {"policyName": unique("P"), "rules": rules, "approvers": [bill.session.info()["userId"]], **change}
    judge(bill.raw("POST", POLICIES, json=body), CLIENT_ERROR)


@contract("AP-APPR-023", "An unknown policy is neither replaced nor deleted.", "I", "docs/ap-bill-approvals")
def test_unknown_policy(bill: Client) -> None:
    rules = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["99999999"]}]
    body = {"policyName": unique("P"), "rules": rules, "approvers": [bill.session.info()["userId"]]}
    judge(bill.raw("PUT", f"{POLICIES}/nope", json=body), CLIENT_ERROR)
    judge(bill.raw("DELETE", f"{POLICIES}/nope"), CLIENT_ERROR)


@contract(
    "AP-APPR-024",
    "Whom nobody asked may not act, and one whose role approves nothing neither.",
    "I",
    "docs/ap-bill-approvals",
)
def test_not_asked(world: Any, control: Control, routed: dict[str, Any], act: Any) -> None:
    session = world.session
    for email in ("dana@mockbill.test", "eli@mockbill.test"):
        client = world.client(type(session)(email, session.password, session.organizationId, session.devKey))
        with refused(CLIENT_ERROR):
            act(client, routed, "APPROVE")


@contract(
    "AP-APPR-025",
    "A policy names its approvers, a user and a group with its members; alike in the list, and when it is replaced.",
    "D",
    "docs/ap-bill-approvals",
)
def test_named(bill: Client, second: Client, control: Control) -> None:
    first, other = (client.session.info()["userId"] for client in (bill, second))
    group = control.ask("POST", "/approval-groups", {"name": unique("Group"), "userIds": [other]})
    rules = [{"key": "BILL_AMOUNT", "op": "gte", "values": ["99999999"]}]
    body = {"policyName": unique("Both"), "rules": rules, "approvers": [first, group["id"]]}
    made = bill.approval_policies.create(body)

    def listed() -> dict[str, Any]:
        return next(row for row in bill.raw("GET", POLICIES).json() if row["id"] == made["id"])

    names = {row["id"]: f"{row['firstName']} {row['lastName']}" for row in bill.users.iterate()}
    assert made["approvers"] == {
        "users": [{"userId": first, "fullName": names[first]}],
        "groups": [
            {"groupName": group["name"], "groupId": group["id"], "users": [{"id": other, "fullName": names[other]}]}
        ],
    }
    assert listed() == made
    replaced = bill.approval_policies.replace(made["id"], {**body, "policyName": unique("Again")})
    assert listed() == replaced == {**made, "policyName": replaced["policyName"]}
    bill.approval_policies.delete(made["id"])
