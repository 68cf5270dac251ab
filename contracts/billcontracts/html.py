"""The report for people: one HTML file with nothing outside it, worst first."""

from importlib.resources import files
from itertools import groupby
from typing import Any

from . import ledger
from .report import WORST, Run
from .shapes import operations

WORDS = {"passed": "held", "failed": "failed", "drifted": "drifted", "differs": "differs", "skipped": "not run"}


def page(run: Run, target: str) -> str:
    """The report as HTML."""
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files(__package__).joinpath("report.html").read_text("utf-8"))
    return template.render(
        target=target, run=run, words=WORDS, worst=WORST, verdict=verdict(run), areas=areas(run),
        drift=[(place, list(found)) for place, found in groupby(by_operation(run), lambda one: one.operation)],
        coverage=coverage(run), entries={entry.id: entry for entry in ledger.read()},
    )  # fmt: skip


def verdict(run: Run) -> str:
    """The run in one sentence."""
    if run.count("failed"):
        return f"{run.count('failed')} of {len(run.outcomes)} contracts failed"
    if problems := run.problems():
        return problems[0]
    if run.stopped:
        return f"Stopped before the end: {run.stopped}"
    return f"All {run.count('passed', 'differs')} contracts that were run held"


def areas(run: Run) -> list[dict[str, Any]]:
    """Each area with its contracts, worst first."""
    known = [entry for entry in ledger.read() if entry.id in run.outcomes]
    return [
        {
            "name": area or "contracts",
            "counts": {ended: run.count(ended, area=area) for ended in WORST},
            "contracts": sorted(
                (
                    {"entry": entry, "outcome": run.outcomes[entry.id], "told": run.told.get(entry.id, {})}
                    for entry in known
                    if run.area(entry.id) == area
                ),
                key=lambda one: (WORST.index(one["outcome"]), one["entry"].id),
            ),
        }
        for area in run.areas
    ]


def by_operation(run: Run) -> list[Any]:
    """The findings, those of one operation together, the operation with the worst first."""
    findings = run.drift.worst_first()
    order: dict[str, int] = {}
    for one in findings:
        order.setdefault(one.operation, len(order))
    return sorted(findings, key=lambda one: order[one.operation])


def coverage(run: Run) -> list[dict[str, Any]]:
    """Each area's operations: which were kept, and by which contracts. What a mock has counts, elsewhere what is known."""
    wanted = run.built | run.kept.keys() if run.built else set(operations())
    known = operations()
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for id in sorted(wanted):
        found.setdefault(known[id].area if id in known else "other", []).append((id, sorted(run.kept.get(id, ()))))
    return [
        {"area": area, "kept": sum(bool(contracts) for _, contracts in rows), "operations": rows}
        for area, rows in sorted(found.items())
    ]
