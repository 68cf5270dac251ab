"""The proof that the contracts can fail: a part of it runs here, drawn by a seed; the whole by a command."""

import os
import subprocess
import sys
from typing import Any

import pytest
from billcontracts import ledger, proof
from billcontracts.deviations import Deviation
from billcontracts.proof import UNSEEN, Prover
from billcontracts.shapes import operations
from billcontracts.survivors import excused, killers, reasons

PLACES = "16"
SEED = os.environ.get("MOCKBILL_SEED", "1")


def test_a_part_of_the_proof() -> None:
    command = [sys.executable, "-m", "billcontracts.mutants", "--sample", PLACES, "--seed", SEED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    noticed = int(done.stdout.rsplit(" of ", 1)[0].rsplit(None, 1)[1])
    assert noticed >= 100, done.stdout[-300:]


def prover(monkeypatch: pytest.MonkeyPatch, known: dict[str, str], *survivors: str) -> Any:
    monkeypatch.setattr(proof, "reasons", lambda: known)
    found = Prover()
    for text in survivors:
        found.proof.survivors[Deviation(*text.split())] = UNSEEN
    found.end()
    return found


def test_a_survivor_without_a_reason_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    found = prover(
        monkeypatch, {"unseen * drop note": "is never asked for"}, "createvendor undone", "createvendor drop note"
    )
    assert found.problems == ["unseen createvendor undone"]


def test_a_reason_that_nothing_needs_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    found = prover(monkeypatch, {"getvendor *": "once true"})
    assert found.problems == ["survivors.tsv excuses 'getvendor *', which is noticed now"]


def test_brackets_of_a_path_are_no_pattern() -> None:
    assert excused(Deviation("listvendors", "drop", "results.[].note"), ["listvendors drop results.[].note"])


def test_every_reason_says_something_and_every_contract_named_is_one() -> None:
    assert all(len(reason.split()) > 4 for reason in reasons().values())
    ids = {entry.id for entry in ledger.read()}
    assert {unit.partition("[")[0] for named in killers().values() for unit in named} <= ids
    places = {place for place in killers() if not place.startswith("event ")}
    assert places <= operations().keys()
    assert len(places) > 200
