"""What goes wrong with notifications on purpose: rules by which some come late, twice, out of turn,
wrongly signed or not at all.

BILL asks receivers to be ready for all of it: the same eventId more than once, and no order (D
docs/bill-webhook-api-notification-rules). The rules are rows, so that what they count is undone with what they met.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from ..gateway.wire import Filled, Int, Wire
from ..world.store import Row, Table
from ..world.world import World

MISHAPS = Table("webhook_mishap")
EFFECTS = ("delay", "duplicate", "reorder", "drop", "forge")


class MishapRule(Wire):
    """A rule as the control API takes it; what is not named matches every notification.

    `skip` are let pass first, then `times` are met (0: until lifted). `delay` is in seconds of the world's clock,
    `duplicate` how many further copies follow the first that was taken, `reorder` lets the next notification of the
    same subscription go first, `drop` loses it, and `forge` signs it with a key that is not the subscription's.
    """

    model_config = ConfigDict(extra="forbid")
    event: Filled | None = None
    subscription: Filled | None = None
    skip: Annotated[Int, Field(ge=0)] = 0
    times: Annotated[Int, Field(ge=0)] = 0
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0
    delay: Annotated[float, Field(ge=0, le=2_000_000)] = 0.0
    duplicate: Annotated[Int, Field(ge=0, le=100)] = 0
    reorder: bool = False
    drop: bool = False
    forge: bool = False


def add(world: World, rule: dict[str, Any]) -> Row:
    """Put a rule in force. Raises ValueError on one that does nothing."""
    if not any(rule[effect] for effect in EFFECTS):
        raise ValueError(f"a fault needs an effect: {', '.join(EFFECTS[:-1])} or {EFFECTS[-1]}")
    row = Row({"id": f"fault-{world.ids.digits(6)}", "rule": rule, "met": 0, "applied": 0})
    return world.store.insert(MISHAPS.name, row)


def lift(world: World, id: str | None = None) -> int:
    """Take one rule (or all) out of force; how many there were."""
    found = [row for row in world.store.find(MISHAPS.name) if id in (None, row["id"])]
    for row in found:
        world.store.delete(MISHAPS.name, row)
    return len(found)


def met(world: World, event: str, subscription: str) -> Mapping[str, Any]:
    """What befalls a new notification: the effects of all rules that it meets, a later rule over an earlier one."""
    befallen: dict[str, Any] = {}
    for row in world.store.find(MISHAPS.name):
        rule = row["rule"]
        if rule.get("event") in (None, event) and rule.get("subscription") in (None, subscription):
            row["met"] += 1
            if applies(world, row):
                row["applied"] += 1
                befallen |= {effect: rule[effect] for effect in EFFECTS if rule[effect]}
            world.store.update(MISHAPS.name, row)
    return befallen


def applies(world: World, row: Row) -> bool:
    rule = row["rule"]
    if row["met"] <= rule["skip"] or rule["times"] and row["applied"] >= rule["times"]:
        return False
    return rule["probability"] >= 1 or bool(world.ids.dice().random() < rule["probability"])
