"""Questions of one call, told in a row: what is sent, and the target's status, codes and texts are the answer."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid1, uuid4

from billclient import OAuth, Session

from ..asking import Asking, NotAsked
from ..factories import ADDRESS
from ..probe import Probe, Seen, whole
from ..targets import NEEDS_APP, NEEDS_SESSION

NOBODY = "00901AAAAAAAAAAAAAAA"
"""An id of a vendor that there is not."""
NO_NETWORK = "0000000000000000"
"""An organization of the network that there is not, so that nobody is invited."""
WRONG = "none-of-mockbill"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOWHERE = "https://hooks.example.test/probe"
"""The name can never be found (RFC 2606), so that nothing is told to anybody."""
SERVICE = "/connect-events"


def session_of(asking: Asking) -> Session:
    """The credentials that a session is opened with."""
    if asking.world.session is None:
        raise NotAsked(NEEDS_SESSION)
    return asking.world.session


def oauth_of(asking: Asking) -> OAuth:
    """The credentials of a developer app."""
    if asking.world.oauth is None:
        raise NotAsked(NEEDS_APP)
    return asking.world.oauth


def basic(asking: Asking) -> str:
    app = oauth_of(asking)
    return b64encode(f"{app.clientId}:{app.clientSecret}".encode()).decode()


def bearer(asking: Asking) -> str:
    """A token of the developer app."""
    app = oauth_of(asking)
    grant = f"grant_type=client_credentials&client_id={app.clientId}&client_secret={app.clientSecret}"
    answer = asking.stranger.raw("POST", asking.world.gateway.token, content=grant, headers=FORM)
    return str(answer.raise_for_status().json()["access_token"])


SHARED: dict[str, Callable[[Asking], Any]] = {
    "vendor": lambda asking: asking.make.lasting_vendor()["id"],
    "bill": lambda asking: asking.make.invoice(asking.make.lasting_vendor())["id"],
    "customer": lambda asking: asking.make.customer()["id"],
    "invoice": lambda asking: asking.make.sale()["id"],
    "session": lambda asking: asking.world.client(session_of(asking)).session.login()["sessionId"],
    "organization": lambda asking: session_of(asking).organizationId,
    "username": lambda asking: session_of(asking).username,
    "password": lambda asking: session_of(asking).password,
    "devKey": lambda asking: session_of(asking).devKey,
    "token": lambda asking: asking.world.gateway.token,
    "clientId": lambda asking: oauth_of(asking).clientId,
    "clientSecret": lambda asking: oauth_of(asking).clientSecret,
    "basic": basic,
    "bearer": bearer,
    "address": lambda _: dict(ADDRESS),
    "budget": lambda asking: asking.budget["uuid"],
    "me": lambda asking: asking.me["uuid"],
}
"""What a row may name in braces; made once for all rows of a run."""
FRESH: dict[str, Callable[[Asking], Any]] = {
    "uuid": lambda _: str(uuid4()),
    "uuid1": lambda _: str(uuid1()),
    "a vendor": lambda asking: asking.make.vendor()["id"],
    "a name": lambda asking: asking.make.vendor_body()["name"],
    "today": lambda asking: asking.today().isoformat(),
}
"""The same, another each time."""


def filled(asking: Asking, value: Any) -> Any:
    """A value with what it names in braces put in."""
    if isinstance(value, Mapping):
        return {name: filled(asking, item) for name, item in value.items()}
    if isinstance(value, list):
        return [filled(asking, item) for item in value]
    if not isinstance(value, str):
        return value
    if (name := value[1:-1]) in SHARED.keys() | FRESH.keys() and value == f"{{{name}}}":
        return named(asking, name)
    return re.sub(r"\{([\w ]+)\}", lambda found: str(named(asking, found[1])), value)


def named(asking: Asking, name: str) -> Any:
    if name in FRESH:
        return FRESH[name](asking)
    if name not in asking.shared:
        asking.shared[name] = SHARED[name](asking)
    return asking.shared[name]


def row(
    id: str,
    question: str,
    source: str,
    call: str,
    json: Any = None,
    *,
    who: str = "bill",
    params: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
    content: str | None = None,
) -> Probe:
    """A probe that makes one call and tells what came of it.

    Parameters:
        call: method and path; `/connect-events/…` is of the webhook service, `{token}` the token endpoint.
        json, params, headers, content: what is sent; `{vendor}` and the like stand for what is named above.
        who: the client that asks: bill, trusted, untrusted, bearer, spend, stranger.
    """
    method, path = call.split(" ", 1)
    service = "events" if path.startswith(SERVICE) else "connect"

    def ask(asking: Asking) -> Seen:
        client = getattr(asking, who)
        sent = {
            name: filled(asking, value)
            for name, value in (("params", params), ("headers", headers), ("json", json), ("content", content))
            if value is not None
        }
        where = filled(asking, path.removeprefix(SERVICE))
        return Seen(whole(client.raw(method, where, service=service, **sent)))

    return Probe(id, question, source, None, ask)
