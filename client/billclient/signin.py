"""The kinds of credential: a user's session, a partner's session, an OAuth token, an S&E token."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import httpx

from . import errors
from .auth import HeaderAuth, RenewingAuth
from .settings import ApiToken, Gateway, OAuth, Partner, Session


class ApiTokenAuth(HeaderAuth):
    """Sends `apiToken`; there is no login and no expiry is documented (D docs/authentication-with-api-token)."""

    def __init__(self, credentials: ApiToken) -> None:
        super().__init__({"apiToken": credentials.apiToken}, ("spend", "events"))


def _session_over(response: httpx.Response) -> bool:
    """BDC_1109; or a 401 without any code, which is all that is known of the webhook service's (D
    docs/webhook-api-error-responses). BDC_1361 never: signing in again does not make a session trusted (O)."""
    if response.is_success:
        return False
    codes = [item.code for item in errors.items(response.content) if item.code]
    return "BDC_1109" in codes or (response.status_code == 401 and not codes)


class SessionAuth(RenewingAuth):
    """A BILL session: `sessionId` and `devKey` (D reference/login).

    It ends after 35 minutes without a call, and no call refreshes it, so a dead one is renewed when BILL
    answers BDC_1109: once for a call. Logins are scarce, 200 an hour for a developer key (D
    docs/api-rate-limits). Clients may share one `SessionAuth`.
    """

    areas = ("core", "events")

    def __init__(self, credentials: Session, gateway: Gateway) -> None:
        super().__init__()
        self.credentials, self._url = credentials, f"{gateway.connect}/v3/login"

    def remember(self, rememberMeId: str, device: str) -> None:
        """Use what MFA gave at each later sign-in, so that the new session is trusted at once."""
        self.credentials = replace(self.credentials, rememberMeId=rememberMeId, device=device)

    def body(self) -> dict[str, str]:
        """The login's body."""
        given = self.credentials
        body = {
            "username": given.username,
            "password": given.password,
            "organizationId": given.organizationId,
            "devKey": given.devKey,
        }
        if given.rememberMeId and given.device:
            body |= {"rememberMeId": given.rememberMeId, "device": given.device}
        return body

    def sign_in(self) -> httpx.Request:
        """POST /v3/login."""
        return httpx.Request("POST", self._url, json=self.body())

    def accept(self, answer: Mapping[str, Any]) -> None:
        """Take the session id."""
        self._value = str(answer["sessionId"])

    def headers(self) -> dict[str, str]:
        """`sessionId` and `devKey`."""
        return {"sessionId": self._value, "devKey": self.credentials.devKey} if self._value else {}

    def over(self, response: httpx.Response) -> bool:
        """BDC_1109."""
        return _session_over(response)


class PartnerAuth(RenewingAuth):
    """A partner's session: `sessionId` and `appKey` (D docs/bill-partner-operations); ends like any session."""

    areas = ("partner", "events")

    def __init__(self, credentials: Partner, gateway: Gateway) -> None:
        super().__init__()
        self.credentials, self._url = credentials, f"{gateway.connect}/v3/partner/login"

    def body(self) -> dict[str, str]:
        """The login's body."""
        given = self.credentials
        return {"appKey": given.appKey, "username": given.username, "password": given.password}

    def sign_in(self) -> httpx.Request:
        """POST /v3/partner/login."""
        return httpx.Request("POST", self._url, json=self.body())

    def accept(self, answer: Mapping[str, Any]) -> None:
        """Take the session id."""
        self._value = str(answer["sessionId"])

    def headers(self) -> dict[str, str]:
        """`sessionId` and `appKey`."""
        return {"sessionId": self._value, "appKey": self.credentials.appKey} if self._value else {}

    def over(self, response: httpx.Response) -> bool:
        """BDC_1109."""
        return _session_over(response)


class OAuthAuth(RenewingAuth):
    """A Bearer token of the client-credentials grant, the only one BILL has (D reference/createaccesstoken).

    Its life is read from the answer's `expires_in`, in seconds, because BILL publishes none; it is renewed
    shortly before, and once for a call on 401.
    """

    areas = ("core", "spend")

    def __init__(self, credentials: OAuth, gateway: Gateway, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.credentials, self._url, self._now = credentials, gateway.token, now
        self._until = float("inf")

    def sign_in(self) -> httpx.Request:
        """POST the grant as a form."""
        given = self.credentials
        form = {
            "grant_type": "client_credentials",
            "client_id": given.clientId,
            "client_secret": given.clientSecret,
        }
        return httpx.Request("POST", self._url, data=form)

    def accept(self, answer: Mapping[str, Any]) -> None:
        """Take the token and its life."""
        life = float(answer.get("expires_in") or "inf")
        # The token goes on for some calls already under way: half a minute, or a tenth of a short life.
        self._until = self._now() + life - min(30.0, life / 10)
        self._value = str(answer["access_token"])

    def headers(self) -> dict[str, str]:
        """`Authorization`."""
        return {"Authorization": f"Bearer {self._value}"} if self._value else {}

    def over(self, response: httpx.Response) -> bool:
        """401."""
        return response.status_code == 401

    def stale(self) -> bool:
        """Whether its life is nearly over."""
        return self._now() >= self._until
