"""What the sandbox does otherwise is found, learnt and then done by the mock: the whole way, by the commands that a team has."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mockbill.world.choices import CHOICES
from tests.contracts.posing import posing

OTHERWISE = {
    "validation.code": "BDC_1000",
    "session.wrong_password_status": 400,
    "classification.duplicate_name": "refuse",
    "user.terms": "any",
    "webhook.missing_id_status": 400,
}
"""What the sandbox is made to do, all of it in areas that are soon verified."""
AREAS = ("--area", "platform", "--area", "classifications")
MOCKBILL = [sys.executable, "-m", "mockbill"]


def verify(*options: str, **environ: str) -> tuple[int, str]:
    """The exit code of the command, and what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BILL_")}
    done = subprocess.run(
        [*MOCKBILL, "verify", *options],
        env={**kept, **environ, "CI": "true"},  # what draws its examples draws the same ones each time
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """The URL of `mockbill serve`, as anybody starts it."""
    with subprocess.Popen(
        [*MOCKBILL, "serve", "--port", "0", "--seed", "empty", *options], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            ready = re.search(r"http://[\w.:]+", process.stdout.readline())
            assert ready
            yield ready.group()
        finally:
            process.terminate()


def test_the_mock_learns_what_the_sandbox_does(tmp_path: Path) -> None:
    evidence, choices, report = (str(tmp_path / name) for name in ("it.jsonl", "choices.json", "report.json"))
    assert all(CHOICES[name].default != value for name, value in OTHERWISE.items())
    with posing(**OTHERWISE) as where:
        told = ("--record", evidence, "--write-choices", choices)
        code, said = verify("--target", where.url, *AREAS, *told, **where.environ)
        assert code in (0, 1), said  # what was only inferred fails nothing
    learnt = json.loads(Path(choices).read_text())
    assert {name: learnt.get(name) for name in OTHERWISE} == OTHERWISE

    code, said = verify("--replay", evidence, "--json", report)
    assert code in (0, 1), said
    drift = {finding["operation"] for finding in json.loads(Path(report).read_text())["drift"]}
    assert {"login", "createorganizationuser"} <= drift, said
    with serving("--choices", choices) as url:
        code, said = verify("--replay", evidence, "--target", url, "--json", report)
    assert (code, json.loads(Path(report).read_text())["drift"]) == (0, []), said
