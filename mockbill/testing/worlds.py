"""A world in the hands of a test: its clients and transports, and everything that steers it."""

import atexit
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from werkzeug.test import Client as Caller

from ..simulation import Simulation
from ..sockets import SocketServer
from ..world.clock import FIXTURE_START
from ..world.world import Image, World
from .controls import Choices, Clock, Control, Faults
from .emails import Emails
from .environment import environment
from .requests import Requests
from .webhooks import Webhooks

if TYPE_CHECKING:
    import billclient

    from .transports import AsyncInProcess, InProcess, Wire

INSIDE = "http://mockbill.test"
"""The base URL that in-process clients use. Nothing listens there; any URL does for a transport of this process."""


@cache
def simulation() -> Simulation:
    """The one simulation of a test process; worlds come and go in it."""
    found = Simulation()
    found.worlds.home = INSIDE
    found.open_default(clock=FIXTURE_START)
    found.start()
    atexit.register(found.stop)
    return found


class MockWorld:
    """One complete BILL of its own, in this process.

    Attributes:
        clock: moves the time; what falls due on the way is done.
        faults: refusals, delays and the like, put in force on purpose.
        requests: the newest requests and answers.
        emails: what BILL would have mailed.
        choices: what mockbill decided where BILL is silent.
        webhooks: subscriptions with a receiver in this process.
    """

    def __init__(self, simulation: Simulation, world: World) -> None:
        self.world = world
        self._simulation = simulation
        self._stack = ExitStack()
        self._socket: SocketServer | None = None
        self._outage = ExitStack()
        self.app = simulation.app(world)
        """The WSGI application, every request of which goes to this world."""
        self._control = Control(Caller(self.app))
        self.clock = Clock(self._control)
        self.faults = Faults(self._control)
        self.requests = Requests(self._control)
        self.emails = Emails(self._control)
        self.choices = Choices(self._control)

    @property
    def credentials(self) -> dict[str, str]:
        """`username`, `password`, `organizationId`, `devKey`, `apiToken`, `appKey`, `clientId`, `clientSecret` …"""
        found: dict[str, str] = self.world.store.meta("credentials")
        return found

    # How to reach it

    @cached_property
    def url(self) -> str:
        """The base URL of this world on a real socket, which opens when first asked for."""
        self._socket = SocketServer(self.app)
        self._stack.callback(self._socket.close)
        if self.wire.down:
            self._outage.enter_context(self._socket.refusing())
        return self._socket.url

    @cached_property
    def wire(self) -> "Wire":
        """Whether the transports reach this world."""
        from .transports import Wire

        return Wire()

    @property
    def env(self) -> dict[str, str]:
        """The `BILL_*` settings that lead an application to this world's socket."""
        return environment(self.url, self.credentials)

    @cached_property
    def transport(self) -> "InProcess":
        """For `httpx.Client(transport=…)`: any URL reaches this world without a socket."""
        from .transports import InProcess

        return InProcess(self.app, self.wire)

    @cached_property
    def async_transport(self) -> "AsyncInProcess":
        """For `httpx.AsyncClient(transport=…)`."""
        from .transports import AsyncInProcess

        return AsyncInProcess(self.app, self.wire)

    def intercept(self, *hosts: str) -> Any:
        """`with …intercept():` code that calls BILL's own hosts reaches this world; see `mockbill.intercept`."""
        from .interception import intercept

        return intercept(self, hosts=hosts)

    @contextmanager
    def offline(self) -> Iterator[None]:
        """Within the block BILL cannot be reached: connections are refused, in process and on the socket."""
        with ExitStack() as self._outage:
            if self._socket:
                self._outage.enter_context(self._socket.refusing())
            self.wire.down = True
            self._outage.callback(setattr, self.wire, "down", False)
            yield

    @contextmanager
    def scenario(self, name: str) -> Iterator[dict[str, Any]]:
        """Within the block this world is where a scenario's trouble has begun, and an application plays its part; in
        the end, what must hold is looked at. Gives what the scenario kept, by name.

        Args:
            name: one of the library (`mockbill scenario` lists them), or a YAML file.

        Raises:
            ValueError: there is no such scenario.
            AssertionError: something does not hold.
        """
        from ..scenarios.script import find

        with self._simulation.stage.around(find(name), self.world) as play:
            yield play.kept

    # Clients

    @cached_property
    def client(self) -> "billclient.Client":
        """billclient, as the administrator (and the S&E token); signs in at its first call. Nothing is repeated."""
        return self.connect(self.session(), *self._spend_token())

    @cached_property
    def async_client(self) -> "billclient.AsyncClient":
        """The same for asyncio."""
        import billclient

        return billclient.AsyncClient(
            self.session(),
            *self._spend_token(),
            gateway=INSIDE,
            transport=self.async_transport,
            retry=billclient.NO_RETRY,
        )

    @cached_property
    def spend_client(self) -> "billclient.Client":
        """billclient with the Spend & Expense token alone."""
        return self.connect(*self._spend_token())

    @cached_property
    def partner_client(self) -> "billclient.Client":
        """billclient as the world's partner; what it makes is reached with `act_as`."""
        import billclient

        keys = self.credentials
        return self.connect(billclient.Partner(keys["appKey"], keys["partnerUsername"], keys["partnerPassword"]))

    def act_as(self, organization: str, user: str) -> "billclient.Client":
        """A billclient of a user in an organization that the partner made, by login-as-user."""
        import billclient

        opened = self.partner_client.partner.login_as_user({"organizationId": organization, "userId": user})
        return self.connect(billclient.OpenSession(opened["sessionId"], self.credentials["devKey"]))

    def connect(self, *credentials: Any, **options: Any) -> "billclient.Client":
        """A billclient of this world with credentials and options of your choice."""
        import billclient

        usual: dict[str, Any] = {"gateway": INSIDE, "transport": self.transport, "retry": billclient.NO_RETRY}
        made = billclient.Client(*credentials, **usual | options)
        self._stack.callback(made.close)
        return made

    def session(self, username: str | None = None, **changed: Any) -> "billclient.Session":
        """The sign-in of the administrator, or of another user of this world."""
        import billclient

        known = {name: self.credentials[name] for name in ("username", "password", "organizationId", "devKey")}
        return billclient.Session(**known | ({"username": username} if username else {}) | changed)

    def _spend_token(self) -> "tuple[billclient.ApiToken, ...]":
        import billclient

        token = self.credentials.get("apiToken")
        return (billclient.ApiToken(token),) if token else ()

    def trust(self) -> dict[str, Any]:
        """Pass MFA with `client`'s session, as payments and bank accounts need."""
        found: dict[str, Any] = self.client.mfa.trust(self._control("GET", "/info")["mfaToken"])
        return found

    # What steers it

    @cached_property
    def webhooks(self) -> Webhooks:
        """Subscriptions of this world with an inbox in this process."""
        inbox = Webhooks(self, self._simulation.dispatcher)
        self._stack.callback(inbox.close)
        return inbox

    def control(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        """Any call of the control API: `control("POST", "/payments/…/clear")`. Raises ValueError when it refuses."""
        return self._control(method, path, body, **query)

    def snapshot(self) -> Image:
        """Everything in the world as it is now, to give to `restore`."""
        return self.world.image()

    def restore(self, image: Image) -> None:
        """Make the world what it was at a `snapshot`."""
        self.world.restore(image)
        self._simulation.worlds.register(self.world)

    def reset(self) -> None:
        """Back to how the world was when it was made."""
        self._control("POST", "/reset")

    def close(self) -> None:
        self._stack.close()


@contextmanager
def world(
    *,
    seed: str = "empty",
    clock: str | None = FIXTURE_START,
    choices: Mapping[str, Any] | None = None,
    credentials: Mapping[str, str] | None = None,
) -> Iterator[MockWorld]:
    """A new world, forgotten at the end of the block.

    Args:
        seed: what it holds: empty, small-business, random:SEED:SIZE, or what a file of YAML or JSON tells.
        clock: the ISO 8601 time at which it stands until moved; "real" or None for real time.
        choices: overrides by name, see `GET /_mock/choices`.
        credentials: those of an application's settings, to be taken over; fresh ones otherwise.

    Raises:
        ValueError: a seed, time, choice or credential that there is not.
    """
    owner = simulation()
    made = owner.worlds.create(
        seed=seed, clock=None if clock == "real" else clock, choices=choices, credentials=credentials
    )
    found = MockWorld(owner, made)
    try:
        yield found
    finally:
        found.close()
        owner.worlds.remove(f"world-{made.key}")
