"""Recording and playing under pytest: which scope each call belongs to, what is written at the end, what is not played."""

from pathlib import Path
from typing import Any

import pytest

from ..chance import CHANCE, shared
from ..state import STATE
from .recording import NotARecording, Recording, file_of, read
from .redaction import Leak

PLAYED = pytest.StashKey[Recording | None]()


def pytest_configure(config: pytest.Config) -> None:
    """Refuse what cannot be recorded."""
    option = config.getoption
    if option("--record") is None:
        return
    if option("--state"):
        raise pytest.UsageError("--record goes without --state: a recording is made in one go, of one area or another")
    if option("numprocesses", None) or hasattr(config, "workerinput"):
        raise pytest.UsageError("--record takes one process: leave -n out")
    if file_of(option("--target")):
        raise pytest.UsageError("--record is of a live target, and this one is a recording itself")


def played(config: pytest.Config) -> Recording | None:
    """The recording that is the target of this run, if one is. Raises UsageError."""
    if PLAYED not in config.stash:
        file = file_of(config.getoption("--target"))
        try:
            config.stash[PLAYED] = read(file) if file else None
        except NotARecording as problem:
            raise pytest.UsageError(str(problem)) from problem
    return config.stash[PLAYED]


def target_name(config: pytest.Config) -> str:
    """The target, or the one that was recorded: what it is known to break, the recording breaks too."""
    recording = played(config)
    return recording.head.target if recording else str(config.getoption("--target"))


def scope_of(item: pytest.Item) -> str:
    """The scope of a contract."""
    return f"{place_of(item.path)}::{item.name}"


def place_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    recording = played(config)
    for item in items if recording else ():
        assert recording
        if item.get_closest_marker("contract") and (reason := why_not(item, recording)):
            item.add_marker(pytest.mark.skip(reason=reason))


def why_not(item: pytest.Item, recording: Recording) -> str:
    """Why a contract cannot be played; empty when it can."""
    known = recording.scopes.get(scope_of(item))
    if known is None:
        return "not in the recording"
    if known.outcome == "skipped":
        return f"not run when it was recorded: {known.reason}"
    if draws(getattr(item, "obj", None)):
        return "draws its examples anew each time, so that no recording could answer"
    return ""


def draws(test: Any) -> bool:
    """Whether a test is given examples by Hypothesis, or has it run a machine."""
    code = getattr(test, "__code__", None)
    machine = code is not None and "run_state_machine_as_test" in code.co_names
    return machine or bool(getattr(test, "is_hypothesis_test", False))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Any:
    scope, tape = scope_of(item), item.config.stash[STATE].tape
    if tape:
        tape.begin(scope)
    with CHANCE.within(scope):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> Any:
    """What contracts share is a scope of its own, when it is set up and when it ends."""
    if fixturedef.scope == "function":
        return (yield)
    where = place_of(request.node.path) if fixturedef.scope != "session" else "run"
    scope = shared(where, f"{fixturedef.argname}{getattr(request, 'param_index', '') or ''}")
    fixturedef.addfinalizer(CHANCE.leave)  # the last to be called
    try:
        with CHANCE.within(scope):
            return (yield)
    finally:
        fixturedef.addfinalizer(lambda: CHANCE.enter(scope))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    outcome = yield
    tape, marker = item.config.stash[STATE].tape, item.get_closest_marker("contract")
    if tape and marker:
        ended, reason = outcome.outcome, ""
        if hasattr(outcome, "wasxfail"):
            ended = "failed"
        elif outcome.skipped:
            reason = str(outcome.longrepr[2]).removeprefix("Skipped: ")
        if call.when == "teardown" or ended != "passed":
            tape.ended(scope_of(item), marker.kwargs["id"], ended, reason)
    return outcome


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write what was recorded, whole or not at all, also of a run that was interrupted."""
    config = session.config
    state, file = config.stash[STATE], config.getoption("--record")
    if state.tape is None or file is None:
        return
    try:
        state.recorded = state.tape.write(Path(file), state.citizen.ours if state.citizen else set())
    except (Leak, OSError) as problem:
        state.unwritten = str(problem)
        if session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    state, file = config.stash[STATE], config.getoption("--record")
    if state.unwritten:
        terminalreporter.write_line(f"contracts: not recorded: {state.unwritten}", red=True)
    elif file and state.tape:
        told = f"{state.recorded} exchanges recorded in {file}" if state.recorded else "nothing was there to record"
        terminalreporter.write_line(f"contracts: {told}")
