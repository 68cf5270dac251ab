"""How a call proves who makes it: sign in when first needed, sign each request, renew once when it is over."""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Generator, Mapping
from enum import Enum
from typing import Any
from weakref import WeakKeyDictionary

import httpx

from . import errors

GIVEN = "billclient.given"
"""Request extension: names of headers the caller set, which a signature leaves as they are."""


class _Lock(Enum):
    HOLD = 1
    FREE = 2


_Flow = Generator[httpx.Request | _Lock, httpx.Response | None, None]


class HeaderAuth(httpx.Auth):
    """Sends fixed headers: an S&E token, or a session someone else opened. Nothing is renewed."""

    def __init__(self, headers: Mapping[str, str], areas: tuple[str, ...]) -> None:
        self.headers, self.areas = dict(headers), areas

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign and send."""
        _sign(request, self.headers)
        yield request


class RenewingAuth(httpx.Auth, ABC):
    """A credential that has to be fetched: one sign-in at a time, however many threads or tasks wait for it.

    The flow is written once, with its lock as steps, and driven for threads and for asyncio.
    """

    areas: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._value: str | None = None
        self._lock = threading.Lock()
        self._locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()

    @property
    def value(self) -> str | None:
        """The session id or access token now in use; None before the first call and after `forget`."""
        return self._value

    def forget(self) -> None:
        """Drop it; the next call signs in anew."""
        self._value = None

    @abstractmethod
    def accept(self, answer: Mapping[str, Any]) -> None:
        """Take over what a sign-in answered."""

    @abstractmethod
    def sign_in(self) -> httpx.Request:
        """The request that signs in."""

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """What a signed call carries now; empty before the sign-in."""

    @abstractmethod
    def over(self, response: httpx.Response) -> bool:
        """Whether this answer says that the credential has ended."""

    def stale(self) -> bool:
        """Whether it is about to end."""
        return False

    def _steps(self, request: httpx.Request) -> _Flow:
        used = self._value
        if used is None or self.stale():
            yield from self._renew(request, used)
            used = self._value
        kept = _sign(request, self.headers())
        response = yield request
        # A caller who replaced a header wants to see what BILL says to that, at no cost of a login.
        if not kept and response is not None and self.over(response):
            yield from self._renew(request, used)
            _sign(request, self.headers())
            yield request

    def _renew(self, request: httpx.Request, used: str | None) -> _Flow:
        yield _Lock.HOLD
        if self._value is used:
            asked = self.sign_in()
            # httpx gives its defaults to the first request only.
            for name in ("Accept", "User-Agent"):
                if name in request.headers:
                    asked.headers[name] = request.headers[name]
            if "timeout" in request.extensions:
                asked.extensions["timeout"] = request.extensions["timeout"]
            response = yield asked
            assert response is not None
            if not response.is_success:
                raise errors.of(response)
            try:
                self.accept(response.json())
            except (ValueError, KeyError, TypeError) as cause:
                raise errors.APIError(response) from cause
        yield _Lock.FREE

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The flow, for threads."""
        steps, held = self._steps(request), False
        answer: httpx.Response | None = None
        try:
            while True:
                try:
                    step = steps.send(answer)
                except StopIteration:
                    return
                answer = None
                if step is _Lock.HOLD:
                    held = self._lock.acquire()
                elif step is _Lock.FREE:
                    self._lock.release()
                    held = False
                elif isinstance(step, httpx.Request):
                    answer = yield step
                    answer.read()
        finally:
            if held:
                self._lock.release()

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """The flow, for asyncio."""
        steps, held = self._steps(request), False
        lock = self._locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())
        answer: httpx.Response | None = None
        try:
            while True:
                try:
                    step = steps.send(answer)
                except StopIteration:
                    return
                answer = None
                if step is _Lock.HOLD:
                    held = await lock.acquire()
                elif step is _Lock.FREE:
                    lock.release()
                    held = False
                elif isinstance(step, httpx.Request):
                    answer = yield step
                    await answer.aread()
        finally:
            if held:
                lock.release()


def _sign(request: httpx.Request, headers: Mapping[str, str]) -> bool:
    """Set what the caller has not set (or struck out) himself; True when something was left."""
    given = request.extensions.get(GIVEN, frozenset())
    kept = False
    for name, value in headers.items():
        if name.lower() in given:
            kept = True
        else:
            request.headers[name] = value
    return kept
