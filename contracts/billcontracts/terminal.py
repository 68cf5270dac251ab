"""The report for the terminal: a table of the areas, what drifts, what is left, and what was covered."""

from collections import Counter
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
    skipped = [run.told.get(id, {}).get("reason", "") for id, ended in run.outcomes.items() if ended == "skipped"]
    for reason, times in Counter(skipped).most_common():
        yield f"not run, {times}×: {reason}", False
    for problem in run.problems():
        yield f"contracts: {problem}", True
    places = Counter(made.rpartition("/")[0] for made in run.left)
    for place, times in places.most_common():
        yield f"left behind, BILL has nothing to take it away with or refuses: {times}× {place}", False
    if run.stopped:
        more = f"; go on with --state {state}" if state else "; with --state FILE a run can go on later"
        yield f"contracts: stopped: {run.stopped}{more}", True
    if run.chosen and run.kept:
        yield f"contracts: {len(run.kept)} of {len(operations())} operations kept, {run.calls} calls", False


def _row(name: str, *cells: str) -> str:
    return f"{name:<18}" + "".join(f"{cell:>9}" for cell in cells)
