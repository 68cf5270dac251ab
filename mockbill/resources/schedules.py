"""Schedules by which the clock makes bills and invoices of templates: when the next one is due, and when it appears.

D docs/ap-recurring-bills, docs/ar-recurring-invoices; what moves when is I.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from ..gateway.call import Call
from ..gateway.operations import Resource
from ..gateway.validation import Date, Int, Wire
from ..gateway.verbs import rewrite
from ..world.store import Row
from .payments.calendar import start_of, today

MOST_AT_ONCE = 400
"""Missed bills or invoices that one call makes (I)."""
YEARS = range(2000, 9000)


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
