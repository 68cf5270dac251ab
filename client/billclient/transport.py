"""The only place, with `auth`, that speaks HTTP: carries out calls, for threads and for asyncio."""

import asyncio
import inspect
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

import httpx
import stamina

from . import errors
from .auth import GIVEN
from .calls import Ask, Call, Listing, Page, Pause, Steps
from .encoding import Fraction, decode, encode, query
from .keyring import Keyring
from .retry import Retry, again

AuthChoice = httpx.Auth | Literal["default"] | None


@dataclass(frozen=True, slots=True)
class Wiring:
    """What both drivers share: a request made of a call, an answer made of a response."""

    keyring: Keyring
    retry: Retry
    fraction: Fraction
    in_flight: int

    def url(self, call: Call) -> str:
        """Where the call goes."""
        if call.path.startswith(("http://", "https://")):
            return call.path
        gateway = self.keyring.gateway
        base = gateway.events if call.service == "events" else gateway.connect
        return f"{base}/{call.path.removeprefix('/')}"

    def auth(self, call: Call, url: str, choice: AuthChoice) -> httpx.Auth | None:
        """Which credential signs it."""
        if choice == "default":
            return self.keyring.pick(url) if call.credential else None
        return choice

    def request(self, http: httpx.Client | httpx.AsyncClient, call: Call, url: str) -> httpx.Request:
        """The request, not yet signed."""
        content = call.content if call.body is None else encode(call.body)
        headers = {"Accept": "application/json", "User-Agent": "billclient"}
        if content is not None:
            headers["Content-Type"] = "application/json"
        # httpx drops the query of a URL when it gets empty params, and a signed URL lives by its query.
        params = query(call.params) or None
        request = http.build_request(call.method, url, params=params, content=content, headers=headers)
        for name, value in call.headers.items():
            if value is None:
                request.headers.pop(name, None)
            else:
                request.headers[name] = value
        request.extensions[GIVEN] = frozenset(name.lower() for name in call.headers)
        return request

    def read(self, call: Call, response: httpx.Response) -> Any:
        """What the answer says, or the error it is."""
        if not response.is_success:
            raise errors.of(response)
        if call.binary:
            return response.content
        try:
            answer = decode(response.content, self.fraction)
        except ValueError as cause:
            raise errors.APIError(response) from cause
        return call.decode(answer)


@contextmanager
def _told_as_ours(call: Call) -> Iterator[None]:
    try:
        yield
    except httpx.HTTPError as lost:
        raise errors.TransportError(f"{call.method} {call.path.partition('?')[0]}: {lost!r}") from lost


class SyncDriver:
    """Carries out at once, in this thread; safe to share between threads."""

    def __init__(self, http: httpx.Client, wiring: Wiring) -> None:
        self._http, self._wiring = http, wiring
        self._gate = threading.BoundedSemaphore(wiring.in_flight)
        self._again = stamina.RetryingCaller(**wiring.retry.waits())

    def answer(self, errand: Call | Steps) -> Any:
        """Make the call, or go through the steps."""
        if isinstance(errand, Call):
            return self._again(again(errand), self._once, errand)
        try:
            step = next(errand)
            while True:
                try:
                    came = self._step(step)
                except Exception as error:
                    step = errand.throw(error)
                else:
                    step = errand.send(came)
        except StopIteration as stop:
            return stop.value

    def page(self, listing: Listing) -> Page:
        """Fetch one page."""
        return Page.of(self.answer(listing.call))

    def rows(self, listing: Listing) -> Iterator[Any]:
        """Walk the list."""
        rest: Listing | None = listing
        while rest is not None:
            page = self.page(rest)
            yield from page.results
            rest = rest.after(page)

    def wire(self, call: Call, auth: AuthChoice) -> httpx.Response:
        """Send once and hand back whatever came."""
        url = self._wiring.url(call)
        request, signed = self._wiring.request(self._http, call, url), self._wiring.auth(call, url, auth)
        with _told_as_ours(call):
            return self._http.send(request, auth=signed, follow_redirects=False)

    def _once(self, call: Call) -> Any:
        with self._gate:
            response = self.wire(call, "default")
        return self._wiring.read(call, response)

    def _step(self, step: Call | Pause | Ask) -> Any:
        match step:
            case Call():
                return self.answer(step)
            case Pause(seconds):
                return time.sleep(seconds)
            case Ask(function):
                return function()


class AsyncDriver:
    """Carries out when awaited, under asyncio."""

    def __init__(self, http: httpx.AsyncClient, wiring: Wiring) -> None:
        self._http, self._wiring = http, wiring
        # A semaphore belongs to the loop it first waited in; a client may outlive its loop, e.g. in a test.
        self._gates: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
        self._again = stamina.AsyncRetryingCaller(**wiring.retry.waits())

    async def answer(self, errand: Call | Steps) -> Any:
        """Make the call, or go through the steps."""
        if isinstance(errand, Call):
            return await self._again(again(errand), self._once, errand)
        try:
            step = next(errand)
            while True:
                try:
                    came = await self._step(step)
                except Exception as error:
                    step = errand.throw(error)
                else:
                    step = errand.send(came)
        except StopIteration as stop:
            return stop.value

    async def page(self, listing: Listing) -> Page:
        """Fetch one page."""
        return Page.of(await self.answer(listing.call))

    async def rows(self, listing: Listing) -> AsyncIterator[Any]:
        """Walk the list."""
        rest: Listing | None = listing
        while rest is not None:
            page = await self.page(rest)
            for row in page.results:
                yield row
            rest = rest.after(page)

    async def wire(self, call: Call, auth: AuthChoice) -> httpx.Response:
        """Send once and hand back whatever came."""
        url = self._wiring.url(call)
        request, signed = self._wiring.request(self._http, call, url), self._wiring.auth(call, url, auth)
        with _told_as_ours(call):
            return await self._http.send(request, auth=signed, follow_redirects=False)

    async def _once(self, call: Call) -> Any:
        async with self._gates.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._wiring.in_flight)):
            response = await self.wire(call, "default")
        return self._wiring.read(call, response)

    async def _step(self, step: Call | Pause | Ask) -> Any:
        match step:
            case Call():
                return await self.answer(step)
            case Pause(seconds):
                return await asyncio.sleep(seconds)
            case Ask(function):
                came = function()
                return await came if inspect.isawaitable(came) else came
