"""Everything a client can ask, whether it answers at once or is awaited."""

from collections.abc import Mapping
from typing import Any, Generic, Protocol, TypeVar

from .calls import A_co, Call, Driver, P_co, Query, R_co, Service
from .collection import A, P, R
from .events import Webhooks
from .files import Attachments, Documents, File, download, presigned
from .keyring import Keyring
from .ledger import Ledger
from .partner import Partners
from .session import Mfa, Sessions
from .spend import Spend
from .transport import AuthChoice

W = TypeVar("W")
W_co = TypeVar("W_co", covariant=True)


class _Wired(Driver[A_co, P_co, R_co], Protocol[A_co, P_co, R_co, W_co]):
    def wire(self, call: Call, auth: AuthChoice) -> W_co: ...


class Api(Ledger[A, P, R], Generic[A, P, R, W]):
    """Everything a client can ask; the collections of AP, AR and the organization are its own attributes.

    `spend`, `webhooks`, `session`, `mfa`, `partner`, `documents` and `attachments` hold the others.
    """

    def __init__(self, driver: "_Wired[A, P, R, W]", keyring: Keyring) -> None:
        super().__init__(driver, keyring)
        self._wired = driver
        self.keyring = keyring
        self.gateway = keyring.gateway
        self.spend = Spend(driver, keyring)
        self.webhooks = Webhooks(driver, keyring)
        self.session = Sessions(driver, keyring)
        self.mfa = Mfa(driver, keyring)
        self.partner = Partners(driver, keyring)
        self.documents = Documents(driver, keyring)
        self.attachments = Attachments(driver, keyring)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        content: bytes | None = None,
        params: Query | None = None,
        headers: Mapping[str, str] | None = None,
        service: Service = "connect",
    ) -> A:
        """Any call of BILL: signed, limited, repeated and judged as all others; answers the parsed JSON.

        Parameters:
            path: `/v3/…` under the service, or a whole URL, which is signed only within the gateway.
            json: the body; `content` is one as bytes.
            params: query values; texts, numbers, dates, lists.
            service: `connect` or `events` (webhooks).

        Raises:
            APIError: BILL refused; its class says how.
            TransportError: no answer came.
        """
        call = Call(
            method=method.upper(),
            path=path,
            service=service,
            params=params or {},
            body=json,
            content=content,
            headers=headers or {},
        )
        return self._driver.answer(call)

    def raw(
        self,
        method: str,
        path: str,
        *,
        content: bytes | str | None = None,
        json: Any = None,
        params: Query | None = None,
        headers: Mapping[str, str | None] | None = None,
        auth: AuthChoice = "default",
        service: Service = "connect",
    ) -> W:
        """Send exactly this, once, and hand back the `httpx.Response` whatever its status.

        Neither limit nor retry. For probes: broken JSON, missing headers, no credential.

        Parameters:
            content: the body as it is; `json` encodes one.
            headers: replace the client's own, and a credential's; None leaves one out.
            auth: None sends no credential; an `httpx.Auth` sends that one. With the client's own it signs in
                first where needed, and renews a dead session unless `headers` replace its headers.

        Raises:
            TransportError: no answer came.
            APIError: only if the sign-in before it was refused.
        """
        call = Call(
            method=method,
            path=path,
            service=service,
            params=params or {},
            body=json,
            content=content.encode() if isinstance(content, str) else content,
            headers=headers or {},
        )
        return self._wired.wire(call, auth)

    def put_presigned(self, url: str, file: File, content_type: str) -> A:
        """Put a file to a presigned URL, without any credential."""
        return self._driver.answer(presigned(url, file, content_type))

    def download(self, link: str) -> A:
        """The bytes behind a `downloadLink` of a document, attachment, statement or export.

        The session's id goes along to BILL's hosts and to the gateway's own, and to no other.
        """
        return self._driver.answer(download(link, self.keyring))

    def health(self) -> A:
        """Version and place of BILL's API; needs no credential (D reference/gethealthcheck)."""
        return self._driver.answer(Call(method="GET", path="/v3/health", credential=False))
