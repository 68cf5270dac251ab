"""Runs contracts as their users do: pytest in a process of its own, against a target of the test's making."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
CREDENTIALS = {
    "BILL_USERNAME": "ida@example.test",
    "BILL_PASSWORD": "password",
    "BILL_ORGANIZATION_ID": "00801ABCDEFGHIJK1a2b",
    "BILL_DEV_KEY": "key",
}


@pytest.fixture
def run_contracts(tmp_path: Path) -> Run:
    """Writes one contract file and runs it: `run_contracts(text, "--target", url)`."""

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
