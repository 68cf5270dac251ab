"""Who may spend from a budget: five operations on the link of a user to a budget.

`role` in a request is `budgetRole` in an answer. More than five at once are worked later (D changelog 2024-06-28).
"""

from typing import Annotated, Any, Literal

from ...gateway import listing
from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import Answer
from ...gateway.verbs import each, find
from ...gateway.wire import Min, Wire
from ...world.clock import SECOND
from ...world.store import Condition, Row
from .budgets import assign, budgets, close_cards
from .card_funds import of_budget
from .common import ADMIN_ONLY, active, active_reference, refused
from .memberships import BulkMember, Member, MemberWrite, budget_members, enroll, leave, membership, sole_owner
from .people import spend_users

AT_ONCE = 5
PATH = budget_members.path


class BulkMembers(Wire):
    members: Annotated[list[BulkMember], Min(1)]


class BulkStatus(Wire):
    status: Literal["SUCCESS"]


def find_member(call: Call, budget: Row) -> Row:
    member = membership(call, budget, find(call, spend_users, call.params["userId"]))
    if member is None:
        raise refuse("BDC_1205")
    return member


def upsert(call: Call, budget: Row, user: Row, fields: dict[str, Any]) -> Row:
    """Make or change a membership, and with it what of the budget is assigned."""
    if fields.get("role", "OWNER") != "OWNER" and sole_owner(call, budget, membership(call, budget, user)):
        raise refused(call, "role: a budget must have an owner")
    member, assigned = enroll(call, budget, user, fields)
    assign(call, budget, assigned)
    return member


@budget_members.operation("listbudgetmembers", "GET", PATH, listing=True, answer=Member)
def list_members(call: Call) -> Answer:
    """The members of a budget."""
    budget = find(call, budgets, call.params["budgetId"])
    column = budget_members.table.by_path["hidden.budget"]
    return listing.page(call, budget_members, Condition(column, "eq", budget["uuid"]))


@budget_members.operation("getbudgetmember", "GET", f"{PATH}/{{userId}}", answer=Member)
def get(call: Call) -> Answer:
    """One member of a budget."""
    return find_member(call, find(call, budgets, call.params["budgetId"]))


@budget_members.operation(
    "upsertbudgetmember", "PUT", f"{PATH}/{{userId}}", body=MemberWrite, answer=Member, **ADMIN_ONLY
)
def put_member(call: Call) -> Answer:
    """Add a user to a budget, or change the member that they are (D)."""
    budget = active(call, budgets, call.params["budgetId"])
    user = active(call, spend_users, call.params["userId"])
    sharing = call.body.get("shareBudgetFunds", False)
    wrong = [name for name in ("limit", "recurringLimit") if (name in call.body) == sharing]
    if wrong:
        rule = "must be null when shareBudgetFunds is true" if sharing else "must not be null"
        raise refused(call, *(f"{name}: {rule}" for name in wrong))
    return upsert(call, budget, user, call.body)


@budget_members.operation(
    "upsertbulkbudgetusers", "PUT", f"{PATH}/bulk", body=BulkMembers, answer=BulkStatus, **ADMIN_ONLY
)
def put_members(call: Call) -> Answer:
    """Add or change many members: all or none (I), up to five at once, more of them a little later (D)."""
    budget = active(call, budgets, call.params["budgetId"])
    asked: list[dict[str, Any]] = call.body["members"]
    if call.choose("spend.bulk_share_with_limits") == "refuse":
        wrong = [
            i
            for i, fields in enumerate(asked)
            if fields.get("shareBudgetFunds") and fields.keys() & {"limit", "recurringLimit"}
        ]
        if wrong:
            raise refused(call, *(f"members[{i}].limit: must be null when shareBudgetFunds is true" for i in wrong))
    users = each(call, asked, lambda fields: active_reference(call, spend_users, fields["userId"]))
    work = [(user["uuid"], fields) for user, fields in zip(users, asked, strict=True)]
    work.sort(key=lambda item: item[1].get("role") != "OWNER")  # a new owner stands before an old one steps down
    if len(work) > AT_ONCE:
        due = call.now() + call.choose("spend.bulk_members_seconds") * SECOND
        call.world.schedule(due, "spend.bulk_members", org=call.org, budget=budget["uuid"], work=work)
    else:
        for uuid, fields in work:
            upsert(call, budget, find(call, spend_users, uuid), fields)
    return {"status": "SUCCESS"}


def bulk_work(call: Call, budget: str, work: list[tuple[str, dict[str, Any]]]) -> None:
    """The members of a large bulk call; what has been retired since, and the last owner, stay as they are (I)."""
    row = find(call, budgets, budget)
    for uuid, fields in work if not row["retired"] else ():
        user = find(call, spend_users, uuid)
        steps_down = fields.get("role", "OWNER") != "OWNER" and sole_owner(call, row, membership(call, row, user))
        if not user["retired"] and not steps_down:
            upsert(call, row, user, fields)


@budget_members.operation("deletebudgetmember", "DELETE", f"{PATH}/{{userId}}", **ADMIN_ONLY)
def delete(call: Call) -> Answer:
    """Take a user out of a budget, and delete the cards they have there; the only owner stays (I)."""
    budget = active(call, budgets, call.params["budgetId"])
    member = find_member(call, budget)
    if member["retired"]:
        raise refuse("BDC_1205")
    if sole_owner(call, budget, member):
        raise refused(call, "userId: a budget must have an owner")
    assign(call, budget, leave(call, member))
    close_cards(call, [card for card in of_budget(call, budget) if card["userUuid"] == member["userUuid"]])
    return None


RESOURCE = budget_members
JOBS = {"spend.bulk_members": bulk_work}
