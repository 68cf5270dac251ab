"""One run of the contracts, as `mockbill verify` makes it."""

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from os import PathLike, devnull, fspath
from pathlib import Path

import httpx

from .citizen import Production, check
from .probe import put, settled
from .targets import MOCK, address, missing_credentials, open_target

File = str | PathLike[str]


def run(
    target: str = MOCK,
    area: str | Sequence[str] | None = None,
    html: File | None = None,
    junit: File | None = None,
    json: File | None = None,
    write_choices: File | None = None,
    budget: int | None = None,
    pace: float | None = None,
    state: File | None = None,
    production: int = 0,
) -> int:
    """Hold a target to the contracts.

    Parameters:
        target: `mock` (started for the run), `sandbox` (credentials from `BILL_*`), or a URL.
        area: only these folders of contracts: platform, payables, payments, classifications, spend, webhooks.
        html, junit, json: files to write a report to.
        write_choices: a file for the choices that have a mock do as the target does; the probes ask for them.
        budget: the most calls to make to a live target, cleaning up included; what remains is not run.
        pace: seconds between two calls to a live target, instead of what BILL's limits ask.
        state: a file to go on from if it is there, and to keep in what remains when the run is stopped.
        production: 2 to hold BILL's production to the contracts.

    Returns:
        0 when every contract held; 1 when one failed, the target drifts, or the run showed nothing; 2 when it could
        not be made, or was stopped before its end with nothing failed.
    """
    problem = missing_credentials(target)
    try:
        check(address(target), production)
    except (Production, ValueError) as refused:
        problem = problem or str(refused)
    if problem:
        print(f"verify: {problem}", file=sys.stderr)
        return 2
    if not (find_spec("pytest") and find_spec("hypothesis")):
        print("verify: needs pytest and hypothesis; install mockbill[kit]", file=sys.stderr)
        return 2
    import pytest

    from . import ledger

    folder = str(ledger.folder())
    arguments = [folder, "-c", devnull, "--rootdir", folder, "-p", "billcontracts.plugin", "-p", "no:cacheprovider"]
    arguments += ["-p", "no:randomly"]  # each contract file is read, and its world used, from top to bottom
    # This package is imported before pytest could rewrite its asserts, which matters to the contract files alone.
    arguments += [
        "--import-mode=importlib",
        "-q",
        "-W",
        "ignore::pytest.PytestAssertRewriteWarning",
        "--target",
        target,
    ]
    for name in [area] if isinstance(area, str) else area or ():
        arguments += ["--area", name]
    for option, value in (("html", html), ("junit", junit), ("json", json)):
        arguments += [f"--contracts-{option}", fspath(value)] if value else []
    for option, number in (("budget", budget), ("pace", pace)):
        arguments += [f"--{option}={number}"] if number is not None else []
    arguments += ["--state", fspath(state)] if state else []
    arguments += ["--production"] * production
    code = int(pytest.main(arguments))
    if write_choices:
        probe(target, write_choices=write_choices)
    return {0: 0, int(pytest.ExitCode.INTERRUPTED): 2, int(pytest.ExitCode.USAGE_ERROR): 2}.get(code, 1)


def probe(target: str = MOCK, json: File | None = None, write_choices: File | None = None) -> int:
    """Ask a target what BILL's pages leave open, and print what it did.

    Parameters:
        target: as for `run`.
        json: a file for all that was seen.
        write_choices: a file for the choices that have a mock do the same; `mockbill serve --choices` takes it.

    Returns:
        0 when something was asked, 1 when nothing could be, 2 when the target is not to be reached.
    """
    import json as encoder

    from .questions import PROBES

    if problem := missing_credentials(target):
        print(f"probe: {problem}", file=sys.stderr)
        return 2
    with httpx.Client(timeout=60) as http, open_target(target, http) as reached:
        answers = []
        for answer in put(PROBES, reached.strict_world() if reached.mock else reached.world()):
            print(answer.line)
            answers.append(answer)
    if json:
        Path(json).write_text(encoder.dumps([answer.plain for answer in answers], indent=1) + "\n", "utf-8")
    if write_choices:
        Path(write_choices).write_text(encoder.dumps(settled(answers), indent=1) + "\n", "utf-8")
    return 0 if any(answer.seen for answer in answers) else 1
