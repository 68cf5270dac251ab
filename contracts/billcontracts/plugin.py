"""The kit under pytest: options, fixtures, and what a run must have shown before it counts."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx
import pytest
from billclient import APIError, Client, Session, Untrusted

from . import html, junit, ledger, report, resume, terminal
from .citizen import Citizen, Manners, Production, check
from .control import PACIFIC, Control
from .exchanges import Watch
from .factories import Make, unique
from .failures import Failure, redact
from .receiver import Receiver, listening
from .shapes import Wrong
from .targets import MOCK, NotReached, Target, World, address, missing_credentials, open_target
from .trust import ask_for_code

STATE = pytest.StashKey["State"]()


@dataclass
class State:
    """What this process has seen of the run."""

    watch: Watch = field(default_factory=Watch)
    run: report.Run = field(default_factory=report.Run)
    citizen: Citizen | None = None
    made: list[Any] = field(default_factory=list)
    session: Session | None = None
    """The live target's, once MFA was asked for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contracts", "contracts of BILL v3")
    group.addoption("--target", default=MOCK, help="mock (the default), sandbox, or a URL")
    group.addoption("--area", action="append", default=[], help="only the contracts of this folder, e.g. payables")
    group.addoption("--contracts-json", default=None, metavar="FILE", help="write what the run showed")
    group.addoption("--contracts-html", default=None, metavar="FILE", help="write it as a page")
    group.addoption("--contracts-junit", default=None, metavar="FILE", help="write it as JUnit, by contract")
    group.addoption("--budget", type=int, default=None, metavar="N", help="make at most N calls to a live target")
    group.addoption("--pace", type=float, default=None, metavar="SECONDS", help="between two calls to a live target")
    group.addoption("--state", default=None, metavar="FILE", help="go on from here, and keep here what remains")
    group.addoption("--production", action="count", default=0, help="twice: hold BILL's production to the contracts")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "contract(id, statement, evidence, source): one promise of BILL v3")
    config.addinivalue_line("markers", "differs(target, reason): a target is known to break this contract (strict)")
    config.stash[STATE] = State()


def area_of(item: pytest.Item) -> str:
    return item.path.parent.name


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    state, target = config.stash[STATE], config.getoption("--target")
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
            if differs.kwargs["target"] == target:
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
        target = item.config.getoption("--target")
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
    if isinstance(error, Failure) and (exchange := error.exchange or watch.last):
        watch.note(exchange, error.wrong, evidence)
    elif isinstance(error, APIError) and watch.last:
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
        resume.save(Path(file), config.getoption("--target"), _so_far(state), state.citizen)


def _so_far(state: State) -> report.Run:
    """What the run has shown, with what the watch saw."""
    run = report.Run()
    run.take(state.run.plain())
    run.calls += state.watch.calls
    run.drift.take(state.watch.drift.plain())
    for operation, contracts in state.watch.kept.items():
        run.kept.setdefault(operation, set()).update(contracts)
    if citizen := state.citizen:
        run.stopped = run.stopped or citizen.stopped
        run.left += [str(one) for one in (*citizen.left, *citizen.made)]
    return run


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
    run = state.run = _so_far(state)
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


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    """What is held to the contracts, at the end of real HTTP."""
    option = request.config.getoption
    name, twice = option("--target"), option("--production")
    state = request.config.stash[STATE]
    try:
        check(address(name), twice)
        if problem := missing_credentials(name):
            raise NotReached(problem)
        manners = Manners(option("--budget"), option("--pace"), production=twice > 1)
        citizen = Citizen(_wire(address(name)), pytest.skip, manners, made=state.made)
        hooks = {"request": [], "response": [state.watch.response]}
        with httpx.Client(timeout=60, transport=citizen, event_hooks=hooks) as http:
            with open_target(name, http) as target:
                state.run.built = report.built(target)
                state.watch.strict, citizen.guarded = target.mock, not target.mock
                state.citizen = citizen
                yield target
    except (NotReached, Production) as problem:
        pytest.exit(str(problem), returncode=2)


def _wire(url: str) -> httpx.HTTPTransport:
    """How the target is reached: through the environment's proxy, where it has one for this host."""
    where = httpx.URL(url or "http://127.0.0.1")
    alone = where.host in ("127.0.0.1", "localhost", "::1") or proxy_bypass(where.host)
    return httpx.HTTPTransport(proxy=None if alone else getproxies().get(where.scheme))


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, target: Target) -> Iterator[World]:
    """The organization that this file's contracts share; on a mock it has no other use, elsewhere it is left as it was."""
    state = request.config.stash[STATE]
    world = target.world()
    yield replace(world, session=state.session or world.session)
    if state.citizen and state.citizen.guarded and state.citizen.made:
        core = world.session or world.oauth
        clients = [world.client(credential) if credential else None for credential in (core, world.token)]
        state.citizen.tidy(*clients)


@pytest.fixture(scope="module")
def bill(request: pytest.FixtureRequest, world: World) -> Client:
    """A signed-in client whose session has passed MFA (elsewhere than on a mock: if BILL_REMEMBER_ME_ID allows)."""
    if world.session is None:
        pytest.skip("needs BILL_USERNAME, BILL_PASSWORD, BILL_ORGANIZATION_ID, BILL_DEV_KEY")
    client = world.client(world.session)
    if world.control:
        client.mfa.trust("123456")
        return client
    state, manager = request.config.stash[STATE], request.config.pluginmanager.getplugin("capturemanager")
    if state.session is None:
        aside = manager.global_and_fixture_disabled if manager else nullcontext
        state.session = ask_for_code(client, world.session, aside)
        client = world.client(state.session)
    return client


@pytest.fixture(scope="module")
def trusted(bill: Client) -> Client:
    """`bill`, certain to have passed MFA."""
    info = bill.session.info()
    if not info["mfaBypass"] and info["mfaStatus"] not in ("COMPLETE", "DISABLED", "PHONE_VERIFICATION"):
        pytest.skip("needs BILL_REMEMBER_ME_ID and BILL_DEVICE of a trusted device")
    return bill


@pytest.fixture
def untrusted(world: World, bill: Client) -> Client:
    """A client with a session of its own that has not passed MFA."""
    assert world.session
    bare = type(world.session)(
        *(getattr(world.session, n) for n in ("username", "password", "organizationId", "devKey"))
    )
    client = world.client(bare)
    client.session.login()
    return client


@pytest.fixture(scope="module")
def spend(world: World) -> Client:
    """A client with a Spend & Expense token."""
    if world.token is None:
        pytest.skip("needs BILL_API_TOKEN")
    return world.client(world.token)


@pytest.fixture(scope="module")
def partner(world: World) -> Client:
    """A client that is signed in as a partner; it makes organizations, so only a mock's is taken."""
    if world.partner is None or world.control is None:
        pytest.skip("needs a mock: a partner's organizations cannot be taken away again")
    return world.client(world.partner)


@pytest.fixture(scope="module")
def stranger(world: World) -> Client:
    """A client without credentials."""
    return world.client()


@pytest.fixture(scope="module")
def control(world: World) -> Control:
    """The mock's levers; a contract that needs them is skipped elsewhere."""
    if world.control is None:
        pytest.skip("needs a mock: moves the clock, sets limits or reads what BILL sent")
    return world.control


@pytest.fixture
def strict(target: Target, control: Control) -> Any:
    """Makes a world of one's own with BILL's limits: `strict(**{"rate_limit.per_hour": 5})`."""
    return target.strict_world


@pytest.fixture(scope="module")
def today(world: World) -> Any:
    """Tells the processing day (US Pacific)."""

    def tell() -> date:
        return world.control.today() if world.control else datetime.now(UTC).astimezone(PACIFIC).date()

    return tell


@pytest.fixture(scope="module")
def make(bill: Client, today: Any) -> Make:
    """Makes vendors, bills and accounts; on a live target `citizen` takes them away again, like all that a run makes."""
    return Make(bill, today, tidy=False)


@pytest.fixture
def receiver(control: Control) -> Iterator[Receiver]:
    """A webhook receiver on loopback; BILL itself would need a public https address."""
    with listening() as receiver:
        yield receiver


@pytest.fixture
def subscribe(request: pytest.FixtureRequest, bill: Client, receiver: Receiver) -> Iterator[Any]:
    """Subscribes the receiver to events of one level, an organization's or `spend.…`, for as long as the contract lasts."""
    made: list[tuple[Client, str]] = []

    def make(*types: str, **fields: Any) -> dict[str, Any]:
        client = request.getfixturevalue("spend") if types[0].startswith("spend.") else bill
        subscription: dict[str, Any] = client.webhooks.subscribe({
            "name": unique("Receiver"), "status": {"enabled": True}, "notificationUrl": receiver.url,
            "events": [{"type": type, "version": "1"} for type in types], **fields,
        })  # fmt: skip
        made.append((client, subscription["id"]))
        return subscription

    yield make
    for client, id in made:
        client.webhooks.subscriptions.delete(id)
