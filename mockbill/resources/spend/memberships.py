"""The link of a user to a budget: what of the budget is theirs to spend. It has no id, only the user's."""

from typing import Any, Literal

from ...gateway.call import Call
from ...gateway.operations import SPEND, Resource
from ...gateway.verbs import put, rewrite
from ...gateway.wire import Filled, Money, Wire, cents, dollars
from ...world.store import Column, Row
from .common import PATH, Amount
from .figures import turn
from .people import full_name

BudgetRole = Literal["OWNER", "MEMBER", "OBSERVER"]


class MemberWrite(Wire):
    role: BudgetRole | None = None
    shareBudgetFunds: bool | None = None
    limit: Amount | None = None
    recurringLimit: Amount | None = None


class BulkMember(MemberWrite):
    userId: Filled


class Member(Wire):
    userId: str
    userUuid: str
    name: str
    budgetRole: BudgetRole
    limit: Money | None = None
    recurringLimit: Money | None = None
    recurring: bool
    spent: Money
    shareBudgetFunds: bool
    retired: bool


budget_members = Resource(
    "budget_member", f"{PATH}/budgets/{{budgetId}}/members", "", Member, MemberWrite, item="userId", dialect=SPEND,
    filters={"retired": "eq"}, sorts="name spent",
    keep=(Column("hidden.budget", index=True), Column("userUuid", index=True)),
)  # fmt: skip


def of_budget(call: Call, budget: Row) -> list[Row]:
    """The active members of a budget."""
    return call.world.store.find(budget_members.name, call.org, hidden__budget=budget["uuid"], retired=False)


def ever_of_budget(call: Call, budget: Row) -> list[Row]:
    """The members of a budget, also retired ones, who may come back."""
    return call.world.store.find(budget_members.name, call.org, hidden__budget=budget["uuid"])


def membership(call: Call, budget: Row, user: Row) -> Row | None:
    """The link of a user to a budget, also a retired one."""
    return call.world.store.get(budget_members.name, f"{budget['uuid']}/{user['uuid']}", call.org)


def allocated(member: Row | None) -> int:
    """What a membership takes of its budget's funds, in cents."""
    return 0 if member is None or member["retired"] else cents(member.get("limit"))


def enroll(call: Call, budget: Row, user: Row, fields: dict[str, Any]) -> tuple[Row, int]:
    """Make or change a membership (a retired one comes back, I). Returns it and by how many cents the budget's
    assigned funds change.
    """
    known = membership(call, budget, user)
    before = allocated(known)
    row = known if known is not None else Row({"spent": 0.0, "shareBudgetFunds": False, "budgetRole": "MEMBER"})
    row |= {"userId": user["id"], "userUuid": user["uuid"], "name": full_name(user), "retired": False}
    row["budgetRole"] = fields.get("role", row["budgetRole"])
    row["shareBudgetFunds"] = fields.get("shareBudgetFunds", row["shareBudgetFunds"])
    for name in ("limit", "recurringLimit"):
        row[name] = None if row["shareBudgetFunds"] else fields.get(name, row.get(name) or 0.0)
    row["recurring"] = cents(row["recurringLimit"]) > 0
    if known is None:
        key = {"key": f"{budget['uuid']}/{user['uuid']}", "budget": budget["uuid"]}
        row = put(call, budget_members, row, key)
    else:
        row = rewrite(call, budget_members, row)
    return row, allocated(row) - before


def leave(call: Call, member: Row) -> int:
    """End a membership. Returns by how many cents the budget's assigned funds change."""
    before = allocated(member)
    member["retired"] = True
    rewrite(call, budget_members, member)
    return -before


def renew(call: Call, member: Row, carry_over: bool) -> int:
    """Begin a new period: the recurring limit, and with `carry_over` what is left (D). Returns the change in cents."""
    before, spent = allocated(member), cents(member["spent"])
    member["spent"] = turn(call, member)
    if not member["shareBudgetFunds"] and not member["retired"]:
        left = max(0, before - spent + cents(member["spent"])) if carry_over else 0
        member["limit"] = dollars(cents(member["recurringLimit"]) + left)
    rewrite(call, budget_members, member)
    return allocated(member) - before


def sole_owner(call: Call, budget: Row, member: Row | None) -> bool:
    """Whether a membership is the only thing that keeps a budget from having no owner."""
    if member is None or member["retired"] or member["budgetRole"] != "OWNER":
        return False
    return [other["budgetRole"] for other in of_budget(call, budget)].count("OWNER") == 1


def rename(call: Call, user: Row) -> None:
    """Show a user's new name where memberships show it."""
    for member in call.world.store.find(budget_members.name, call.org, userUuid=user["uuid"]):
        member["name"] = full_name(user)
        rewrite(call, budget_members, member)
