"""What is recorded: all that the contracts of a run did, whole or not at all, and of a live target only."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from billcontracts import ledger
from billcontracts.recorded.recording import Head, NotARecording, Recorded, Recording, Scope, file_of, read

from tests.contracts.posing import posing
from tests.contracts.recordings import CONTRACTS, PLAYED

CUT = """
import os, signal
from billcontracts import contract

@contract("AP-VEND-001", "A vendor is made.", "D", "docs/ap-vendors")
def test_one(make):
    make.vendor()

@contract("AP-VEND-002", "Another is made, and the run is cut.", "D", "docs/ap-vendors")
def test_two(make):
    make.vendor()
    os.kill(os.getpid(), signal.SIGINT)
    make.vendor()
"""


def test_a_recording_says_of_what_it_is_and_how_each_contract_ended(session: Path) -> None:
    recording = read(session)
    assert recording.head.target.startswith("http://127.0.0.1:")
    assert "no evidence about BILL" in recording.head.about
    ended = {one.contract: one.outcome for one in recording.scopes.values() if one.contract}
    assert ended == PLAYED | {"AP-VEND-009": "passed"}  # what draws its examples is recorded, but cannot be played
    scopes = [name.rpartition("::")[2] for name in recording.scopes]
    assert {"(bill)", "(shared)", "(lasting vendor)", "(tidying)"} <= set(scopes)
    times = [one.at for one in recording.exchanges]
    assert times[0] >= 0 and max(times) < 60
    assert {one.scope.rpartition("::")[2] for one in recording.exchanges if one.together} <= {"test_at_once"}
    assert {one.method for one in recording.exchanges} == {"GET", "POST", "PATCH"}


@pytest.mark.parametrize("body", [{"name": "lines\u2028that\x85are\x1cnone\n\r"}, {}, [], "", 0, False, None])
def test_what_is_read_is_what_was_written(tmp_path: Path, body: Any) -> None:
    one = Recorded("a/b::c", 0.5, "POST", "/x?y=%C3%A9", 200, {"devkey": "k"}, {}, body, body, "json", "json")
    other = Recorded("a/b::c", 0.6, "GET", "/x", 204, kind="empty")
    recording = Recording(
        Head("sandbox", "2026-03-02T17:00:00+00:00", "seed", ""),
        {"a/b::c": Scope("a/b::c", 0.1, "A-1", "passed")},
        [one, other],
    )
    recording.write(tmp_path / "it.jsonl")
    again = read(tmp_path / "it.jsonl")
    assert (again.exchanges, again.scopes) == (recording.exchanges, recording.scopes)
    assert [file.name for file in tmp_path.iterdir()] == ["it.jsonl"]
    assert again.head.instant(1.5).isoformat() == "2026-03-02T17:00:01.500000+00:00"


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "it.jsonl"
    file.write_text("before")
    broken = Recorded("s", 0, "GET", "/x", 200, answer=object())
    with pytest.raises(TypeError):
        Recording(Head("sandbox", "2026-03-02T17:00:00+00:00", "", ""), {}, [broken]).write(file)
    assert [one.read_text() for one in tmp_path.iterdir()] == ["before"]


def test_an_exchange_of_no_listed_contract_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "it.jsonl"
    Recording(Head("s", "2026-03-02T17:00:00+00:00", "", ""), {}, [Recorded("x", 0, "GET", "/", 200)]).write(file)
    with pytest.raises(NotARecording, match="has exchanges of x, which it does not list"):
        read(file)


def test_an_interrupted_run_leaves_what_came_to_its_end(run_contracts: Any, tmp_path: Path) -> None:
    file = tmp_path / "cut.jsonl"
    with posing() as where:
        done = run_contracts(CUT, "--target", where.url, "--record", str(file), environ=where.environ)
    assert done.returncode == 2, done.stdout
    recording = read(file)
    assert {one.contract for one in recording.scopes.values() if one.contract} == {"AP-VEND-001"}
    played = run_contracts(CUT, "--target", f"recorded:{file}", "-k", "one", environ={})
    assert played.returncode == 0, played.stdout


def test_a_run_that_reaches_nothing_writes_nothing(run_contracts: Any, tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl"
    done = run_contracts(CUT, "--target", "http://127.0.0.1:1", "--record", str(file))
    assert done.returncode == 2
    assert not file.exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--target", "http://127.0.0.1:1", "--state", "it.state"], "goes without --state"),
        (["--target", "http://127.0.0.1:1", "-p", "xdist", "-n", "2"], "leave -n out"),
        (["--target", "recorded:it.jsonl"], "is a recording itself"),
    ],
)
def test_what_cannot_be_recorded_is_refused(run_contracts: Any, tmp_path: Path, options: list[str], told: str) -> None:
    done = run_contracts(CUT, "--record", str(tmp_path / "it.jsonl"), *options)
    assert done.returncode == 4
    assert told in done.stderr
    assert not (tmp_path / "it.jsonl").exists()


def test_a_mock_is_not_recorded(run_contracts: Any, tmp_path: Path) -> None:
    done = run_contracts(CUT, "--record", str(tmp_path / "it.jsonl"))
    assert done.returncode == 2
    assert "mock is a mock: --record keeps what BILL answers" in done.stdout
    assert not (tmp_path / "it.jsonl").exists()


def test_two_runs_draw_other_names(run_contracts: Any, session: Path) -> None:
    other = session.with_name("other.jsonl")
    with posing() as where:
        run_contracts(CONTRACTS, "--target", where.url, "--record", str(other), "-k", "vendor", environ=where.environ)
    names = [
        {one.sent["name"] for one in read(file).exchanges if one.method == "POST" and one.path.endswith("/vendors")}
        for file in (session, other)
    ]
    assert names[0] and names[1] and not names[0] & names[1]


def test_which_targets_are_recordings(tmp_path: Path) -> None:
    file = tmp_path / "it.jsonl"
    assert file_of("recorded:it.jsonl") == Path("it.jsonl")
    assert file_of(str(file)) is None
    file.write_text(json.dumps({}))
    assert file_of(str(file)) == file
    assert file_of("sandbox") is None


def test_an_area_is_recorded_played_and_replayed_by_the_command(tmp_path: Path) -> None:
    """The contracts themselves, as a team has them run."""
    file = tmp_path / "it.jsonl"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BILL_")}

    def verify(*options: str, **environ: str) -> str:
        command = [sys.executable, "-m", "mockbill", "verify", *options]
        done = subprocess.run(command, env={**kept, **environ}, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    with posing() as where:
        options = ("--target", where.url, "--area", "classifications", "--record", str(file))
        assert f"exchanges recorded in {file}" in verify(*options, **where.environ)
    table = "classifications {:>11}        ·        ·        ·{:>9}"
    count = sum(entry.id.startswith("CL-") for entry in ledger.read())
    assert table.format(count - 1, 1) in verify("--target", f"recorded:{file}", "--area", "classifications")
    assert table.format(count, "·") in verify("--replay", str(file))
