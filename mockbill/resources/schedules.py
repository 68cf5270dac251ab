"""Schedules by which the clock makes bills and invoices of templates: when the next one is due, and when it appears.

D docs/ap-recurring-bills, docs/ar-recurring-invoices; what moves when is I.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from ..gateway.call import Call
from ..gateway.errors import invalid
from ..gateway.operations import Answer, Resource
from ..gateway.verbs import find, rewrite, set_archived
from ..gateway.wire import Date, Int, Wire
from ..world.store import Row
from .payments.calendar import start_of, today

MOST_AT_ONCE = 400
"""Missed bills or invoices that one call makes (I)."""
YEARS = range(2000, 9000)


Follow = Callable[[Call, Row], Row]
"""Makes what is due of a template, and stores it."""
Replace = Callable[[Call, Row, dict[str, Any]], Row]


class Schedule(Wire):
    """Every `frequency` periods; `daysInAdvance` is how long before it is due a bill or invoice is made."""

    period: Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
    frequency: Annotated[Int, Field(ge=1, le=1000)]
    nextDueDate: Date
    endDate: Date | None = None
    daysInAdvance: Annotated[Int, Field(ge=0, le=365)] | None = None


class ScheduleShown(Schedule):
    period: Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "NONE"]  # type: ignore[assignment]  # more is read than written


def begin(row: Row) -> None:
    """Count the steps of a new schedule from its first due date."""
    row.hidden |= {"start": row["schedule"]["nextDueDate"], "count": 0}


def ends_in_time(call: Call, row: Row) -> None:
    """Refuse a schedule that is over before its first due date (400, I)."""
    schedule = row["schedule"]
    if schedule.get("endDate") and schedule["endDate"] < schedule["nextDueDate"]:
        raise invalid("schedule.endDate: must not be before nextDueDate", code=call.world.choices["validation.code"])


def check(call: Call, row: Row) -> None:
    """Refuse a first due date that no calendar has room for (I)."""
    if date.fromisoformat(row["schedule"]["nextDueDate"]).year not in YEARS:
        raise call.business("schedule.nextDueDate", "Is out of range.")


def due_after(schedule: dict[str, Any], start: date, count: int) -> date:
    """The due date some steps after the first one; a month that is too short has it on its last day (I)."""
    steps = schedule["frequency"] * count
    if schedule["period"] in ("DAILY", "WEEKLY"):
        return start + timedelta(days=steps * (7 if schedule["period"] == "WEEKLY" else 1))
    months = start.year * 12 + start.month - 1 + steps * (12 if schedule["period"] == "YEARLY" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def due(row: Row) -> date | None:
    """The due date of the next one; None when there will be none."""
    schedule = row["schedule"]
    day = date.fromisoformat(schedule["nextDueDate"])
    over = schedule.get("endDate") and schedule["nextDueDate"] > schedule["endDate"]
    return None if row["archived"] or over or day.year not in YEARS else day


def appears(row: Row, day: date) -> date:
    return day - timedelta(days=row["schedule"]["daysInAdvance"])


def follow(call: Call, resource: Resource, row: Row, make: Callable[[Call, Row, date], None]) -> Row:
    """Make what is due to appear, store the template, and await the next one as the job `<resource>.due`.

    Parameters:
        make: makes the one that is due on a day.
    """
    made = 0
    while (day := due(row)) and appears(row, day) <= today(call.now()):
        if made == MOST_AT_ONCE:
            raise call.business("schedule.nextDueDate", f"More than {MOST_AT_ONCE} were missed.")
        make(call, row, day)
        row.hidden["count"] += 1
        start = date.fromisoformat(row.hidden["start"])
        row["schedule"]["nextDueDate"] = due_after(row["schedule"], start, row.hidden["count"]).isoformat()
        made += 1
    row = rewrite(call, resource, row) if made else call.world.store.update(resource.name, row)
    call.world.unschedule(row["id"])
    if day:
        moment = start_of(appears(row, day))
        call.world.schedule(moment, f"{resource.name}.due", subject=row["id"], org=call.org, recurring=row["id"])
    return row


def declare(resource: Resource, replaced: Replace, follow: Follow, /, **ids: str) -> dict[str, Callable[..., None]]:
    """Declare replace, archive and restore of templates: verb → BILL's operation slug. Answers what the clock brings.

    Parameters:
        replaced: puts other contents in a template's place, and stores it.
    """
    one = f"{resource.path}/{{{resource.item}}}"

    def named(call: Call) -> Row:
        return find(call, resource, call.params[resource.item])

    def turned(call: Call, archived: bool) -> Row:
        row = named(call)
        return row if row["archived"] == archived else follow(call, set_archived(call, resource, row, archived))

    @resource.operation(ids["replace"], "PUT", one, body=resource.write, answer=resource.model)
    def replace(call: Call) -> Answer:
        """Put other contents in a template's place: lines without id are new, those not named are gone."""
        return replaced(call, named(call), call.body)

    @resource.operation(ids["archive"], "POST", f"{one}/archive", answer=resource.model)
    def archive(call: Call) -> Answer:
        """Archive a template: it makes no more."""
        return turned(call, True)

    @resource.operation(ids["restore"], "POST", f"{one}/restore", answer=resource.model)
    def restore(call: Call) -> Answer:
        """Restore a template; what it missed is made at once (I)."""
        return turned(call, False)

    def fall_due(call: Call, recurring: str) -> None:
        follow(call, find(call, resource, recurring))

    return {f"{resource.name}.due": fall_due}
