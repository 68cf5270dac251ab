"""What a run showed: which contracts held, which operations were kept, and whether that is enough."""

import json
from dataclasses import dataclass, field
from typing import Any

from . import ledger
from .drift import Drift
from .shapes import operations
from .targets import Target

WORST = ("failed", "drifted", "differs", "skipped", "passed")
"""How a contract may end. `drifted`: it held, but an answer on the way was otherwise than is known; `differs`: what
was only inferred, or is a known difference; `skipped`: not run, for a reason."""


@dataclass
class Run:
    """One run; several processes' worth when it is shared between workers."""

    calls: int = 0
    chosen: set[str] = field(default_factory=set)
    built: set[str] = field(default_factory=set)
    kept: dict[str, set[str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Contract → `area`, `seconds`, and of one that did not hold `reason`, `request` and `answer`."""
    drift: Drift = field(default_factory=Drift)
    stopped: str = ""
    """Why the run ended before its end; empty when it did not."""
    left: list[str] = field(default_factory=list)
    """What the run made and could not take away again."""

    def note(self, contract: str, report: Any, drifted: bool = False, **more: Any) -> None:
        """How one phase of a test ended. The worst counts, save that passing once outweighs a skip."""
        told = self.told.setdefault(contract, {"seconds": 0.0})
        told["seconds"] = round(told["seconds"] + getattr(report, "duration", 0.0), 3)
        told |= {name: value for name, value in more.items() if name == "area"}
        if report.when != "call" and report.passed:
            return
        ended = "differs" if hasattr(report, "wasxfail") and not report.failed else report.outcome
        ended = "drifted" if ended == "passed" and drifted else ended
        before = self.outcomes.get(contract)
        self._worse(contract, ended)
        if self.outcomes[contract] != before and ended != "passed":
            told |= more

    def _worse(self, contract: str, ended: str) -> None:
        known = self.outcomes.get(contract, ended)
        if {known, ended} == {"passed", "skipped"}:
            self.outcomes[contract] = "passed"
        else:
            self.outcomes[contract] = min(known, ended, key=WORST.index)

    def take(self, other: dict[str, Any]) -> None:
        """Take over what another process saw."""
        self.calls += other["calls"]
        self.chosen |= set(other["chosen"])
        self.built |= set(other["built"])
        for operation, contracts in other["kept"].items():
            self.kept.setdefault(operation, set()).update(contracts)
        for contract, ended in other["outcomes"].items():
            self._worse(contract, ended)
        for contract, told in other["told"].items():
            self.told[contract] = {**self.told.get(contract, {}), **told}
        self.drift.take(other["drift"])
        self.stopped = self.stopped or other["stopped"]
        self.left += other["left"]

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "calls": self.calls,
            "chosen": sorted(self.chosen),
            "built": sorted(self.built),
            "kept": {operation: sorted(self.kept[operation]) for operation in sorted(self.kept)},
            "outcomes": dict(sorted(self.outcomes.items())),
            "told": dict(sorted(self.told.items())),
            "drift": self.drift.plain(),
            "stopped": self.stopped,
            "left": self.left,
        }

    @property
    def whole(self) -> bool:
        """Whether every contract of the ledger ran or was skipped with a reason."""
        return {entry.id for entry in ledger.read()} <= set(self.outcomes)

    def count(self, *outcomes: str, area: str = "") -> int:
        """How many contracts ended so, of an area or of all."""
        whose = [ended for id, ended in self.outcomes.items() if not area or self.area(id) == area]
        return sum(ended in outcomes for ended in whose)

    def area(self, contract: str) -> str:
        """The folder that a contract is in."""
        return str(self.told.get(contract, {}).get("area", ""))

    @property
    def areas(self) -> list[str]:
        """The areas that were run, the one with the most to look at first."""
        names = {self.area(contract) for contract in self.outcomes}
        return sorted(names, key=lambda area: ([-self.count(ended, area=area) for ended in WORST[:3]], area))

    def problems(self) -> list[str]:
        """What keeps a run from counting although no contract failed."""
        found = []
        if self.outcomes and not self.calls:
            found.append("no call reached the target, so nothing was shown")
        if breaks := sum(one.counts for one in self.drift.findings.values()):
            found.append(f"the target drifts from what is known in {breaks} place{'s' if breaks > 1 else ''}")
        if self.whole and "failed" not in self.outcomes.values():
            if missing := sorted(self.built - self.kept.keys()):
                found.append(f"no contract covers {', '.join(missing)}")
        return found


def built(target: Target) -> set[str]:
    """The operations a mock says it has; all must be covered. Of anything else we expect no list."""
    if not target.mock:
        return set()
    response = target.http.get(f"{target.url}/_mock/openapi.json")
    if response.status_code != 200:
        return set(operations())
    return {
        operation["operationId"]
        for place in response.json()["paths"].values()
        for operation in place.values()
        if not operation.get("deprecated")
    }


def as_json(run: Run, target: str) -> str:
    """The report for machines."""
    covered = {
        id: {"covered": id in run.kept, "contracts": sorted(run.kept.get(id, ()))}
        for id in sorted(run.built | run.kept.keys())
    }
    told = {
        "target": target,
        "calls": run.calls,
        "problems": run.problems(),
        "stopped": run.stopped,
        "left": run.left,
        "contracts": [
            {
                "id": entry.id,
                "statement": entry.statement,
                "evidence": entry.evidence,
                "source": entry.source,
                "outcome": run.outcomes[entry.id],
                **run.told.get(entry.id, {}),
            }
            for entry in ledger.read()
            if entry.id in run.outcomes
        ],
        "drift": run.drift.plain(),
        "operations": covered,
    }
    return json.dumps(told, indent=1) + "\n"
