"""Worlds, their snapshots, their credentials and choices."""

from typing import Any

from .. import AS_OF, __version__
from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Text, Wire
from ..world.choices import CHOICES
from ..world.worlds import DEFAULT, Worlds
from .declare import Control


class WorldBody(Wire):
    name: Filled | None = None
    seed: Filled = "empty"
    clock: Text | None = None
    choices: dict[str, Any] | None = None
    snapshot: Filled | None = None


class SeedBody(Wire):
    seed: Filled


class SnapshotBody(Wire):
    name: Filled | None = None


def declare(worlds: Worlds, control: Control) -> None:
    snapshots: dict[str, Any] = {}

    def name_of(call: Call) -> str:
        return next((name for name, world in worlds.all() if world is call.world), DEFAULT)

    @control("GET", "/info")
    def info(call: Call) -> Answer:
        """Where everything is and how to get in."""
        base = call.base_url
        return {
            "version": __version__,
            "asOf": AS_OF,
            "world": name_of(call),
            "credentials": call.world.store.meta("credentials"),
            "urls": {
                "base": base,
                "connect": f"{base}/connect",
                "events": f"{base}/connect-events",
                "token": f"{base}/authx/token",
            },
            "mfaToken": "123456",
            "clock": {"now": call.iso(), "mode": call.world.clock.mode},
        }

    @control("GET", "/worlds")
    def list_worlds(call: Call) -> Answer:
        """The worlds of this process."""
        return {
            "worlds": [
                {"name": name, "clock": {"now": world.clock.iso(), "mode": world.clock.mode}}
                for name, world in worlds.all()
            ]
        }

    @control("POST", "/worlds", body=WorldBody, body_optional=True, status=201)
    def create_world(call: Call) -> Answer:
        """A new world with credentials of its own; `clock` "real" or an instant at which it stands."""
        body = call.body
        image = snapshots.get(body["snapshot"]) if body.get("snapshot") else None
        if body.get("snapshot") and image is None:
            raise ControlRefusal(f"there is no snapshot {body['snapshot']!r}", 404)
        options = {"clock": None if body["clock"] == "real" else body["clock"]} if body.get("clock") else {}
        world = worlds.create(body.get("name"), seed=body["seed"], choices=body.get("choices"), image=image, **options)
        return {
            "name": next(name for name, found in worlds.all() if found is world),
            "credentials": world.store.meta("credentials"),
        }

    @control("DELETE", "/worlds/{name}", status=204)
    def delete_world(call: Call) -> Answer:
        """Forget a world and all it holds."""
        if call.params["name"] not in worlds.by_name:
            raise ControlRefusal(f"there is no world {call.params['name']!r}", 404)
        worlds.remove(call.params["name"])
        return None

    @control("POST", "/reset", status=204)
    def reset(call: Call) -> Answer:
        """Back to how the world was when it was made."""
        call.world.reset()
        return None

    @control("POST", "/seed", body=SeedBody)
    def seed(call: Call) -> Answer:
        """Begin the world anew, filled with a seed; credentials, time and choices stay, and so does what reset means."""
        worlds.refill(call.world, call.body["seed"])
        return {"world": name_of(call), "seed": call.body["seed"]}

    @control("POST", "/snapshots", body=SnapshotBody, body_optional=True, status=201)
    def take_snapshot(call: Call) -> Answer:
        """Keep everything in the world as it is now."""
        name = call.body.get("name") or f"snapshot-{len(snapshots) + 1}"
        snapshots[name] = call.world.image()
        return {"id": name}

    @control("GET", "/snapshots")
    def list_snapshots(call: Call) -> Answer:
        """The snapshots of this process."""
        return {"snapshots": list(snapshots)}

    @control("POST", "/snapshots/{id}/restore", status=204)
    def restore_snapshot(call: Call) -> Answer:
        """Make this world what the snapshot holds."""
        if call.params["id"] not in snapshots:
            raise ControlRefusal(f"there is no snapshot {call.params['id']!r}", 404)
        call.world.restore(snapshots[call.params["id"]])
        worlds.register(call.world)
        return None

    @control("GET", "/choices")
    def list_choices(call: Call) -> Answer:
        """Everything decided by us: value, default, what else it may be, why."""
        choices = call.world.choices
        return {
            name: {"value": choices[name], "default": choice.default, "values": choice.values, "reason": choice.reason}
            for name, choice in CHOICES.items()
        }

    @control("PATCH", "/choices", body=dict[str, Any])
    def change_choices(call: Call) -> Answer:
        """Override choices by name."""
        call.world.choices.update(call.body)
        return dict(call.world.choices.overrides)
