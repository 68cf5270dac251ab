"""Scenarios over the control API."""

from pydantic import ConfigDict

from ..control.declare import Control
from ..gateway.call import Call
from ..gateway.errors import ControlRefusal
from ..gateway.operations import Answer
from ..gateway.wire import Filled, Wire
from .play import Failed, Play
from .script import library
from .stage import Stage


class ScenarioBody(Wire):
    """Which scenario; `here` prepares this world for an application to play its part in."""

    model_config = ConfigDict(extra="forbid")
    name: Filled
    here: bool = False


def declare(stage: Stage, control: Control) -> None:
    under_way: dict[str, Play] = {}

    @control("GET", "/scenarios")
    def scenarios(call: Call) -> Answer:
        """The scenarios that ship with mockbill."""
        return {
            "scenarios": [{"name": one.name, "about": one.about, "lesson": one.lesson} for one in library().values()]
        }

    @control("POST", "/scenarios", body=ScenarioBody)
    def play(call: Call) -> Answer:
        """Play a scenario whole, in a world of its own; or (`here`) bring this world to where its trouble begins."""
        known = library()
        if call.body["name"] not in known:
            raise ControlRefusal(f"there is no scenario {call.body['name']!r}; there are {', '.join(known)}", 404)
        scenario = known[call.body["name"]]
        if not call.body.get("here"):
            report = stage.perform(scenario)
            steps = [{"part": step.part, "step": step.line} for step in report.steps]
            return {"name": report.name, "passed": not report.failure, "failure": report.failure, "steps": steps}
        try:
            under_way[call.world.key] = played = stage.prepare(scenario, call.world)
        except Failed as failed:
            raise ControlRefusal(str(failed)) from failed
        return {"name": scenario.name, "kept": played.kept}

    @control("POST", "/scenarios/check")
    def check(call: Call) -> Answer:
        """Whether what must hold at the end of the scenario that was prepared here holds."""
        played = under_way.pop(call.world.key, None)
        if played is None:
            raise ControlRefusal("no scenario was prepared in this world")
        try:
            played.run("then")
        except Failed as failed:
            return {"name": played.scenario.name, "passed": False, "failure": str(failed)}
        finally:
            stage.dispatcher.forget(played.host)
        return {"name": played.scenario.name, "passed": True, "failure": ""}
