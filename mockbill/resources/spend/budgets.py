"""Budgets (`bgt_`): pots of card spend, most with a period that the clock renews."""

from datetime import date
from typing import Any

from ...gateway.call import Call
from ...gateway.errors import refuse
from ...gateway.operations import SPEND, Answer, Resource
from ...gateway.plain import plain
from ...gateway.verbs import find, put, rewrite
from ...gateway.wire import cents, dollars, merge
from ...world.store import Column, Row
from . import card_funds, charges, memberships
from .budget_shapes import Budget, BudgetPatch, BudgetWrite, Period
from .common import ADMIN_ONLY, PATH, active, active_reference, refused
from .figures import turn
from .people import spend_users
from .periods import period, start_of, today, zone_of

QUICK = ("DAILY", "WEEKLY")
BY_MONTH = ("QUARTERLY", "YEARLY")


def create(call: Call, fields: dict[str, Any]) -> Row:
    check(call, fields, None)
    parent = parent_of(call, fields)
    people = people_of(call, fields)
    zone = fields.get("timezone") or company_zone(call)
    day = today(call.now(), zone)
    month = fields.get("recurMonth", day.month)
    start, end = period(fields["recurringInterval"], month, day)
    budget = put(
        call,
        budgets,
        {
            "startDate": start.isoformat(),
            "timezone": zone,
            "autoAddUsers": False,
            "receiptRequired": False,
            "carryOver": False,
            "default": False,
            "budgetGroup": False,
            "shareFunds": "DO_NOT_SHARE",
            "limitlessOverspend": False,
            **{name: value for name, value in fields.items() if name in budgets.members},
            **parent,
            "recurringLimit": 0.0 if fields["recurringInterval"] == "NONE" else fields["recurringLimit"],
            "currentPeriod": period_of(start, end, fields.get("limit", 0.0), fields.get("overspendBuffer")),
        },
        {"recurMonth": month},
    )
    for user, role in people:
        memberships.enroll(call, budget, user, {"role": role})
    await_end(call, budget)
    return budget


def check(call: Call, fields: dict[str, Any], before: Row | None) -> None:
    """The rules between fields (D reference/createbudget), all broken ones at once; what was set before counts."""
    known: dict[str, Any] = before if before is not None else {"recurringInterval": "NONE"}
    interval = fields.get("recurringInterval", known["recurringInterval"])
    limitless = fields.get("limitlessOverspend", known.get("limitlessOverspend", False))
    renewed = known.get("recurringLimit") if known["recurringInterval"] != "NONE" else None
    rules = (
        (limitless and interval in QUICK, "limitlessOverspend: must not be true for a DAILY or WEEKLY budget"),
        ("limitlessGoal" in fields and not limitless, "limitlessGoal: must be null unless limitlessOverspend is true"),
        (
            "overspendBuffer" in fields and (limitless or interval in QUICK),
            "overspendBuffer: must be null for a limitless, DAILY or WEEKLY budget",
        ),
        (
            "recurMonth" in fields and interval not in BY_MONTH,
            "recurMonth: must be null unless recurringInterval is QUARTERLY or YEARLY",
        ),
        (not limitless and "limit" not in fields and unlimited(before), "limit: must not be null"),
        (
            interval != "NONE" and fields.get("recurringLimit", renewed) is None,
            "recurringLimit: must not be null",
        ),
    )
    broken = [message for wrong, message in rules if wrong]
    if broken:
        raise refused(call, *broken)


def unlimited(budget: Row | None) -> bool:
    """Whether nobody has set a limit: a limitless budget that has none tells 0, as its period always tells one (I)."""
    return budget is None or budget["limitlessOverspend"] and not budget["currentPeriod"]["limit"]


def parent_of(call: Call, fields: dict[str, Any]) -> dict[str, str]:
    """Both ids of the group that a new budget is to be in."""
    if "parentBudgetId" not in fields:
        return {}
    parent = active_reference(call, budgets, fields["parentBudgetId"])
    if not parent["budgetGroup"]:
        raise refused(call, "parentBudgetId: must be a budget group")
    return {"parentBudgetId": parent["id"], "parentBudgetUuid": parent["uuid"]}


def people_of(call: Call, fields: dict[str, Any]) -> list[tuple[Row, str]]:
    """The users a budget begins with; who is named twice has the higher role (I)."""
    found: dict[str, tuple[Row, str]] = {}
    for list_name, role in (("owners", "OWNER"), ("members", "MEMBER"), ("observers", "OBSERVER")):
        for key in fields.get(list_name, []):
            user = active_reference(call, spend_users, key)
            found.setdefault(user["uuid"], (user, role))
    return list(found.values())


def company_zone(call: Call) -> str:
    """The time zone of the company's address (D)."""
    organization = call.world.store.get("organization", call.org)
    return zone_of(organization["address"].get("stateOrProvince") if organization else None)


def period_of(
    start: date,
    end: date | None,
    limit: float,
    buffer: float | None,
    assigned: float = 0.0,
    pending: float = 0.0,
) -> dict[str, Any]:
    """A period in which nothing is spent yet but what is held; what is unset is left out."""
    members = {
        "startDate": start.isoformat(),
        "endDate": end.isoformat() if end else None,
        "limit": limit,
        "overspendBuffer": buffer,
        "assigned": assigned,
        "spent": {"cleared": 0.0, "pending": pending, "total": pending},
    }
    return {name: value for name, value in members.items() if value is not None}


def change(call: Call, row: Row, fields: dict[str, Any]) -> Row:
    if row["retired"]:
        raise refuse("BDC_1205")
    check(call, fields, row)
    current, timed = row["currentPeriod"], {"recurringInterval", "recurMonth", "timezone"} & fields.keys()
    for name in ("limit", "overspendBuffer"):
        current[name] = fields.pop(name, current.get(name))
    if fields.get("recurringInterval") in BY_MONTH and row["recurringInterval"] not in BY_MONTH:
        row.hidden["recurMonth"] = today(call.now(), row["timezone"]).month
    row.hidden["recurMonth"] = fields.pop("recurMonth", row.hidden["recurMonth"])
    merge(row, fields)
    drop_idle(row)
    if timed:  # a new interval moves the end of the current period at once (I)
        _, end = period(row["recurringInterval"], row.hidden["recurMonth"], today(call.now(), row["timezone"]))
        current["endDate"] = end.isoformat() if end else None
    row["currentPeriod"] = {name: current[name] for name in Period.model_fields if current.get(name) is not None}
    row = rewrite(call, budgets, row)
    if "name" in fields:
        charges.rename_budget(call, row)
    await_end(call, row)
    return row


def drop_idle(row: Row) -> None:
    """Take away what a changed budget can no longer have (I)."""
    if not row["limitlessOverspend"]:
        row["limitlessGoal"] = None
    if row["limitlessOverspend"] or row["recurringInterval"] in QUICK:
        row["currentPeriod"]["overspendBuffer"] = None
    if row["recurringInterval"] == "NONE":
        row["recurringLimit"] = 0.0


def await_end(call: Call, budget: Row) -> None:
    """Have the clock begin the next period."""
    subject = f"period {budget['uuid']}"
    call.world.unschedule(subject)
    end = budget["currentPeriod"].get("endDate")
    if end:
        due = start_of(date.fromisoformat(end), budget["timezone"])
        call.world.schedule(due, "spend.budget_period", subject=subject, org=call.org, uuid=budget["uuid"])


def begin_period(call: Call, uuid: str) -> None:
    """The next period: the recurring limit, nothing spent; with `carryOver` allocations keep what is left (D)."""
    budget = active(call, budgets, uuid)
    old = budget["currentPeriod"]
    start, end = period(budget["recurringInterval"], budget.hidden["recurMonth"], date.fromisoformat(old["endDate"]))
    keeps = budget["carryOver"]
    renewed = sum(memberships.renew(call, member, keeps) for member in memberships.ever_of_budget(call, budget))
    renewed += sum(card_funds.renew(call, card, keeps) for card in card_funds.of_budget(call, budget))
    assigned = dollars(cents(old["assigned"]) + renewed)
    buffer, held = old.get("overspendBuffer"), turn(call, budget)
    budget["currentPeriod"] = period_of(start, end, budget["recurringLimit"], buffer, assigned, held)
    await_end(call, rewrite(call, budgets, budget))


def assign(call: Call, budget: Row, change: int) -> None:
    """Move what of a budget is assigned to members and cards, by cents."""
    if change:
        current = budget["currentPeriod"]
        current["assigned"] = dollars(cents(current["assigned"]) + change)
        rewrite(call, budgets, budget)


def close_cards(call: Call, found: list[Row], reason: str | None = None) -> None:
    """Delete cards, each with what its budget has assigned to it."""
    for card in found:
        freed = card_funds.close(call, card, reason)
        if "budgetUuid" in card:
            assign(call, find(call, budgets, card["budgetUuid"]), freed)


budgets = Resource(
    "budget", f"{PATH}/budgets", "bgt:Budget", Budget, BudgetWrite, BudgetPatch, item="budgetId", dialect=SPEND,
    filters={
        "isBudgetGroup": "=budgetGroup eq", "budgetIds": "=uuid eq in", "parentBudgetId": "=parentBudgetUuid eq",
        "name": "eq sw", "retired": "eq",
    },
    sorts="name assigned=currentPeriod.assigned limit=currentPeriod.limit spent=currentPeriod.spent.total",
    indexes="parentBudgetUuid", keep=(Column("autoAddUsers", "flag"),), make=create, change=change,
)  # fmt: skip
plain(budgets, writes=ADMIN_ONLY, list="listbudgets", get="getbudget", create="createbudget", update="updatebudget")


@budgets.operation("deletebudget", "DELETE", f"{budgets.path}/{{budgetId}}", **ADMIN_ONLY)
def delete(call: Call) -> Answer:
    """Retire a budget, its members and its cards; the default one and a group with budgets in it stay (I)."""
    budget = active(call, budgets, call.params["budgetId"])
    if budget["default"]:
        raise refused(call, "budgetId: the default budget cannot be deleted")
    if call.world.store.find(budgets.name, call.org, parentBudgetUuid=budget["uuid"], retired=False):
        raise refused(call, "budgetId: a budget group with budgets in it cannot be deleted")
    freed = sum(memberships.leave(call, member) for member in memberships.of_budget(call, budget))
    freed += sum(card_funds.close(call, card) for card in card_funds.of_budget(call, budget))
    budget["retired"] = True
    budget["currentPeriod"]["assigned"] = dollars(cents(budget["currentPeriod"]["assigned"]) + freed)
    rewrite(call, budgets, budget)
    call.world.unschedule(f"period {budget['uuid']}")
    return None


JOBS = {"spend.budget_period": begin_period}
