"""Bill approvals: policies that put approvers on bills, and how a bill comes by its approvers.

D docs/ap-bill-approvals, changelog/2025-09-22, changelog/2025-11-05. What approvers do is in `approval_actions.py`.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt
from typing import Annotated, Any, Literal

from ...gateway.call import Call
from ...gateway.errors import invalid, refuse
from ...gateway.operations import Answer, Resource
from ...gateway.verbs import find, in_order
from ...gateway.wire import Filled, Min, Time, Wire
from ...world.store import Row, Table
from ..classifications import KINDS
from ..labels import label_name
from ..platform.users import full_name, users
from ..receivables.customers import customers
from .vendors import vendors

ApprovalStatus = Literal["UNASSIGNED", "ASSIGNED", "APPROVING", "APPROVED", "DENIED", "UNDEFINED"]
Key = Literal[
    "BILL_AMOUNT", "VENDOR_ID", "CHART_OF_ACCOUNT_ID", "LOCATION_ID", "JOB_ID",
    "DEPARTMENT_ID", "ACCOUNTING_CLASS_ID", "EMPLOYEE_ID", "ITEM_ID", "CUSTOMER_ID",
]  # fmt: skip
"""What a rule looks at: the first five were seen (D), the others are labels a bill has as well (I)."""
Operator = Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "UNDEFINED"]
"""`gte`, `lt` and `UNDEFINED` were seen (D); UNDEFINED, seen on rules that name ids, reads as `in` (I)."""
COMPARED = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
LABELS = {
    "CHART_OF_ACCOUNT_ID": "chartOfAccountId",
    "LOCATION_ID": "locationId",
    "JOB_ID": "jobId",
    "DEPARTMENT_ID": "departmentId",
    "ACCOUNTING_CLASS_ID": "accountingClassId",
    "EMPLOYEE_ID": "employeeId",
    "ITEM_ID": "itemId",
    "CUSTOMER_ID": "customerId",
}
NAMED = {"VENDOR_ID": vendors, "CUSTOMER_ID": customers} | {
    key: KINDS[member] for key, member in LABELS.items() if member in KINDS
}
"""What the values of a rule are ids of."""


class Approver(Wire):
    """One approver of a bill, in the order of approval; of a group, the group until one of it acted (I)."""

    userId: str
    status: Literal["WAITING", "APPROVED", "DENIED", "REROUTED", "UNDEFINED"]
    approverOrder: int
    statusChangedTime: Time


class RuleWrite(Wire):
    key: Key
    op: Operator
    values: Annotated[list[Filled], Min(1)]


class PolicyWrite(Wire):
    policyName: Filled
    rules: Annotated[list[RuleWrite], Min(1)]
    approvers: Annotated[list[Filled], Min(1)]


class RuleValue(Wire):
    value: str
    displayName: str


class Rule(Wire):
    key: Key
    op: Operator
    values: list[RuleValue]


class ApprovingUser(Wire):
    userId: str
    fullName: str


class GroupUser(Wire):
    id: str
    fullName: str


class ApprovingGroup(Wire):
    groupName: str
    groupId: str
    users: list[GroupUser]


class Approvers(Wire):
    users: list[ApprovingUser]
    groups: list[ApprovingGroup]


class Policy(Wire):
    id: str
    policyName: str
    status: str
    rules: list[Rule]
    approvers: Approvers


class Done(Wire):
    status: Literal["SUCCESS"]


PATH = "/connect/v3/bill-approvals"
ONE = f"{PATH}/policies/{{policyId}}"
policies = Resource("bill_approval_policy", f"{PATH}/policies", "", Policy, PolicyWrite, item="policyId")
TABLES = (Table("approval_group"),)
"""Groups of approvers (`agp`): name and user ids. BILL makes them in its web app only (D)."""


# What a policy is


def checked(call: Call, policy: dict[str, Any]) -> dict[str, Any]:
    """The members of a policy that is in order. Refuses unknown ids (422 BDC_1205, I) and rules without sense (I)."""
    for index, rule in enumerate(policy["rules"]):
        by_amount = rule["key"] == "BILL_AMOUNT"
        if by_amount and any(number(value) is None for value in rule["values"]):
            raise invalid(f"rules[{index}].values: must be numbers")
        if rule["op"] in COMPARED and (not by_amount or len(rule["values"]) > 1):
            raise call.business("rules", f"{rule['op']} takes one amount.")
        kind = NAMED.get(rule["key"])
        if kind and not all(call.world.store.get(kind.name, value, call.org) for value in rule["values"]):
            raise refuse("BDC_1205", status=422)
    for id in policy["approvers"]:
        if person(call, id) is None and group(call, id) is None:
            raise refuse("BDC_1205", status=422)
    return {**policy, "approvers": list(dict.fromkeys(policy["approvers"]))}


def number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def person(call: Call, id: str) -> Row | None:
    return call.world.store.get(users.name, id, call.org)


def group(call: Call, id: str) -> Row | None:
    return call.world.store.get("approval_group", id, call.org)


def shown(call: Call, policy: Row) -> dict[str, Any]:
    """A policy as it is answered: with names, as they are now, for what it keeps by id."""
    people = [user for id in policy["approvers"] if (user := person(call, id))]
    groups = [found for id in policy["approvers"] if (found := group(call, id))]
    return {
        **policy,
        "rules": [
            {**rule, "values": [{"value": value, "displayName": name_of(call, value)} for value in rule["values"]]}
            for rule in policy["rules"]
        ],
        "approvers": {
            "users": [{"userId": user["id"], "fullName": full_name(user)} for user in people],
            "groups": [
                {
                    "groupName": found["name"],
                    "groupId": found["id"],
                    "users": [{"id": id, "fullName": full_name(person(call, id))} for id in found["userIds"]],
                }
                for found in groups
            ],
        },
    }


def name_of(call: Call, value: str) -> str:
    """How a rule's value is called: a vendor, customer or label by its name, all else as it stands (I)."""
    for kind in NAMED.values():
        if row := call.world.store.get(kind.name, value, call.org):
            return label_name(row)
    return value


# Whose approval a bill needs


def matches(policy: Row, bill: Row) -> bool:
    """Whether a bill meets every rule of a policy (all of them I)."""
    return all(meets(rule, bill) for rule in policy["rules"])


def meets(rule: dict[str, Any], bill: Row) -> bool:
    if rule["key"] == "BILL_AMOUNT":
        amount, told = Decimal(repr(bill["amount"])), [Decimal(value) for value in rule["values"]]
        if rule["op"] in COMPARED:
            return bool(COMPARED[rule["op"]](amount, told[0]))
        return (amount in told) is (rule["op"] != "ne")
    has = {bill["vendorId"]} if rule["key"] == "VENDOR_ID" else labels(bill, LABELS[rule["key"]])
    return has.isdisjoint(rule["values"]) is (rule["op"] == "ne")


def labels(bill: Row, name: str) -> set[str]:
    """Every label of a kind on a bill, its own and its lines'."""
    parts = [bill, *bill["billLineItems"]]
    return {part["classifications"][name] for part in parts if (part.get("classifications") or {}).get(name)}


def wanted(call: Call, bill: Row) -> list[str]:
    """The approvers that the policies put on a bill, in order: users and groups."""
    found = [row for row in call.world.store.find(policies.name, call.org) if matches(row, bill)]
    if len(found) > 1 and call.choose("approval.several_policies") == "first":
        found = found[:1]
    return list(dict.fromkeys(id for policy in found for id in policy["approvers"]))


def assign(call: Call, bill: Row, ids: Sequence[str]) -> None:
    """Put approvers on a bill, all of them waiting; the caller stores it."""
    bill.hidden["approverIds"] = list(ids)
    bill.hidden["approvers"] = [
        {"userId": id, "status": "WAITING", "approverOrder": order, "statusChangedTime": call.iso()}
        for order, id in enumerate(ids)
    ]
    bill["approvalStatus"] = "ASSIGNED"


def route(call: Call, bill: Row, *, asked: bool) -> None:
    """Give a bill that is made or edited its approvers, before it is stored.

    A denied bill begins anew with the first approver (D help). One that has approvers keeps them, unless the policies
    now name others; none are named for a bill that asks for none, nor for one that payments were made on (I).

    Parameters:
        asked: whether the write said `billApprovals: true`.
    """
    denied = bill["approvalStatus"] == "DENIED"
    known = bill.hidden.get("approverIds", [])
    if bill["scheduledAmount"] or bill["paidAmount"]:
        return
    if not (asked or known or call.world.choices["approval.assigned"] == "any"):
        return
    ids = wanted(call, bill) or known
    if ids and (denied or ids != known):
        assign(call, bill, ids)


def approvers_of(bill: Row) -> dict[str, Any]:
    """The member that shows a bill's approvers; without any there is none (O)."""
    found = bill.hidden.get("approvers", ())
    shown = [{name: one[name] for name in Approver.model_fields} for one in found]
    return {"approvers": shown} if shown else {}


# The operations


@policies.operation("listbillapprovalpolicies", "GET", f"{PATH}/policies", answer=list[Policy])
def list_policies(call: Call) -> Answer:
    """Every policy, in a bare array without pages."""
    return [shown(call, row) for row in call.world.store.find(policies.name, call.org)]


@policies.operation(
    "createbillapprovalpolicy", "POST", PATH,
    body=PolicyWrite, answer=Policy, status=201, role="approve", standing="alias",
)  # fmt: skip
@policies.operation(
    "createbillapprovalpolicy", "POST", f"{PATH}/policies",
    body=PolicyWrite, answer=Policy, status=201, role="approve",
)  # fmt: skip
def create_policy(call: Call) -> Answer:
    """Make a policy; bills made or edited from now on are held against it."""
    fields = checked(call, call.body)
    id = f"{call.org}-{call.world.ids.uuid()}"
    row = Row(in_order(policies, {"id": id, "status": "ACTIVE", **fields}), org=call.org)
    return shown(call, call.world.store.insert(policies.name, row))


@policies.operation("updatebillapprovalpolicy", "PUT", ONE, body=PolicyWrite, answer=Policy, role="approve")
def replace_policy(call: Call) -> Answer:
    """Put another policy in its place; bills that have approvers keep them (I)."""
    row = find(call, policies, call.params["policyId"])
    row.update(checked(call, call.body))
    return shown(call, call.world.store.update(policies.name, row))


@policies.operation("deletepolicy", "DELETE", ONE, answer=Done, role="approve")
def delete_policy(call: Call) -> Answer:
    """Delete a policy for good; bills that have approvers keep them (I)."""
    call.world.store.delete(policies.name, find(call, policies, call.params["policyId"]))
    return {"status": "SUCCESS"}
