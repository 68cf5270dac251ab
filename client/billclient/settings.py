"""Where BILL is and who is calling: the gateway's URLs, the credentials, and both from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

_ROOTS = ("/connect-events", "/connect", "/authx/token", "/authx")
_LOOPBACK = ("localhost", "127.", "[::1]")


@dataclass(frozen=True, slots=True)
class Gateway:
    """The three base URLs of one BILL environment.

    Parameters:
        connect: AP, AR, Spend & Expense, partner. Every path under it begins `/v3/`
            (D docs/environmental-differences).
        events: the webhook service (D docs/bill-webhook-api-general-rules).
        token: the OAuth token endpoint. BILL publishes its path, not its host; the gateway's
            host is taken (path D reference/createaccesstoken, host I).
    """

    connect: str
    events: str
    token: str

    @classmethod
    def at(cls, url: str) -> Self:
        """Derive the three from one gateway, given as host, URL, or any of the three URLs.

        `gateway.stage.bill.com`, `http://127.0.0.1:8585` and `http://127.0.0.1:8585/connect` all do.
        Without a scheme it is https, except for a loopback host.

        Raises:
            ValueError: nothing in `url` names a host.
        """
        url = url.strip()
        if "://" not in url:
            url = f"{'http' if url.startswith(_LOOPBACK) else 'https'}://{url}"
        url = url.rstrip("/")
        for root in _ROOTS:
            url = url.removesuffix(root)
        if not urlsplit(url).hostname:
            raise ValueError(f"not a gateway host or URL: {url!r}")
        return cls(f"{url}/connect", f"{url}/connect-events", f"{url}/authx/token")


SANDBOX = Gateway.at("https://gateway.stage.bill.com")
"""BILL's sandbox: no money moves (D docs/development-environments)."""

PRODUCTION = Gateway.at("https://gateway.prod.bill.com")
"""BILL's production gateway (D docs/environmental-differences)."""


@dataclass(frozen=True, slots=True)
class Session:
    """Sign-in of one user to one organization with one developer key: AP, AR, network and webhooks.

    `username` may also be a sync token's name and `password` its value (D docs/token-based-sign-in).
    `rememberMeId` with the same `device` as when it was made gives a session that is trusted at once;
    it lives 30 days (D reference/login).
    """

    username: str
    password: str = field(repr=False)
    organizationId: str
    devKey: str = field(repr=False)
    rememberMeId: str | None = field(default=None, repr=False)
    device: str | None = None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that someone else opened, e.g. by the partner's login-as-user. It is never renewed."""

    sessionId: str = field(repr=False)
    devKey: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OAuth:
    """Client credentials of a developer app, for AP, AR and S&E; not for webhooks, partners or the
    Accountant Console (D docs/oauth-client-credentials)."""

    clientId: str
    clientSecret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A Spend & Expense token; it acts as the user who made it (D docs/authentication-with-api-token)."""

    apiToken: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Partner:
    """Sign-in of a partner application (D docs/bill-partner-operations)."""

    appKey: str = field(repr=False)
    username: str
    password: str = field(repr=False)


Credentials = Session | OpenSession | OAuth | ApiToken | Partner
"""Any one way of proving who calls."""


def from_env(environ: Mapping[str, str] | None = None) -> tuple[Gateway, tuple[Credentials, ...]]:
    """Read gateway and credentials from `BILL_*` variables.

    `BILL_GATEWAY` is a host, a URL, `sandbox` (the default) or `production`; `BILL_CONNECT_URL`,
    `BILL_EVENTS_URL` and `BILL_TOKEN_URL` replace what is derived from it. A credential is there when
    all its variables are: `BILL_USERNAME BILL_PASSWORD BILL_ORGANIZATION_ID BILL_DEV_KEY` (and
    `BILL_REMEMBER_ME_ID BILL_DEVICE`), `BILL_CLIENT_ID BILL_CLIENT_SECRET`, `BILL_API_TOKEN`,
    `BILL_APP_KEY BILL_PARTNER_USERNAME BILL_PARTNER_PASSWORD`.
    """
    env = os.environ if environ is None else environ

    def has(*names: str) -> bool:
        return all(env.get(name) for name in names)

    named = {"": SANDBOX, "sandbox": SANDBOX, "production": PRODUCTION}
    where = env.get("BILL_GATEWAY", "")
    base = named.get(where) or Gateway.at(where)
    gateway = Gateway(
        env.get("BILL_CONNECT_URL") or base.connect,
        env.get("BILL_EVENTS_URL") or base.events,
        env.get("BILL_TOKEN_URL") or base.token,
    )
    found: list[Credentials] = []
    if has("BILL_USERNAME", "BILL_PASSWORD", "BILL_ORGANIZATION_ID", "BILL_DEV_KEY"):
        found.append(
            Session(
                env["BILL_USERNAME"],
                env["BILL_PASSWORD"],
                env["BILL_ORGANIZATION_ID"],
                env["BILL_DEV_KEY"],
                env.get("BILL_REMEMBER_ME_ID") or None,
                env.get("BILL_DEVICE") or None,
            )
        )
    if has("BILL_CLIENT_ID", "BILL_CLIENT_SECRET"):
        found.append(OAuth(env["BILL_CLIENT_ID"], env["BILL_CLIENT_SECRET"]))
    if has("BILL_API_TOKEN"):
        found.append(ApiToken(env["BILL_API_TOKEN"]))
    if has("BILL_APP_KEY", "BILL_PARTNER_USERNAME", "BILL_PARTNER_PASSWORD"):
        found.append(Partner(env["BILL_APP_KEY"], env["BILL_PARTNER_USERNAME"], env["BILL_PARTNER_PASSWORD"]))
    return gateway, tuple(found)
