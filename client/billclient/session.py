"""The user's session: signing in and out, and MFA, which makes a session trusted."""

from collections.abc import Callable, Mapping
from typing import Any

from .calls import Ask, Body, Call, Listing, Steps
from .collection import A, P, Part, R
from .errors import BillError, SessionInvalid
from .signin import SessionAuth

Code = str | Callable[[], Any]
"""A six-digit code, or a function that gets it (in an async client it may be async)."""

_TRUSTED = ("COMPLETE", "DISABLED", "PHONE_VERIFICATION")


class Sessions(Part[A, P, R]):
    """The session of this client. It opens by itself at the first call; these are for doing it by hand."""

    def login(self) -> A:
        """Sign in now; answers `sessionId`, `organizationId`, `userId`, `trusted` (D reference/login)."""
        return self._driver.answer(login(self._own()))

    def info(self) -> A:
        """Organization, user and MFA state of the session (D reference/getsessioninfo)."""
        return self._driver.answer(_INFO)

    def organizations(self, page: str | None = None) -> P:
        """The organizations this user can reach, 100 a page (D reference/listallorganizations)."""
        call = Call(method="GET", path="/v3/login/organizations", params={"page": page} if page else {})
        return self._driver.page(Listing(call))

    def logout(self) -> A:
        """End the session at once, if one is open (D). The next call opens another."""
        return self._driver.answer(_logout(self._own()))

    def _own(self) -> SessionAuth:
        return _session(self._keyring.session())


class Mfa(Part[A, P, R]):
    """Multi-factor sign-in (D docs/mfa): a phone is set up once, then each session is trusted by a code."""

    def setup(self, phone: str, type: str = "TEXT") -> A:
        """Register a phone; sends a code and answers `setupId`. `type` is TEXT or VOICE (D reference/setup)."""
        return self._post("/setup", {"phone": phone, "type": type})

    def setup_validate(self, setupId: str, token: str, type: str = "TEXT") -> A:
        """Finish the set-up with the code. This alone does not make the session trusted (O)."""
        return self._post("/setup/validate", {"setupId": setupId, "type": type, "token": token})

    def phones(self) -> A:
        """The phones registered."""
        return self._driver.answer(Call(method="GET", path="/v3/mfa/phones"))

    def challenge(self) -> A:
        """Have a code sent; answers `challengeId`. At most 5 a minute (D docs/api-rate-limits)."""
        return self._post("/challenge", {})

    def challenge_validate(
        self,
        challengeId: str,
        token: str,
        *,
        device: str | None = None,
        machineName: str | None = None,
        rememberMe: bool = False,
    ) -> A:
        """Give the code: this session is trusted from now on (D, O). Answers `rememberMeId`, good for 30 days
        with `rememberMe` (D reference/validatechallenge)."""
        return self._driver.answer(_validate(challengeId, token, device, machineName, rememberMe))

    def step_up(self, rememberMeId: str, device: str) -> A:
        """Trust the session by an earlier id. Answers `{"trusted": false}`, with 200, where that fails (O)."""
        return self._driver.answer(_step_up(rememberMeId, device))

    def trust(self, code: Code, *, device: str = "billclient", remember: bool = True) -> A:
        """Make the session trusted by the shortest way: nothing if it is, the remembered id, or a code.

        Parameters:
            code: the six digits, or a function that gets them once they were sent.
            device: any nickname; it must be the same when the id is used again (D, O).
            remember: keep the id, so that later sign-ins of this client are trusted at once.

        Returns:
            `{"trusted": True, "rememberMeId": …, "device": …}`; keep the two to trust another client with.

        Raises:
            APIError: the code was refused, or too many were sent.
        """
        return self._driver.answer(_trust(_session(self._keyring.session()), code, device, remember))

    def _post(self, path: str, body: Body) -> A:
        return self._driver.answer(Call(method="POST", path=f"/v3/mfa{path}", body=body))


_INFO = Call(method="GET", path="/v3/login/session")


def _session(auth: SessionAuth | None) -> SessionAuth:
    if auth is None:
        raise BillError("this client has no Session credential")
    return auth


def login(auth: SessionAuth) -> Steps:
    """Sign in, and keep the session for the calls that follow."""
    answer = yield Call(method="POST", path="/v3/login", body=auth.body(), credential=False)
    auth.accept(answer)
    return answer


def _logout(auth: SessionAuth) -> Steps:
    headers = auth.headers()
    if not headers:
        return None
    auth.forget()
    try:
        # Signed by hand: a dead session must not be renewed only to be ended.
        return (yield Call(method="POST", path="/v3/logout", headers=headers, credential=False))
    except SessionInvalid:
        return None


def _validate(challenge: str, token: str, device: str | None, machine: str | None, remember: bool) -> Call:
    body: dict[str, Any] = {"challengeId": challenge, "token": token, "rememberMe": remember}
    body |= {name: value for name, value in (("device", device), ("machineName", machine)) if value}
    return Call(method="POST", path="/v3/mfa/challenge/validate", body=body)


def _step_up(rememberMeId: str, device: str) -> Call:
    return Call(method="POST", path="/v3/mfa/step-up", body={"rememberMeId": rememberMeId, "device": device})


def _trust(auth: SessionAuth, code: Code, device: str, remember: bool) -> Steps:
    # A step-up of a trusted session may answer false (O), so its state is looked at first.
    info: Mapping[str, Any] = yield _INFO
    known = auth.credentials
    if info.get("mfaBypass") or info.get("mfaStatus") in _TRUSTED:
        return {"trusted": True, "rememberMeId": known.rememberMeId, "device": known.device}
    if known.rememberMeId and known.device:
        stepped = yield _step_up(known.rememberMeId, known.device)
        if stepped.get("trusted"):
            return {"trusted": True, "rememberMeId": known.rememberMeId, "device": known.device}
    challenge = yield Call(method="POST", path="/v3/mfa/challenge", body={})
    token = code if isinstance(code, str) else (yield Ask(code))
    answer = yield _validate(challenge["challengeId"], str(token), device, None, remember)
    found = answer.get("rememberMeId")
    if remember and found:
        auth.remember(found, device)
    return {"trusted": True, "rememberMeId": found, "device": device}
