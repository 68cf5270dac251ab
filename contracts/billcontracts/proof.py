"""Puts the contracts to the proof: runs them first as they are, then with one thing wrong after another."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from .deviations import IGNORED, Answer, Deviation, altered, of_event, of_operation
from .exchanges import Watch
from .failures import Failure
from .shapes import notification_problems, operations
from .survivors import excused, killers, reasons
from .targets import Target, open_target
from .wire import Passed, Wire

UNSEEN, INFERRED = "unseen", "inferred"
"""How a deviation may survive: it never came to pass, or every contract that met it is on what is only inferred."""
JSON = {"content-type": "application/json"}
MOST = 40
"""How many contracts are run with one deviation, the likeliest first."""
ALTERING = ("drop", "type", "null", "status", "refused-status", "refused-code", "refused-text")
QUERIES = {**IGNORED, "gap": ("page", "nextPage"), "repeat": ("page", "nextPage")}


@dataclass
class Seen:
    """What passed over the wire while each contract ran, all being well."""

    answers: dict[str, dict[tuple[str, Answer], list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """Operation or event → URL and answer → contracts that got it."""
    queries: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    """Operation and name in the query → contracts that asked so."""
    places: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Contract → operations and events that it reached."""
    seconds: dict[str, float] = field(default_factory=dict)
    contract: str = ""

    def note(self, passed: Passed) -> None:
        contracts = self.answers[passed.place][passed.url, passed.answer]
        if self.contract not in contracts:
            contracts.append(self.contract)
        for name in passed.query:
            self.queries[passed.place, name].add(self.contract)
        self.places[self.contract].add(passed.place)


@dataclass
class Proof:
    """What came of it: each deviation, and the contract that noticed it."""

    killers: dict[Deviation, str] = field(default_factory=dict)
    survivors: dict[Deviation, str] = field(default_factory=dict)
    """Those that nothing noticed: `unseen`, `inferred`, or nothing to be said for it."""


def declared(documents: dict[str, Any], seen: Seen) -> list[Deviation]:
    """Every deviation from the operations, the refusals that contracts met, and the notifications."""
    parameters = {
        operation["operationId"]: [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
        for place in documents["paths"].values()
        for operation in place.values()
    }
    found: list[Deviation] = []
    for id, operation in sorted(operations().items()):
        refused = {answer.refusal for _, answer in seen.answers[id]} - {""}
        found += of_operation(operation, parameters.get(id, ()), sorted(refused))
    for place in sorted(seen.answers):
        if place.startswith("event "):
            found += of_event(place.partition(" ")[2])
    return found


class Prover:
    """A pytest plugin that runs the contracts not once but as often as there are deviations."""

    def __init__(self, places: Collection[str] = (), say: Callable[[str], None] = print) -> None:
        """`places` are those to prove, all unless given."""
        self.places, self.say = places, say
        self.wire, self.seen, self.proof = Wire(), Seen(), Proof()
        self.items: dict[str, list[Any]] = defaultdict(list)
        self.problems: list[str] = []
        self.chosen: dict[str, set[str]] = defaultdict(set)
        self._notices: dict[tuple[str, str], bool] = {}
        self.url = self.why = ""

    @contextmanager
    def reach(self, name: str, http: httpx.Client) -> Iterator[Target]:
        """In place of `open_target`: the same target, at the other end of the wire."""
        self.wire.inner = http._transport
        http._transport = self.wire
        with open_target(name, http) as target:
            self.url = target.url
            yield target

    def pytest_runtestloop(self, session: Any) -> bool:
        for item in session.items:
            if item.get_closest_marker("contract"):
                self.items[unit(item)].append(item)
        known = killers()
        chosen = {contract for place in self.places for contract in known.get(place, ())} or set(self.items)
        for contract in sorted(chosen & self.items.keys(), key=lambda one: self.items[one][0].nodeid):
            self.seen.contract, self.wire.note = contract, self.seen.note
            started = time.monotonic()
            if not self.run(contract):
                raise RuntimeError(f"{contract} fails although nothing is wrong:\n{self.why}")
            self.seen.seconds[contract] = time.monotonic() - started
        self.wire.note = None
        documents = httpx.get(f"{self.url}/_mock/openapi.json").json()
        deviations = declared(documents, self.seen)
        self.prove([one for one in deviations if not self.places or one.place in self.places])
        self.end()
        return True

    def prove(self, deviations: list[Deviation]) -> None:
        """Let each deviation come to pass, and note which contract notices."""
        for deviation in deviations:
            killer, asked = self.killer(deviation)
            if killer:
                self.proof.killers[deviation] = killer
            else:
                self.proof.survivors[deviation] = how = self.how(deviation, asked)
                self.say(f"{deviation.id}: {how or 'passes'} ({asked} asked)")

    def how(self, deviation: Deviation, asked: int) -> str:
        """What is to be said for a survivor."""
        if not asked:
            return UNSEEN
        reached, _ = self.reached(deviation)
        inferred = {self.items[one][0].get_closest_marker("contract").kwargs["evidence"] for one in reached} == {"I"}
        return INFERRED if inferred and deviation.kind.startswith("refused-") else ""

    def killer(self, deviation: Deviation) -> tuple[str, int]:
        """The contract that notices a deviation, and how many were asked."""
        place = deviation.place
        reached, watched = self.reached(deviation)
        mine = self.chosen[place]
        order = sorted(
            reached, key=lambda one: (one not in mine, len(self.seen.places[one]), self.seen.seconds[one], one)
        )
        if watched:  # whichever contract gets this answer fails, as every answer of a run is held to its shape
            mine.add(order[0])
            return order[0], 1
        asked = runs = 0
        for contract in order:
            if runs == MOST:
                break
            if deviation.kind == "drop" and not self.notices(contract, place):
                asked += 1
                continue
            held, touched = self.run_with(contract, deviation)
            asked, runs = asked + touched, runs + touched
            if touched and not held:
                mine.add(contract)
                return contract, asked
        return "", asked

    def notices(self, contract: str, place: str) -> bool:
        """Whether a contract notices when all is dropped that may be; if not, it notices no single member's loss."""
        if (contract, place) not in self._notices:
            held, _ = self.run_with(contract, Deviation(place, "bare"))
            self._notices[contract, place] = not held
        return self._notices[contract, place]

    def reached(self, deviation: Deviation) -> tuple[set[str], bool]:
        """The contracts that a deviation reaches, and whether the watch over every answer notices it."""
        place, kind = deviation.place, deviation.kind
        if names := QUERIES.get(kind):
            return {contract for name in names for contract in self.seen.queries[place, name]}, False
        found: set[str] = set()
        for (url, answer), contracts in self.seen.answers[place].items():
            if kind in ALTERING:
                wrong = altered(deviation, answer)
                if wrong is None:
                    continue
                if watched(place, url, wrong):
                    return set(contracts), True
                found.update(contracts)
            elif answer.status < 300:
                found.update(contracts)
        return found, False

    def run_with(self, contract: str, deviation: Deviation) -> tuple[bool, bool]:
        """Run a contract with one thing wrong: whether it held, and whether the thing came to pass."""
        self.wire.start(deviation)
        held = self.run(contract)
        touched = self.wire.touched
        self.wire.start(None)
        return held, touched

    def run(self, contract: str) -> bool:
        """Run a contract, by itself, to its first failure; whether it held."""
        from _pytest.runner import runtestprotocol

        items = self.items[contract]
        for item in items:
            # What is next is the session: all but the target is torn down.
            reports = runtestprotocol(item, log=False, nextitem=item.session)
            failed = next((report for report in reports if report.failed), None)
            if failed:
                self.why = failed.longreprtext
                return False
        return True

    def end(self) -> None:
        """Say what survived without a reason, and which reasons are no longer needed."""
        known = reasons()
        used = set()
        for deviation, how in self.proof.survivors.items():
            if pattern := excused(deviation, known, how):
                used.add(pattern)
            else:
                self.problems.append(f"{how} {deviation.id}".strip())
        if not self.places:
            self.problems += [
                f"survivors.tsv excuses {one!r}, which is noticed now" for one in known if one not in used
            ]


def unit(item: Any) -> str:
    """What runs by itself: a contract, with one of its parameters where it has some."""
    id: str = item.get_closest_marker("contract").kwargs["id"]
    return f"{id}[{'_'.join(item.callspec.id.split())}]" if hasattr(item, "callspec") else id


def watched(place: str, url: str, answer: Answer) -> bool:
    """Whether the watch over every answer of a run notices what is wrong with this one."""
    if place.startswith("event "):
        return bool(notification_problems(answer.json))
    request = httpx.Request(operations()[place].method, url)
    try:
        Watch().response(httpx.Response(answer.status, headers=JSON, content=answer.body, request=request))
    except Failure:
        return True
    return False
