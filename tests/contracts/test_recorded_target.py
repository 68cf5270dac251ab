"""A recorded session is a target like any other: the contracts that were recorded hold on it, offline and in any selection."""

import json
from pathlib import Path
from typing import Any

import pytest
from billcontracts import run
from billcontracts.recorded.recording import read

from tests.contracts.recordings import CONTRACTS, PLAYED


@pytest.fixture
def play(run_contracts: Any, session: Path, tmp_path: Path) -> Any:
    """Holds the recorded session to contracts: `play(text, "-k", "bill")` answers the process and its report."""

    def run(text: str = CONTRACTS, *options: str, target: str = f"recorded:{session}") -> tuple[Any, dict[str, Any]]:
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        done = run_contracts(text, "--target", target, "--contracts-json", str(report), *options, "-rs", environ={})
        return done, json.loads(report.read_text()) if report.exists() else {}

    return run


def outcomes(report: dict[str, Any]) -> dict[str, str]:
    return {entry["id"]: entry["outcome"] for entry in report["contracts"]}


def test_what_held_when_it_was_recorded_holds_again(play: Any, session: Path) -> None:
    done, report = play()
    assert done.returncode == 0, done.stdout
    assert outcomes(report) == PLAYED
    assert report["drift"] == []
    assert report["calls"] == 21
    reasons = {entry["id"]: entry.get("reason", "") for entry in report["contracts"]}
    assert reasons["AP-VEND-004"].startswith("not run when it was recorded: needs a mock")
    assert reasons["AP-VEND-009"].startswith("draws its examples anew")
    options = (CONTRACTS, "-k", "refused")
    assert outcomes(play(*options, target=str(session))[1]) == {"AP-VEND-008": "passed"}  # the file alone says so too


@pytest.mark.parametrize("chosen", ["test_bill", "test_customer or test_at_once or test_company"])
def test_a_selection_holds_as_well(play: Any, chosen: str) -> None:
    """Whatever the contracts share was made by one that is not run now."""
    done, report = play(CONTRACTS, "-k", chosen)
    assert done.returncode == 0, done.stdout
    assert set(outcomes(report).values()) == {"passed"}


def test_a_contract_that_calls_otherwise_fails(play: Any) -> None:
    """With another body, another query, one call more; also where the contract is only inferred."""
    text = CONTRACTS.replace('phone="4195550100"', 'phone="4195550111"').replace("max=5)", "max=6)")
    text = text.replace("bill.mfa.phones()", "bill.mfa.phones(); bill.mfa.phones()").replace("listed.", "listed!")
    done, report = play(text.replace('read.", "D"', 'read.", "I"'))
    assert done.returncode == 1
    assert done.stdout.count("a call that the recording does not have: the contract is not the one that was rec") >= 3
    assert '"phone": "4195550100"' in done.stdout
    assert "expected: GET /connect/v3/bills?filters=vendorId:eq:009" in done.stdout
    assert "expected: GET /connect/v3/users" in done.stdout
    failed = {id for id, ended in outcomes(report).items() if ended == "failed"}
    assert failed == {"AP-VEND-001", "AP-VEND-002", "AP-VEND-006"}
    assert report["drift"] == []


def test_a_contract_that_was_not_recorded_is_not_run(play: Any) -> None:
    text = CONTRACTS.replace("def test_refused", "def test_another")
    done, report = play(text)
    assert done.returncode == 0, done.stdout
    told = next(entry for entry in report["contracts"] if entry["id"] == "AP-VEND-008")
    assert (told["outcome"], told["reason"]) == ("skipped", "not in the recording")


def test_drift_that_was_recorded_is_found_again(play: Any, session: Path) -> None:
    recording = read(session)
    for one in recording.exchanges:
        if one.method == "GET" and "/vendors/" in one.path:
            one.answer["archived"] = "no"
    recording.write(session)
    done, report = play()
    assert done.returncode == 1
    assert [(one["operation"], one["at"], one["kind"]) for one in report["drift"]] == [
        ("getvendor", "answer.archived", "type")
    ]


def test_today_is_the_day_of_the_recording(play: Any, session: Path) -> None:
    day = read(session).head.started[:4]
    text = CONTRACTS.replace(
        "def test_other_code(bill, today):",
        f"def test_other_code(bill, today):\n    assert str(today())[:4] == '{day}'",
    )
    recording = read(session)
    recording.head.started = "2019" + recording.head.started[4:]
    recording.write(session)
    done, _ = play(text, "-k", "other_code")
    assert done.returncode == 1
    assert "'2019' == " in done.stdout


@pytest.mark.parametrize("content", ["", "{}\n", "not json", '{"billcontracts":"recording","format":99}\n', "[1]\n"])
def test_what_is_no_recording_is_told_in_one_line(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "it.jsonl"
    file.write_text(content)
    assert run(target=f"recorded:{file}") == 2
    assert run(replay=file) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2 and all(line.startswith(f"verify: {file} is ") for line in told)


def test_a_recording_that_was_cut_short_is_refused(session: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session.write_text("".join(session.read_text().splitlines(True)[:-1]))
    assert run(target=f"recorded:{session}") == 2
    assert "has been cut short" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"target": "recorded:none.jsonl"}, "there is no recording none.jsonl"),
        ({"record": "it.jsonl"}, "say which --target"),
        ({"record": "it.jsonl", "target": "http://127.0.0.1:1", "state": "it.state"}, "goes without --state"),
        ({"record": "none/it.jsonl", "target": "http://127.0.0.1:1"}, "there is no folder for"),
        ({"replay": "none.jsonl"}, "there is no recording none.jsonl"),
        ({"replay": "none.jsonl", "area": "payables"}, "--replay makes the recorded calls and no others"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    options: dict[str, Any], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(**options) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("verify: ") and told in line
    assert not Path("it.jsonl").exists()
