"""A gateway in a function: it signs anyone in, refuses dead sessions as BILL does, and answers what a test gives it."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from billclient import ApiToken, AsyncClient, Client, OAuth, Partner, Retry, Session

GATEWAY = "https://bill.test"
SESSION = Session("ida@example.test", "secret", "00801ORG", "dev-key")
QUICK = Retry(attempts=3, wait=0, jitter=0)

Answer = httpx.Response | Exception | dict[str, Any] | list[Any] | None


def refusal(status: int, *codes: str | None, message: str = "no") -> httpx.Response:
    """BILL's error array."""
    item = {"timestamp": "2026-03-02T17:05:11.402+00:00", "severity": "ERROR", "category": "DOWNSTREAM"}
    return httpx.Response(status, json=[{**item, "code": code, "message": message} for code in codes])


class Fake:
    """Answers with `answers` in turn, then with `rest`; keeps every request but the sign-ins in `requests`."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.logins: list[httpx.Request] = []
        self.answers: list[Answer] = []
        self.rest: Answer | Callable[[httpx.Request], Answer] = {}
        self.live: set[str] = set()
        self.refuse_login: httpx.Response | None = None
        self.transport = httpx.MockTransport(self)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if request.url.path in ("/connect/v3/login", "/connect/v3/partner/login", "/authx/token"):
            return self._login(request)
        # A renewed call is the same request with other headers, so what is kept is a copy.
        kept = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        self.requests.append(kept)
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        session = request.headers.get("sessionId") or (token if kind == "Bearer" else "")
        if session and session not in self.live:
            return refusal(401, "BDC_1109", message="Session is invalid.  Please log in.")
        answer = self.answers.pop(0) if self.answers else self.rest
        if callable(answer) and not isinstance(answer, Exception):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, json=answer) if answer is not None else httpx.Response(200)

    def _login(self, request: httpx.Request) -> httpx.Response:
        self.logins.append(request)
        if self.refuse_login is not None:
            return self.refuse_login
        made = f"s{len(self.logins)}"
        self.live.add(made)
        if request.url.path == "/authx/token":
            return httpx.Response(200, json={"access_token": made, "token_type": "Bearer", "expires_in": 3600})
        return httpx.Response(200, json={"sessionId": made, "trusted": False})

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]

    @property
    def body(self) -> Any:
        return json.loads(self.last.content)

    def client(self, *credentials: Any, **options: Any) -> Client:
        given = {"gateway": GATEWAY, "transport": self.transport, "retry": QUICK, **options}
        return Client(*(credentials or (SESSION,)), **given)

    def async_client(self, *credentials: Any, **options: Any) -> AsyncClient:
        given = {"gateway": GATEWAY, "transport": self.transport, "retry": QUICK, **options}
        return AsyncClient(*(credentials or (SESSION,)), **given)


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def bill(fake: Fake) -> Client:
    """A client with every kind of credential but OAuth."""
    return fake.client(SESSION, ApiToken("spend-token"), Partner("app-key", "partner", "secret"))


@pytest.fixture
def oauth() -> OAuth:
    return OAuth("client-id", "client-secret")


@pytest.fixture
def refused() -> Callable[..., httpx.Response]:
    return refusal
