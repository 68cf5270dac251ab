"""The kit under pytest: options, fixtures, and what a run must have shown before it counts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from billclient import Client

from . import ledger, report, shapes
from .control import PACIFIC, Control
from .exchanges import Watch
from .factories import Make, unique
from .receiver import Receiver, listening
from .targets import MOCK, Target, World, missing_credentials, open_target

STATE = pytest.StashKey["State"]()


@dataclass
class State:
    """What this process has seen of the run."""

    watch: Watch = field(default_factory=Watch)
    run: report.Run = field(default_factory=report.Run)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contracts", "contracts of BILL v3")
    group.addoption("--target", default=MOCK, help="mock (the default), sandbox, or a URL")
    group.addoption("--area", action="append", default=[], help="only the contracts of this folder, e.g. payables")
    group.addoption("--contracts-json", default=None, metavar="FILE", help="write what the run showed")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "contract(id, statement, evidence, source): one promise of BILL v3")
    config.addinivalue_line("markers", "differs(target, reason): a target is known to break this contract (strict)")
    config.stash[STATE] = State()


def area_of(item: pytest.Item) -> str:
    return item.path.parent.name


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    state, target = config.stash[STATE], config.getoption("--target")
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
        kept.append(item)
        state.run.chosen.add(marker.kwargs["id"])
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
        item.config.stash[STATE].watch.begin(marker.kwargs["id"], marker.kwargs["evidence"])


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
        if promise["evidence"] == "I" and call.when == "call" and not item.config.getoption("--target") == MOCK:
            outcome.outcome, outcome.wasxfail = "skipped", "inferred only: BILL decides otherwise"
    state.run.note(promise["id"], outcome)
    return outcome


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """A worker is done: take over what it saw."""
    if seen := getattr(node, "workeroutput", {}).get("billcontracts"):
        node.config.stash[STATE].run.take(seen)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    state = config.stash[STATE]
    state.run.calls += state.watch.calls
    for operation, contracts in state.watch.kept.items():
        state.run.kept.setdefault(operation, set()).update(contracts)
    if hasattr(config, "workeroutput"):
        config.workeroutput["billcontracts"] = state.run.plain()
        return
    if file := config.getoption("--contracts-json"):
        Path(file).write_text(report.as_json(state.run, config.getoption("--target")), "utf-8")
    if state.run.problems() and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    run = config.stash[STATE].run
    for problem in run.problems():
        terminalreporter.write_line(f"contracts: {problem}", red=True)
    if run.chosen and run.kept:
        known = len(shapes.operations())
        terminalreporter.write_line(f"contracts: {len(run.kept)} of {known} operations kept, {run.calls} calls")


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    """What is held to the contracts, at the end of real HTTP."""
    if problem := missing_credentials(request.config.getoption("--target")):
        pytest.exit(problem, returncode=2)
    state = request.config.stash[STATE]
    with httpx.Client(timeout=60, event_hooks={"request": [], "response": [state.watch.response]}) as http:
        with open_target(request.config.getoption("--target"), http) as target:
            state.run.built = report.built(target)
            if not target.mock:
                http.event_hooks = {**http.event_hooks, "request": [state.watch.pace]}
            yield target


@pytest.fixture(scope="module")
def world(target: Target) -> World:
    """The organization that this file's contracts share; on a mock it has no other use."""
    return target.world()


@pytest.fixture(scope="module")
def bill(world: World) -> Client:
    """A signed-in client whose session has passed MFA (elsewhere than on a mock: if BILL_REMEMBER_ME_ID allows)."""
    if world.session is None:
        pytest.skip("needs BILL_USERNAME, BILL_PASSWORD, BILL_ORGANIZATION_ID, BILL_DEV_KEY")
    client = world.client(world.session)
    if world.control:
        client.mfa.trust("123456")
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
def make(world: World, bill: Client, today: Any) -> Iterator[Make]:
    """Makes vendors, bills and accounts, and archives them at the end."""
    factory = Make(bill, today, tidy=world.control is None)
    yield factory
    factory.close()


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
