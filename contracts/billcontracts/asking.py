"""Who puts the questions of the probes: clients of one organization, and makers of what a question needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

import httpx
from billclient import Client

from . import codes
from .citizen import is_production
from .control import PACIFIC
from .factories import Make, unique
from .targets import NEEDS_APP, NEEDS_SESSION, NEEDS_TOKEN, NEEDS_TRUST, World


class NotAsked(Exception):
    """Why a probe could not be put: what the target or its credentials lack."""


class Asking:
    """Who asks: clients of one organization, and makers of what a question needs. What was made is archived at the end."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shared: dict[str, Any] = {}
        """What several questions share, by name."""
        self._makers: list[Make] = []

    @cached_property
    def bill(self) -> Client:
        """A signed-in client; on a mock it has passed MFA."""
        if self.world.session is None:
            raise NotAsked(NEEDS_SESSION)
        client = self.world.client(self.world.session)
        if self.world.control:
            client.mfa.trust("123456")
        return client

    @cached_property
    def trusted(self) -> Client:
        """`bill`, certain to have passed MFA."""
        info = self.bill.session.info()
        if not info["mfaBypass"] and info["mfaStatus"] not in ("COMPLETE", "DISABLED"):
            raise NotAsked(NEEDS_TRUST)
        return self.bill

    @cached_property
    def untrusted(self) -> Client:
        """A client with a session of its own that has not passed MFA."""
        if self.world.session is None:
            raise NotAsked(NEEDS_SESSION)
        known = self.world.session
        bare = type(known)(known.username, known.password, known.organizationId, known.devKey)
        client = self.world.client(bare)
        client.session.login()
        return client

    @cached_property
    def spend(self) -> Client:
        """A client with a Spend & Expense token."""
        if self.world.token is None:
            raise NotAsked(NEEDS_TOKEN)
        if self.world.control:  # at a standing clock no new minute begins
            self.world.control.choose(rate_limit__spend_per_minute=10**9)
        return self.world.client(self.world.token)

    @cached_property
    def me(self) -> dict[str, Any]:
        """The user of the Spend & Expense token."""
        found: dict[str, Any] = self.spend.spend.users.current()
        return found

    @cached_property
    def budget(self) -> dict[str, Any]:
        """A budget of Spend & Expense for all who do not mind sharing it."""
        body = {"name": unique("Probe"), "owners": [self.me["uuid"]], "recurringInterval": "MONTHLY", "limit": 750}
        made: dict[str, Any] = self.spend.spend.budgets.create({**body, "recurringLimit": 600})
        return made

    @cached_property
    def bearer(self) -> Client:
        """A client with the token of a developer app."""
        if self.world.oauth is None:
            raise NotAsked(NEEDS_APP)
        return self.world.client(self.world.oauth)

    @cached_property
    def stranger(self) -> Client:
        """A client without credentials."""
        return self.world.client()

    @cached_property
    def error_list(self) -> httpx.Response:
        """BILL's list of error codes, read once and without credentials."""
        if is_production(self.world.gateway.connect):
            raise NotAsked("BILL offers the list in the sandbox")
        known = self.world.session
        # A mock tells its worlds apart by the key.
        headers = {"devKey": known.devKey} if self.world.control and known else {}
        return self.stranger.raw("GET", codes.place(self.world.gateway), headers=headers, auth=None)

    @cached_property
    def make(self) -> Make:
        """Makes vendors, bills and the like."""
        made = Make(self.bill, self.today, tidy=self.world.control is None)
        self._makers.append(made)
        return made

    def today(self) -> date:
        """The processing day (US Pacific)."""
        return self.world.control.today() if self.world.control else datetime.now(UTC).astimezone(PACIFIC).date()

    def close(self) -> None:
        for maker in self._makers:
            maker.close()


@contextmanager
def asking(world: World) -> Iterator[Asking]:
    found = Asking(world)
    try:
        yield found
    finally:
        found.close()
