"""One run of the contracts, as `mockbill verify` makes it."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib.util import find_spec
from os import PathLike, devnull, fspath
from pathlib import Path
from typing import NoReturn

import httpx

from .asking import NotAsked
from .citizen import Citizen, Manners, Production, check
from .probe import put, settled
from .recorded.recording import NotARecording, file_of, read
from .targets import IN_PROCESS, MOCK, NotReached, address, carrying, missing_credentials, open_target

File = str | PathLike[str]
AT_THE_MOST = 16
"""Calls at once of a probe that looks for the limit."""


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
    record: File | None = None,
    replay: File | None = None,
) -> int:
    """Hold a target to the contracts, or a mock to what another target was recorded to do.

    Parameters:
        target: `mock` (started for the run), `in-process` (the same without a socket), `sandbox` (credentials from
            `BILL_*`), a URL, or `recorded:FILE`.
        area: only these folders of contracts: platform, payables, payments, classifications, spend, webhooks.
        html, junit, json: files to write a report to.
        write_choices: a file for the choices that have a mock do as the target does; the probes ask for them.
        budget: the most calls to make to a live target, by contracts and probes together, cleaning up included; what
            remains is not run.
        pace: seconds between two calls to a live target, instead of what BILL's limits ask.
        state: a file to go on from if it is there, and to keep in what remains when the run is stopped.
        production: 2 to hold BILL's production to the contracts.
        record: a file for what a live target answers, redacted.
        replay: a recording; no contract is run, but its calls made again of the target, which is a mock.

    Returns:
        0 when every contract held; 1 when one failed, the target drifts, or the run showed nothing; 2 when it could
        not be made, or was stopped before its end with nothing failed.
    """
    problem = missing_credentials(target) or unrecorded(
        target, record, replay, state, write_choices, area, budget, pace
    )
    try:
        check(address(target), production)
    except (Production, ValueError) as refused:
        problem = problem or str(refused)
    for file in (html, junit, json, write_choices, state, record):
        if file is not None and not Path(file).absolute().parent.is_dir():
            problem = problem or f"there is no folder for {fspath(file)}"
    if problem:
        print(f"verify: {problem}", file=sys.stderr)
        return 2
    if replay:
        from .recorded.replay import replay as hold

        return hold(replay, target, html, junit, json)
    if not (find_spec("pytest") and find_spec("hypothesis")):
        print("verify: needs pytest and hypothesis; install mockbill[kit]", file=sys.stderr)
        return 2
    import pytest

    from . import ledger
    from .tally import Tally

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
    for option, file in (("state", state), ("record", record)):
        arguments += [f"--{option}", fspath(file)] if file else []
    arguments += ["--production"] * production
    tally = Tally()
    code = int(pytest.main(arguments, plugins=[tally]))
    code = {0: 0, int(pytest.ExitCode.INTERRUPTED): 2, int(pytest.ExitCode.USAGE_ERROR): 2}.get(code, 1)
    if write_choices and code != 2:
        probe(target, write_choices=write_choices, manners=Manners(budget, pace, production > 1), spent=tally.calls)
    return code


def unrecorded(
    target: str, record: File | None, replay: File | None, state: File | None, choices: File | None, *others: object
) -> str:
    """What keeps a run from recording, or a recording from being played; empty when nothing does."""
    try:
        if file := file_of(target):
            read(file)
    except NotARecording as wrong:
        return str(wrong)
    if replay and (record or state or choices or any(others)):
        return (
            "--replay makes the recorded calls and no others: it goes with --target, --html, --junit and --json alone"
        )
    if file and (record or replay or choices):
        return (
            f"{target} is a recorded session: it can be neither recorded, nor be a mock, nor tell any more than it has"
        )
    if record and target in (MOCK, IN_PROCESS):
        return "--record keeps what BILL answers, for a mock to be held to: say which --target"
    if record and state:
        return "--record goes without --state: a recording is made in one go, of one area or another"
    return ""


def probe(
    target: str = MOCK,
    json: File | None = None,
    write_choices: File | None = None,
    manners: Manners | None = None,
    spent: int = 0,
) -> int:
    """Ask a target what BILL's pages leave open, and print what it did.

    Parameters:
        target: as for `run`.
        json: a file for all that was seen.
        write_choices: a file for the choices that have a mock do the same; `mockbill serve --choices` takes it.
        manners: how a live target is treated; the probes ask many at once, to see what becomes of it.
        spent: calls of the budget that were made already.

    Returns:
        0 when something was asked, 1 when nothing could be, 2 when the target is not to be reached.
    """
    import json as encoder

    from .questions import PROBES

    manners = replace(manners or Manners(), at_once=AT_THE_MOST)
    answers = []
    try:
        check(address(target), 2 if manners.production else 0)
        with ExitStack() as stack:
            citizen = Citizen(stack.enter_context(carrying(target)), not_asked, manners, calls=spent)
            http = stack.enter_context(httpx.Client(timeout=60, transport=citizen))
            reached = stack.enter_context(open_target(target, http))
            citizen.guarded = not reached.mock
            world = reached.strict_world() if reached.mock else reached.world()
            try:
                for answer in put(PROBES, world):
                    print(answer.line)
                    answers.append(answer)
            finally:
                if citizen.made:
                    citizen.tidy(*world.clients())
    except (NotReached, Production, ValueError) as refused:
        print(f"probe: {refused}", file=sys.stderr)
        return 2
    for one in citizen.left:
        print(f"left behind: {one}")
    if json:
        Path(json).write_text(encoder.dumps([answer.plain for answer in answers], indent=1) + "\n", "utf-8")
    if write_choices:
        Path(write_choices).write_text(encoder.dumps(settled(answers), indent=1) + "\n", "utf-8")
    return 0 if any(answer.seen for answer in answers) else 1


def not_asked(reason: str) -> NoReturn:
    """What ends a probe that may not go on."""
    raise NotAsked(reason)
