"""The fixtures of the contracts: the target and its world, clients, levers, makers."""

import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest
from billclient import Client, LoginRefused

from . import report
from .chance import CHANCE, NOWHERE, TIDYING
from .citizen import Citizen, Manners, Production, check
from .control import Control
from .factories import Make, unique
from .failures import Failure
from .receiver import Receiver, listening
from .recorded.player import Player
from .recorded.rehearsal import played
from .recorded.tape import Tape
from .shapes import notification_problems
from .state import STATE, State
from .targets import (
    NEEDS_SESSION,
    NEEDS_TOKEN,
    NEEDS_TRUST,
    NotReached,
    Target,
    World,
    address,
    carrying,
    missing_credentials,
    open_recording,
    open_target,
)
from .trust import ask_for_code
from .whole import Whole


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
        recording = played(request.config)
        with nullcontext(Player(recording, pytest.skip)) if recording else carrying(name) as carrier:
            if option("--record"):
                state.tape = carrier = Tape(carrier, name, address(name), os.environ)
            citizen = Citizen(carrier, pytest.skip, manners, made=state.made)
            hooks: dict[str, list[Any]] = {"request": [state.watch.request], "response": [state.watch.response]}
            with (
                httpx.Client(timeout=60, transport=citizen, event_hooks=hooks) as http,
                open_recording(recording, http) if recording else open_target(name, http) as target,
            ):
                if state.tape and target.mock:
                    state.tape = None
                    raise NotReached(f"{name} is a mock: --record keeps what BILL answers, for a mock to be held to")
                state.run.built = report.built(target)
                state.watch.strict, citizen.guarded = target.mock, not (target.mock or recording)
                state.citizen = citizen
                yield target
    except (NotReached, Production) as problem:
        pytest.exit(str(problem), returncode=2)


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, target: Target) -> Iterator[World]:
    """The organization that this file's contracts share; on a mock it has no other use, elsewhere it is left as it was."""
    state = request.config.stash[STATE]
    world = target.world()
    yield replace(world, session=state.session or world.session)
    if state.citizen and state.citizen.guarded and state.citizen.made:
        core, spend = world.clients()
        with CHANCE.within(TIDYING):
            state.citizen.tidy(state.client or core, spend)


@pytest.fixture(scope="module")
def bill(request: pytest.FixtureRequest, world: World) -> Client:
    """A signed-in client whose session has passed MFA (elsewhere than on a mock: if BILL_REMEMBER_ME_ID allows)."""
    if world.session is None:
        pytest.skip(NEEDS_SESSION)
    client = world.client(world.session)
    if world.control:
        client.mfa.trust("123456")
        return client
    state, manager = request.config.stash[STATE], request.config.pluginmanager.getplugin("capturemanager")
    if state.client is None:
        try:
            client.session.login()
        except LoginRefused as refused:
            pytest.exit(f"the target refused the sign-in of BILL_USERNAME: {'; '.join(refused.messages)}", returncode=2)
        aside = manager.global_and_fixture_disabled if manager else nullcontext
        state.session, state.client = world.session, client
        if not played(request.config):
            take_code(state, world, aside)
    return state.client


def take_code(state: State, world: World, aside: Any) -> None:
    """Have the session pass MFA, if it can. A recording has nothing of it but a sign-in with what it was remembered by."""
    assert state.client and state.session
    with CHANCE.within(NOWHERE):
        trusted = ask_for_code(state.client, state.session, aside)
    if state.tape and trusted is not state.session:
        state.tape.more |= {"BILL_REMEMBER_ME_ID": trusted.rememberMeId or "", "BILL_DEVICE": trusted.device or ""}
        state.client = world.client(trusted)
        state.client.session.login()
    state.session = trusted


@pytest.fixture(scope="module")
def trusted(bill: Client) -> Client:
    """`bill`, certain to have passed MFA."""
    info = bill.session.info()
    if not info["mfaBypass"] and info["mfaStatus"] not in ("COMPLETE", "DISABLED", "PHONE_VERIFICATION"):
        pytest.skip(NEEDS_TRUST)
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
        pytest.skip(NEEDS_TOKEN)
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
        return world.control.today() if world.control else CHANCE.today()

    return tell


@pytest.fixture(scope="module")
def make(bill: Client, today: Any) -> Make:
    """Makes vendors, bills and accounts; on a live target `citizen` takes them away again, like all that a run makes."""
    return Make(bill, today, tidy=False)


@pytest.fixture(scope="module")
def whole(trusted: Client, spend: Client, make: Make) -> Whole:
    """Bodies in which everything stands that may be sent."""
    return Whole(trusted, spend, make)


@pytest.fixture
def receiver(control: Control) -> Iterator[Receiver]:
    """A webhook receiver on loopback; BILL itself would need a public https address."""
    with listening() as receiver:
        yield receiver
    wrong = [
        problem for one in receiver.arrived if isinstance(one.json, dict) for problem in notification_problems(one.json)
    ]
    if wrong:
        raise Failure(
            "a notification unlike its shape", expected="; ".join(wrong[:12]), evidence="shapes/webhooks.json"
        )


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
