"""The report for the terminal: a table of the areas, what drifts, what is left, and what was covered."""

from collections.abc import Iterator

from .report import Run
from .shapes import operations

UNCOUNTED = {"I": "inferred only", "known": "known to differ"}
MOST = 40
HEADS = ("area", "held", "failed", "drifted", "differ", "not run")


def lines(run: Run, state: str | None = None) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it tells of something wrong."""
    if run.outcomes:
        yield "", False
        yield _row(*HEADS), False
        for area in run.areas:
            counts = [run.count(ended, area=area) for ended in ("passed", "failed", "drifted", "differs", "skipped")]
            yield _row(area or "contracts", *(str(count or "·") for count in counts)), bool(counts[1] or counts[2])
    if findings := run.drift.worst_first():
        yield "", False
        yield f"drift: {len(findings)} places are otherwise than is known", True
        for one in findings[:MOST]:
            sure = "" if one.counts else f" ({UNCOUNTED[one.evidence]})"
            what = f"expected {one.expected}, found {', '.join(one.found)}"
            yield f"  {one.kind:<8}{one.operation} {one.at}: {what}{sure} ({one.times}×)", one.counts
        if len(findings) > MOST:
            yield f"  … and {len(findings) - MOST} more: the HTML and JSON reports have them all", True
    reasons: dict[str, int] = {}
    for id, ended in run.outcomes.items():
        if ended == "skipped":
            reason = run.told.get(id, {}).get("reason", "")
            reasons[reason] = reasons.get(reason, 0) + 1
    for reason, times in sorted(reasons.items(), key=lambda item: -item[1]):
        yield f"not run, {times}×: {reason}", False
    for problem in run.problems():
        yield f"contracts: {problem}", True
    for made in run.left:
        yield f"left behind: {made}", True
    if run.stopped:
        more = f"; go on with --state {state}" if state else "; with --state FILE a run can go on later"
        yield f"contracts: stopped: {run.stopped}{more}", True
    if run.chosen and run.kept:
        yield f"contracts: {len(run.kept)} of {len(operations())} operations kept, {run.calls} calls", False


def _row(name: str, *cells: str) -> str:
    return f"{name:<18}" + "".join(f"{cell:>9}" for cell in cells)
