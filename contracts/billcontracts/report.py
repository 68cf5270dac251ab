"""What a run showed: which contracts held, which operations were kept, and whether that is enough."""

import json
from dataclasses import dataclass, field
from typing import Any

from . import ledger
from .shapes import operations
from .targets import Target

WORST = ("failed", "differs", "skipped", "passed")


@dataclass
class Run:
    """One run; several processes' worth when it is shared between workers."""

    calls: int = 0
    chosen: set[str] = field(default_factory=set)
    built: set[str] = field(default_factory=set)
    kept: dict[str, set[str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)

    def note(self, contract: str, report: Any) -> None:
        """How one phase of a test ended. The worst counts, save that passing once outweighs a skip."""
        if report.when != "call" and report.passed:
            return
        ended = "differs" if hasattr(report, "wasxfail") and not report.failed else report.outcome
        self._worse(contract, ended)

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

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {
            "calls": self.calls,
            "chosen": sorted(self.chosen),
            "built": sorted(self.built),
            "kept": {operation: sorted(self.kept[operation]) for operation in sorted(self.kept)},
            "outcomes": dict(sorted(self.outcomes.items())),
        }

    @property
    def whole(self) -> bool:
        """Whether every contract of the ledger ran or was skipped with a reason."""
        return {entry.id for entry in ledger.read()} <= set(self.outcomes)

    def problems(self) -> list[str]:
        """What keeps a run from counting although no contract failed."""
        found = []
        if self.outcomes and not self.calls:
            found.append("no call reached the target, so nothing was shown")
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
        "contracts": [
            {
                "id": entry.id,
                "statement": entry.statement,
                "evidence": entry.evidence,
                "source": entry.source,
                "outcome": run.outcomes[entry.id],
            }
            for entry in ledger.read()
            if entry.id in run.outcomes
        ],
        "operations": covered,
    }
    return json.dumps(told, indent=1) + "\n"
