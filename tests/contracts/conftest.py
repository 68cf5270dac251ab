"""Runs contracts as their users do: pytest in a process of its own, against a target of the test's making."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.contracts.posing import posing
from tests.contracts.recordings import recorded

Run = Callable[..., subprocess.CompletedProcess[str]]
CREDENTIALS = {
    "BILL_USERNAME": "ida@example.test",
    "BILL_PASSWORD": "password",
    "BILL_ORGANIZATION_ID": "00801ABCDEFGHIJK1a2b",
    "BILL_DEV_KEY": "key",
}


def runner(tmp_path: Path) -> Run:
    """Writes one contract file in a folder and runs it: `runner(folder)(text, "--target", url)`."""

    def run(text: str, *arguments: str, environ: Mapping[str, str] = CREDENTIALS) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "payables"
        folder.mkdir(exist_ok=True)
        (folder / "test_it.py").write_text(text)
        options = ["-c", os.devnull, "--rootdir", str(tmp_path), "-p", "billcontracts.plugin"]
        command = [sys.executable, "-m", "pytest", str(tmp_path), *options, "-p", "no:cacheprovider", *arguments]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BILL_", "PYTEST"))}
        return subprocess.run(
            command,
            env={**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environ},
            capture_output=True,
            text=True,
            timeout=100,
        )

    return run


@pytest.fixture
def run_contracts(tmp_path: Path) -> Run:
    """Writes one contract file and runs it: `run_contracts(text, "--target", url)`."""
    return runner(tmp_path)


@pytest.fixture(scope="session")
def recorded_session(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What a recording of `recordings.CONTRACTS` has in it, made of a mock that poses as the sandbox."""
    folder = tmp_path_factory.mktemp("recorded")
    with posing() as where:
        recorded(runner(folder), where, folder / "session.jsonl")
    return (folder / "session.jsonl").read_bytes()


@pytest.fixture
def session(recorded_session: bytes, tmp_path: Path) -> Path:
    """That recording, in a file of one's own."""
    file = tmp_path / "session.jsonl"
    file.write_bytes(recorded_session)
    return file
