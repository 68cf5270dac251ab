"""The credentials of one client, and which of them a call is signed with."""

from urllib.parse import urlsplit

import httpx

from .auth import HeaderAuth
from .settings import ApiToken, Credentials, Gateway, OAuth, OpenSession, Partner, Session
from .signin import ApiTokenAuth, OAuthAuth, PartnerAuth, SessionAuth


class Keyring:
    """For an area (S&E, partner, webhooks, the rest) the first credential that serves it; where none does,
    the first of all, so that BILL itself can say no. A URL outside the gateway is never signed.
    """

    def __init__(self, gateway: Gateway, credentials: tuple[Credentials | httpx.Auth, ...]) -> None:
        self.gateway = gateway
        self.auths = tuple(one if isinstance(one, httpx.Auth) else auth_for(one, gateway) for one in credentials)

    def pick(self, url: str) -> httpx.Auth | None:
        """The credential for a URL."""
        if url.startswith(f"{self.gateway.events}/"):
            area = "events"
        elif url.startswith(f"{self.gateway.connect}/v3/spend/"):
            area = "spend"
        elif url.startswith(f"{self.gateway.connect}/v3/partner/"):
            area = "partner"
        elif url.startswith(f"{self.gateway.connect}/"):
            area = "core"
        else:
            return None
        for auth in self.auths:
            if area in getattr(auth, "areas", ()):
                return auth
        return self.auths[0] if self.auths else None

    def knows(self, url: str) -> bool:
        """Whether a link BILL gave may see the session: the gateway's own host, or BILL's over https."""
        link, own = urlsplit(url), urlsplit(self.gateway.connect)
        ours = (link.scheme, link.netloc) == (own.scheme, own.netloc)
        return ours or (link.scheme == "https" and (link.hostname or "").endswith(".bill.com"))

    def session(self) -> SessionAuth | None:
        """The user's session, where there is one."""
        return next((auth for auth in self.auths if isinstance(auth, SessionAuth)), None)

    def partner(self) -> PartnerAuth | None:
        """The partner's session, where there is one."""
        return next((auth for auth in self.auths if isinstance(auth, PartnerAuth)), None)


def auth_for(credentials: Credentials, gateway: Gateway) -> httpx.Auth:
    """The `httpx.Auth` of a credential, to share between clients or to give to httpx itself."""
    match credentials:
        case Session():
            return SessionAuth(credentials, gateway)
        case OpenSession():
            held = {"sessionId": credentials.sessionId, "devKey": credentials.devKey}
            return HeaderAuth(held, ("core", "events"))
        case OAuth():
            return OAuthAuth(credentials, gateway)
        case ApiToken():
            return ApiTokenAuth(credentials)
        case Partner():
            return PartnerAuth(credentials, gateway)
