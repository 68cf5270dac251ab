"""What follows from an attempt to deliver: done, another one later, or the end of the subscription.

D docs/bill-webhook-api-notification-rules: waits of 2, 4, 8 and 16 s, then the subscription is disabled;
D docs/working-with-bill-webhooks: the history is kept 180 days.
"""

from dataclasses import dataclass

from ..gateway.call import Call
from ..world.clock import DAY, SECOND, iso
from ..world.store import Condition, Row
from ..world.world import World
from .outbox import MARK, equal, events, make_due, release, set_state, stop, subject_of, wait, written

WAITS = (2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND)
WAITING = ("waiting", "held")
KEPT = 180 * DAY
MOST_BYTES = 64_000_000
"""How much of what is done an organization's history holds at most."""


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: the receiver's status, or (None) why there was no answer."""

    status: int | None
    error: str = ""


def record(world: World, org: str, id: str, outcome: Outcome) -> None:
    """Write down how an attempt ended, and what follows from it."""
    row = world.store.get(events.name, id, org)
    if row is None:  # its subscription was deleted meanwhile
        return
    row.hidden["attempts"].append({"time": world.clock.iso(), "statusCode": outcome.status, "error": outcome.error})
    row.pop("statusCode", None)
    if outcome.status is not None:
        row["statusCode"] = outcome.status
    if row.hidden["state"] != "due":
        world.store.update(events.name, row)
    elif succeeded(world, outcome):
        taken(world, row)
    else:
        failed(world, row)
    release(world, row)
    forget(world, org)


def succeeded(world: World, outcome: Outcome) -> bool:
    if world.choices["webhook.success"] == "2xx":
        return outcome.status is not None and 200 <= outcome.status < 300
    return outcome.status == 200


def taken(world: World, row: Row) -> None:
    """The receiver has it; a fault may have it come again, which cannot disable the subscription."""
    if row.hidden["copies"]:
        row.hidden |= {"copies": row.hidden["copies"] - 1, "once": True}
        make_due(world, row)
    else:
        set_state(world, row, "delivered")


def failed(world: World, row: Row) -> None:
    attempts = len(row.hidden["attempts"])
    if row.hidden["once"]:
        set_state(world, row, "failed")
    elif attempts <= len(WAITS):
        wait(world, row, "waiting", WAITS[attempts - 1])
    else:
        set_state(world, row, "failed")
        subscription = world.store.get("subscription", row["subscriptionId"], row.org)
        if subscription is not None and subscription["status"]["enabled"]:
            subscription["status"]["enabled"] = False
            subscription["updatedTime"] = world.clock.iso()
            world.store.update("subscription", subscription)
            stop(world, subscription)


def retry(call: Call, event: str) -> None:
    """The wait before the next attempt is over."""
    row = call.world.store.get(events.name, event, call.org)
    if row is not None and row.hidden["state"] in WAITING:
        make_due(call.world, row)


def resend(world: World, row: Row) -> Row:
    """Send once more with the same eventId; what is done gets a single attempt (I)."""
    if row.hidden["state"] in WAITING:
        world.unschedule(subject_of(row))
    elif row.hidden["state"] != "due":
        row.hidden["once"] = True
    return make_due(world, row)


def oldest(world: World) -> str:
    """Before this the history is forgotten."""
    return iso(max(0, world.clock.now() - KEPT))


def forget(world: World, org: str) -> None:
    """Cut the history by age and by size; what is still to be delivered stays."""
    done, made = equal("hidden.open", False), events.table.by_path["createdTime"]
    world.store.sweep(events.name, org, [done, Condition(made, "lt", oldest(world))])
    beyond = written(world, org) - MOST_BYTES
    if beyond > 0:
        world.store.sweep(events.name, org, [done, Condition(MARK, "lte", MARK.stored(beyond))])


JOBS = {"webhook.retry": retry}
