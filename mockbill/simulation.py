"""Puts the rooms together: one process's worlds, their routes and their WSGI application."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from flask import Flask

from . import resources
from .app import create_app, pinned
from .control import clock, payments, traffic, worlds
from .control.declare import Control
from .control.seeds import plant
from .gateway.call import Call
from .gateway.routing import Router
from .resources.platform.signup import renew
from .world.world import Handler, World
from .world.worlds import Worlds


class Simulation:
    """All worlds of a process, what they answer, and who delivers their webhooks."""

    def __init__(self) -> None:
        self.worlds = Worlds(resources.TABLES, handlers(resources.JOBS), plant, renew, self.attach)
        control = Control()
        worlds.declare(self.worlds, control)
        clock.declare(control)
        traffic.declare(control)
        payments.declare(control)
        self.router = Router([*resources.OPERATIONS, *control.operations])

    def attach(self, world: World) -> None:
        """Connect a new world to the outside."""

    @cached_property
    def wsgi(self) -> Flask:
        """The one WSGI application of this process."""
        return create_app(self.worlds, self.router)

    def app(self, world: World | None = None) -> Any:
        """The application, pinned to a world if one is given."""
        return pinned(self.wsgi, world) if world else self.wsgi

    def open_default(self, **options: Any) -> World:
        return self.worlds.open_default(**options)


def handlers(jobs: Mapping[str, Callable[..., None]]) -> dict[str, Handler]:
    """What the clock brings, as the world calls it."""

    def handler(job: Callable[..., None], world: World, org: str, data: dict[str, Any]) -> None:
        job(Call.by_clock(world, org), **data)

    return {name: partial(handler, job) for name, job in jobs.items()}
