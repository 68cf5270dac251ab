"""The two clients: `Client` answers at once, `AsyncClient` when awaited. What they can ask is in `api`."""

from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack

import httpx

from .api import Api
from .calls import Page
from .encoding import Fraction
from .keyring import Keyring
from .retry import Retry
from .settings import SANDBOX, Credentials, Gateway, from_env
from .transport import AsyncDriver, SyncDriver, Wiring

Credential = Credentials | httpx.Auth
"""One way of proving who calls; an `httpx.Auth` made by `auth_for` may be shared between clients."""


class Options(TypedDict, total=False):
    """Settings of either client.

    gateway: `SANDBOX` (the default), `PRODUCTION`, a `Gateway`, or a host or URL.
    timeout: of one attempt, in seconds; 60 by default.
    max_in_flight: calls at once, 3 by default: BILL allows 3 for a developer key and organization and
        refuses the fourth with BDC_1322 (D docs/api-rate-limits).
    retry: see `Retry`; `NO_RETRY` for none.
    fraction: `Decimal` reads amounts exactly; `float` is the default.
    """

    gateway: Gateway | str
    timeout: float
    max_in_flight: int
    retry: Retry
    fraction: Fraction


class Client(Api[Any, Page, Iterator[Any], httpx.Response]):
    """BILL, from ordinary code; safe to share between threads.

        with Client(Session("ida@example.com", "…", "008…", "…")) as bill:
            for vendor in bill.vendors.iterate(filters=where(archived=False)):
                print(vendor["name"])

    Parameters:
        credentials: one, or several: each call takes the first that serves it (S&E, partner, the rest).
        transport: an httpx transport, e.g. `httpx.WSGITransport(app)` for a server in this process.
        http: an `httpx.Client` to use and not to close, in place of `transport` and `timeout`.
        options: see `Options`.
    """

    def __init__(
        self,
        *credentials: Credential,
        transport: httpx.BaseTransport | None = None,
        http: httpx.Client | None = None,
        **options: Unpack[Options],
    ) -> None:
        _one_of(transport, http)
        self._http = http or httpx.Client(transport=transport, timeout=options.get("timeout", 60.0))
        self._owned = http is None
        wiring = _wiring(credentials, options)
        super().__init__(SyncDriver(self._http, wiring), wiring.keyring)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **options: Any) -> Self:
        """A client from `BILL_*` variables, see `billclient.from_env`; `options` as for the class."""
        gateway, credentials = from_env(environ)
        return cls(*credentials, **{"gateway": gateway, **options})

    def close(self) -> None:
        """Close the connections, unless they were given. The session stays open; see `session.logout`."""
        if self._owned:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(
    Api[Coroutine[Any, Any, Any], Coroutine[Any, Any, Page], AsyncIterator[Any], Coroutine[Any, Any, httpx.Response]]
):
    """BILL, from asyncio code: each answer is awaited, each walk is an `async for`.

        async with AsyncClient(Session("ida@example.com", "…", "008…", "…")) as bill:
            async for vendor in bill.vendors.iterate():
                print(vendor["name"])

    Parameters as for `Client`, with httpx's async transport and client.
    """

    def __init__(
        self,
        *credentials: Credential,
        transport: httpx.AsyncBaseTransport | None = None,
        http: httpx.AsyncClient | None = None,
        **options: Unpack[Options],
    ) -> None:
        _one_of(transport, http)
        self._http = http or httpx.AsyncClient(transport=transport, timeout=options.get("timeout", 60.0))
        self._owned = http is None
        wiring = _wiring(credentials, options)
        super().__init__(AsyncDriver(self._http, wiring), wiring.keyring)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **options: Any) -> Self:
        """A client from `BILL_*` variables, see `billclient.from_env`; `options` as for the class."""
        gateway, credentials = from_env(environ)
        return cls(*credentials, **{"gateway": gateway, **options})

    async def close(self) -> None:
        """Close the connections, unless they were given. The session stays open; see `session.logout`."""
        if self._owned:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _one_of(transport: object, http: object) -> None:
    if transport is not None and http is not None:
        raise ValueError("give a transport or an http client, not both")


def _wiring(credentials: tuple[Credential, ...], options: Options) -> Wiring:
    gateway = options.get("gateway", SANDBOX)
    gateway = Gateway.at(gateway) if isinstance(gateway, str) else gateway
    return Wiring(
        keyring=Keyring(gateway, credentials),
        retry=options.get("retry", Retry()),
        fraction=options.get("fraction", float),
        in_flight=options.get("max_in_flight", 3),
    )
