"""The report for CI: JUnit, a suite for each area, a case for each contract, and one for each place that drifts."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from . import ledger
from .report import Run

CONTROLS = {chr(code): "" for code in range(32) if chr(code) not in "\t\n\r"}


def document(run: Run, target: str) -> str:
    """The report as XML."""
    root = Element("testsuites", name=f"BILL v3 contracts against {target}")
    entries = [entry for entry in ledger.read() if entry.id in run.outcomes]
    for area in run.areas:
        suite = SubElement(root, "testsuite", name=area or "contracts")
        for entry in entries:
            if run.area(entry.id) == area:
                told = run.told.get(entry.id, {})
                case = _case(suite, f"contracts.{area}", f"{entry.id} {entry.statement}", told.get("seconds", 0.0))
                _ending(case, run.outcomes[entry.id], told)
        _count(suite)
    if run.drift.findings:
        suite = SubElement(root, "testsuite", name="drift")
        for one in run.drift.worst_first():
            case = _case(suite, f"drift.{one.kind}", f"{one.operation} {one.at}", 0.0)
            text = f"expected {one.expected}, found {', '.join(one.found)}, {one.times} times"
            kind = "failure" if one.counts else "skipped"
            SubElement(case, kind, message=_clean(text)).text = _clean(f"{one.request}\n{one.answer}")
        _count(suite)
    suite = SubElement(root, "testsuite", name="run")
    for problem in run.problems() + ([run.stopped] if run.stopped else []):
        SubElement(_case(suite, "run", problem, 0.0), "failure", message=_clean(problem))
    _count(suite)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, classname: str, name: str, seconds: float) -> Element:
    return SubElement(suite, "testcase", classname=classname, name=_clean(name), time=f"{seconds:.3f}")


def _ending(case: Element, outcome: str, told: dict[str, str]) -> None:
    if outcome == "passed" or outcome == "drifted":
        return
    kind = "failure" if outcome == "failed" else "skipped"
    made = SubElement(case, kind, message=_clean(told.get("reason", "")))
    made.text = _clean("\n".join(told[part] for part in ("request", "answer") if part in told))


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite)))
    for kind in ("failure", "skipped"):
        suite.set("failures" if kind == "failure" else kind, str(len(suite.findall(f"testcase/{kind}"))))


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return text.translate({ord(sign): gone for sign, gone in CONTROLS.items()})
