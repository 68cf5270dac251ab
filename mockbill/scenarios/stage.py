"""Where scenarios are played: in a world of their own, or in one that a test has already."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..webhooks.delivery import Dispatcher
from ..world.clock import instant
from ..world.world import World
from ..world.worlds import Worlds
from .play import Failed, Play, Told
from .script import Scenario


@dataclass(frozen=True)
class Report:
    """What became of a scenario. `failure` is empty when all was as it should be."""

    name: str
    steps: tuple[Told, ...]
    failure: str = ""


class Stage:
    """The worlds of a process, as scenarios use them."""

    def __init__(self, worlds: Worlds, app: Callable[[World], Any], dispatcher: Dispatcher) -> None:
        self.worlds = worlds
        self.app = app
        self.dispatcher = dispatcher

    def perform(self, scenario: Scenario) -> Report:
        """Play the whole of it in a world of its own, which is forgotten."""
        setting = scenario.world
        world = self.worlds.create(seed=setting.seed, clock=setting.clock, choices=setting.choices)
        play = Play(scenario, world, self.app(world), self.dispatcher)
        try:
            with play.listening():
                play.begin()
                play.run("given", "trouble", "play", "then")
        except Failed as failed:
            return Report(scenario.name, tuple(play.told), str(failed))
        finally:
            self.worlds.remove(f"world-{world.key}")
        return Report(scenario.name, tuple(play.told))

    def prepare(self, scenario: Scenario, world: World) -> Play:
        """Bring a world to where the trouble begins: it is filled anew, and its clock stands. Raises Failed."""
        setting = scenario.world
        world.clock.set(instant(setting.clock), frozen=True)
        self.worlds.refill(world, setting.seed)
        world.choices.update(setting.choices)
        play = Play(scenario, world, self.app(world), self.dispatcher)
        self.dispatcher.receive(play.host, play.receive)
        play.begin()
        play.run("given", "trouble")
        return play

    @contextmanager
    def around(self, scenario: Scenario, world: World) -> Iterator[Play]:
        """Within the block an application plays its part; in the end, what must hold is looked at. Raises Failed."""
        play = self.prepare(scenario, world)
        try:
            yield play
            play.run("then")
        finally:
            self.dispatcher.forget(play.host)
