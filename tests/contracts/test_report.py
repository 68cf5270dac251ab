"""When a run counts: calls were made, and with every contract run each built operation was kept."""

import json
from types import SimpleNamespace
from typing import Any

from billcontracts import ledger, report
from billcontracts.report import Run


def phase(outcome: str, when: str = "call", **more: Any) -> Any:
    return SimpleNamespace(outcome=outcome, when=when, passed=outcome == "passed", failed=outcome == "failed", **more)


def whole() -> Run:
    outcomes = {entry.id: "passed" for entry in ledger.read()}
    return Run(calls=9, built={"login", "getvendor"}, kept={"login": {"PL-SESS-001"}}, outcomes=outcomes)


def test_a_run_without_a_call_shows_nothing() -> None:
    assert Run(outcomes={"A-1": "passed"}).problems() == ["no call reached the target, so nothing was shown"]
    assert Run(outcomes={"A-1": "passed"}, calls=1).problems() == []
    assert Run().problems() == []


def test_a_whole_run_covers_every_built_operation() -> None:
    run = whole()
    assert run.problems() == ["no contract covers getvendor"]
    run.kept["getvendor"] = {"AP-VEND-002"}
    assert run.problems() == []


def test_a_part_of_the_contracts_need_not_cover_all() -> None:
    run = whole()
    run.outcomes.popitem()
    assert run.problems() == []


def test_the_worst_of_several_parameters_counts() -> None:
    run = Run()
    for outcome in ("passed", "failed", "passed"):
        run.note("A-1", phase(outcome))
    run.note("A-2", phase("skipped", "setup"))
    run.note("A-2", phase("passed"))
    run.note("A-3", phase("skipped", wasxfail="BILL decides otherwise"))
    run.note("A-4", phase("passed", "setup"))
    assert run.outcomes == {"A-1": "failed", "A-2": "passed", "A-3": "differs"}


def test_workers_add_up() -> None:
    one, other = Run(calls=2, kept={"login": {"A-1"}}, outcomes={"A-1": "passed"}), whole()
    one.take(json.loads(json.dumps(other.plain())))
    assert one.calls == 11
    assert one.kept["login"] == {"A-1", "PL-SESS-001"}
    assert one.built == other.built
    assert one.whole


def test_the_report_tells_contracts_and_coverage() -> None:
    told = json.loads(report.as_json(whole(), "mock"))
    assert told["operations"]["getvendor"] == {"covered": False, "contracts": []}
    assert told["operations"]["login"]["covered"] is True
    assert told["contracts"][0].keys() == {"id", "statement", "evidence", "source", "outcome"}
    assert told["problems"] == ["no contract covers getvendor"]
