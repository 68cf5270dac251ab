"""The kit under pytest: options, fixtures, and what a run must have shown before it counts."""

from pathlib import Path
from typing import Any

import pytest
from billclient import APIError, Untrusted

from . import html, junit, ledger, report, resume, terminal
from .chance import CHANCE
from .exchanges import Watch
from .failures import Failure, redact
from .recorded import rehearsal
from .recorded.player import Strayed
from .recorded.rehearsal import target_name
from .shapes import Wrong
from .state import STATE, State, so_far
from .targets import MOCK

pytest_plugins = ("billcontracts.fixtures",)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contracts", "contracts of BILL v3")
    group.addoption("--target", default=MOCK, help="mock (the default), in-process, sandbox, a URL, or recorded:FILE")
    group.addoption("--area", action="append", default=[], help="only the contracts of this folder, e.g. payables")
    group.addoption("--contracts-json", default=None, metavar="FILE", help="write what the run showed")
    group.addoption("--contracts-html", default=None, metavar="FILE", help="write it as a page")
    group.addoption("--contracts-junit", default=None, metavar="FILE", help="write it as JUnit, by contract")
    group.addoption("--budget", type=int, default=None, metavar="N", help="make at most N calls to a live target")
    group.addoption("--pace", type=float, default=None, metavar="SECONDS", help="between two calls to a live target")
    group.addoption("--state", default=None, metavar="FILE", help="go on from here, and keep here what remains")
    group.addoption("--record", default=None, metavar="FILE", help="keep what a live target answers, redacted")
    group.addoption("--production", action="count", default=0, help="twice: hold BILL's production to the contracts")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "contract(id, statement, evidence, source): one promise of BILL v3")
    config.addinivalue_line("markers", "differs(target, reason): a target is known to break this contract (strict)")
    config.stash[STATE] = State()
    CHANCE.begin("")
    config.pluginmanager.register(rehearsal, "billcontracts.recorded.rehearsal")


def area_of(item: pytest.Item) -> str:
    return item.path.parent.name


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    state, target = config.stash[STATE], config.getoption("--target")
    named = target_name(config)
    if file := config.getoption("--state"):
        try:
            state.run, state.made = resume.load(Path(file), target)
        except resume.Other as other:
            raise pytest.UsageError(str(other)) from other
    wanted, kept, dropped = config.getoption("--area"), [], []
    areas = set()
    for item in items:
        marker = item.get_closest_marker("contract")
        if marker is None:
            kept.append(item)
            continue
        areas.add(area_of(item))
        if wanted and area_of(item) not in wanted:
            dropped.append(item)
            continue
        state.run.chosen.add(marker.kwargs["id"])
        if marker.kwargs["id"] in state.run.outcomes:
            dropped.append(item)
            continue
        kept.append(item)
        for differs in item.iter_markers("differs"):
            if differs.kwargs["target"] == named:
                item.add_marker(pytest.mark.xfail(strict=True, reason=differs.kwargs["reason"]))
    if areas and (missing := set(wanted) - areas):
        raise pytest.UsageError(f"there is no area {', '.join(sorted(missing))}; there are {', '.join(sorted(areas))}")
    unknown = state.run.chosen - {entry.id for entry in ledger.read()}
    if unknown:
        raise pytest.UsageError(f"not in the ledger: {', '.join(sorted(unknown))}; run python -m billcontracts.ledger")
    items[:] = kept
    if dropped:
        config.hook.pytest_deselected(items=dropped)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if marker := item.get_closest_marker("contract"):
        target = target_name(item.config)
        known = any(differs.kwargs["target"] == target for differs in item.iter_markers("differs"))
        item.config.stash[STATE].watch.begin(marker.kwargs["id"], known)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Tell a failed contract with its statement and the last exchange; note how each ended."""
    outcome = yield
    marker = item.get_closest_marker("contract")
    if marker is None:
        return outcome
    promise, state = marker.kwargs, item.config.stash[STATE]
    if outcome.failed:
        source = f"{promise['evidence']} {promise['source']}"
        outcome.sections.append(("contract", f"{promise['id']}: {promise['statement']} ({source})"))
        if last := state.watch.last:
            outcome.sections.append(("last exchange", f"{last.request}\n{last.told}"))
        if not state.watch.strict:
            _live_failure(item, call, outcome, promise["evidence"])
            if state.watch.known and call.excinfo is None and promise["id"] in state.watch.drifted:
                outcome.outcome, outcome.wasxfail = "skipped", "a known difference"
    more = _account(state.watch, call, outcome)
    drifted = promise["id"] in state.watch.drifted
    state.run.note(promise["id"], outcome, drifted=drifted, area=area_of(item), **more)
    if call.when == "teardown":
        _save(item.config)
    return outcome


def _live_failure(item: pytest.Item, call: pytest.CallInfo[None], outcome: Any, evidence: str) -> None:
    """On a live target: what needs MFA was not run, what was inferred is no failure, and what came is drift."""
    error, watch = call.excinfo.value if call.excinfo else None, item.config.stash[STATE].watch
    if isinstance(error, Untrusted):
        reason = "Skipped: needs a trusted session (BILL_REMEMBER_ME_ID and BILL_DEVICE)"
        outcome.outcome, outcome.longrepr = "skipped", (str(item.path), item.location[1], reason)
        return
    if isinstance(error, Strayed):
        return
    if isinstance(error, Failure) and (exchange := error.exchange or watch.last):
        watch.note(exchange, error.wrong, evidence)
    elif isinstance(error, APIError) and watch.last and error.status < 500:
        came = f"{error.status} {error.code or ''}".strip()
        watch.note(watch.last, [Wrong("status", "answer", "refused", "2xx", came)], evidence)
    if evidence == "I" and call.when == "call":
        outcome.outcome, outcome.wasxfail = "skipped", "inferred only: BILL decides otherwise"


def _account(watch: Watch, call: pytest.CallInfo[None], outcome: Any) -> dict[str, str]:
    """Why a contract did not hold, and the exchange that shows it."""
    error = call.excinfo.value if call.excinfo else None
    if outcome.skipped and not hasattr(outcome, "wasxfail"):
        return {"reason": str(outcome.longrepr[2]).removeprefix("Skipped: ")}
    if error is None:
        return {"reason": "an answer on the way was otherwise than is known"}
    exchange = (isinstance(error, Failure) and error.exchange) or watch.last
    lines = str(error).splitlines() or [type(error).__name__]
    reason = f"{error.title}: expected {error.expected}" if isinstance(error, Failure) else lines[0]
    return {"reason": redact(reason), **({"request": exchange.request, "answer": exchange.told} if exchange else {})}


def _save(config: pytest.Config) -> None:
    state = config.stash[STATE]
    if file := config.getoption("--state"):
        resume.save(Path(file), config.getoption("--target"), so_far(state), state.citizen)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker is done: take over what it saw."""
    if seen := getattr(node, "workeroutput", {}).get("billcontracts"):
        node.config.stash[STATE].run.take(seen)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    state = config.stash[STATE]
    _save(config)
    run = state.run = so_far(state)
    if hasattr(config, "workeroutput"):
        config.workeroutput["billcontracts"] = run.plain()
        return
    state.watch, state.citizen = Watch(), None
    if session.exitstatus == pytest.ExitCode.INTERRUPTED:
        run.stopped = run.stopped or "interrupted"
    if not run.outcomes:
        return
    for option, write in (("json", report.as_json), ("html", html.page), ("junit", junit.document)):
        if file := config.getoption(f"--contracts-{option}"):
            Path(file).write_text(write(run, config.getoption("--target")), "utf-8")
    if run.problems() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if session.exitstatus == pytest.ExitCode.OK and run.stopped:
        session.exitstatus = pytest.ExitCode.INTERRUPTED
    if not run.stopped and (file := config.getoption("--state")):
        Path(file).unlink(missing_ok=True)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for line, bad in terminal.lines(config.stash[STATE].run, config.getoption("--state")):
        terminalreporter.write_line(line, red=bad)
