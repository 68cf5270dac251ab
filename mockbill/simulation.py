"""Puts the rooms together: one process's worlds, their routes and their WSGI application."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from . import resources, webhooks
from .control import (
    access,
    approvals,
    billing,
    card_issuer,
    cards,
    clock,
    documents,
    emails,
    expenses,
    front,
    invoices,
    later,
    network,
    payments,
    receivables,
    risk,
    spend,
    spend_reviews,
    spend_settings,
    tenants,
    traffic,
    worlds,
)
from .control import webhooks as control_webhooks
from .control.declare import Control
from .control.seeds import plant
from .gateway.call import Call
from .gateway.routing import Router
from .resources.platform.signup import renew
from .resources.spend.people import spender
from .resources.spend.uploads import relink
from .scenarios import routes as scenarios
from .scenarios.stage import Stage
from .webhooks.delivery import Dispatcher
from .webhooks.outbox import publish
from .world.scheduler import Scheduler
from .world.world import Handler, World
from .world.worlds import Worlds
from .wsgi import Application, pinned

ROOMS = (
    clock,
    payments,
    cards,
    receivables,
    approvals,
    access,
    emails,
    billing,
    expenses,
    spend_reviews,
    spend_settings,
    invoices,
    spend,
    card_issuer,
    network,
    risk,
)
"""The files of `/_mock` that need nothing but a call."""


class Simulation:
    """All worlds of a process, what they answer, and who delivers their webhooks."""

    def __init__(self, dispatcher: Dispatcher | None = None) -> None:
        self.dispatcher = dispatcher or Dispatcher()
        control = Control()
        tables = [*resources.TABLES, *webhooks.TABLES, *later.TABLES]
        act = partial(later.perform_now, control.operations)
        jobs = {**resources.JOBS, **webhooks.JOBS, **later.declare(control)}
        self.worlds = Worlds(tables, handlers(jobs), partial(plant, do=act), renewed, self.attach)
        self.scheduler = Scheduler(lambda: [world for _, world in self.worlds.all()])
        worlds.declare(self.worlds, control)
        tenants.declare(self.worlds, control)
        self.front = front.Front()
        front.declare(self.front, control)
        traffic.declare(self.front, control)
        for room in ROOMS:
            room.declare(control)
        control_webhooks.declare(self.dispatcher, control)
        self.operations = [*resources.OPERATIONS, *webhooks.OPERATIONS]
        documents.declare(self.operations, control)
        self.stage = Stage(self.worlds, self.app, self.dispatcher)
        scenarios.declare(self.stage, control)
        self.router = Router([*self.operations, *control.operations])

    def attach(self, world: World) -> None:
        """Connect a new world to the outside."""
        world.publish = publish
        world.spender = spender
        world.after_commit = self.dispatcher.after_commit
        world.settle = self.dispatcher.settle
        world.awaited = self.scheduler.awaited

    def start(self) -> None:
        """Let time pass in worlds with a real clock."""
        self.scheduler.start()

    def stop(self) -> None:
        """End all threads, within a second; what was not delivered stays in the outbox."""
        self.scheduler.stop()
        self.dispatcher.stop()

    @cached_property
    def wsgi(self) -> Application:
        """The one WSGI application of this process."""
        return Application(self.worlds, self.router)

    def app(self, world: World | None = None) -> Any:
        """The application, pinned to a world if one is given."""
        return pinned(self.wsgi, world) if world else self.wsgi

    def open_default(self, **options: Any) -> World:
        world = self.worlds.open_default(**options)
        self.dispatcher.after_commit(world)  # what an earlier process did not deliver
        return world


def renewed(world: World) -> None:
    """Make a copied world one of its own: its keys, and the links that lead to it."""
    renew(world)
    relink(world)


def handlers(jobs: Mapping[str, Callable[..., None]]) -> dict[str, Handler]:
    """What the clock brings, as the world calls it."""

    def handler(job: Callable[..., None], world: World, org: str, data: dict[str, Any]) -> None:
        job(Call.by_clock(world, org), **data)

    return {name: partial(handler, job) for name, job in jobs.items()}
