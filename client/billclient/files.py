"""Documents of bills, attachments of vendors, customers and invoices, and images put to a presigned URL."""

from collections.abc import Mapping
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import Any, BinaryIO, Literal
from urllib.parse import urlsplit

from .calls import Call, Listing, Pause, Steps, fill
from .collection import A, P, Part, R
from .errors import BillError, SessionInvalid, WaitTimeout
from .keyring import Keyring
from .session import login
from .signin import SessionAuth

File = bytes | str | PathLike[str] | BinaryIO
"""The bytes themselves, a path, or an open binary file."""

_PENDING = ("IN_PROGRESS", "IVA_PROCESSING")


class Documents(Part[A, P, R]):
    """Files on bills. At most 6 MB each; an upload is finished minutes later under another id (D
    docs/documents-attachments)."""

    def list(self, billId: str, *, max: int | None = None, page: str | None = None) -> P:
        """One page of a bill's documents."""
        return self._driver.page(_listing(f"/v3/documents/bills/{fill('{}', billId)}", max, page))

    def iterate(self, billId: str) -> R:
        """All documents of a bill."""
        return self._driver.rows(_listing(f"/v3/documents/bills/{fill('{}', billId)}", 100, None))

    def get(self, documentId: str) -> A:
        """One finished document (`00h…`)."""
        return self._driver.answer(Call(method="GET", path=fill("/v3/documents/{}", documentId)))

    def upload(self, billId: str, file: File, name: str | None = None) -> A:
        """Upload a file; answers a temporary id (`0du…`) to give to `wait`.

        Parameters:
            file: bytes, a path or an open file.
            name: of the file, with its ending; a path's own name by default.

        Raises:
            ValueError: bytes without a name.
        """
        return self._driver.answer(_upload(f"/v3/documents/bills/{fill('{}', billId)}", file, name, {}))

    def status(self, *uploadIds: str) -> A:
        """How far uploads are: a list of `{"uploadId", "status", "documentId"}`."""
        return self._driver.answer(_status(*uploadIds))

    def wait(self, upload: str | Mapping[str, Any], *, interval: float = 2.0, tries: int = 150) -> A:
        """Wait until an upload is finished; answers its status, with `documentId`.

        Parameters:
            upload: what `upload` answered, or the id in it.
            interval: seconds between two looks; at most `tries` looks.

        Raises:
            WaitTimeout: it is still under way.
            BillError: it ended otherwise.
        """
        # BILL's own sample answers `id`; one integrator reads `uploadId` (O).
        key = upload if isinstance(upload, str) else str(upload.get("id") or upload["uploadId"])
        return self._driver.answer(_wait(key, interval, tries))


class Attachments(Part[A, P, R]):
    """Files on vendors, customers and invoices; at most 6 MB each (D docs/documents-attachments)."""

    def list(self, kind: "Kind", parentId: str, *, max: int | None = None, page: str | None = None) -> P:
        """One page of the attachments of a vendor, customer or invoice."""
        return self._driver.page(_listing(fill(f"/v3/attachments/{kind}/{{}}", parentId), max, page))

    def iterate(self, kind: "Kind", parentId: str) -> R:
        """All attachments of a vendor, customer or invoice."""
        return self._driver.rows(_listing(fill(f"/v3/attachments/{kind}/{{}}", parentId), 100, None))

    def upload(self, kind: "Kind", parentId: str, file: File, name: str | None = None, **query: Any) -> A:
        """Attach a file; its id is final at once (D). Invoices also take `replaceInvoicePdf=True`."""
        return self._driver.answer(_upload(fill(f"/v3/attachments/{kind}/{{}}", parentId), file, name, query))

    def get(self, attachmentId: str) -> A:
        """One attachment."""
        return self._driver.answer(Call(method="GET", path=fill("/v3/attachments/{}", attachmentId)))

    def delete(self, attachmentId: str) -> A:
        """Delete one, for good (D)."""
        return self._driver.answer(Call(method="DELETE", path=fill("/v3/attachments/{}", attachmentId)))


Kind = Literal["vendors", "customers", "invoices"]
"""What an attachment hangs on."""


def presigned(url: str, file: File, content_type: str) -> Call:
    """Put a file to a presigned URL. It belongs to a storage host, so no credential goes along (D
    docs/transaction-management)."""
    if not urlsplit(url).hostname:
        raise ValueError(f"not a URL: {url!r}")
    content, _ = _read(file)
    return Call(method="PUT", path=url, content=content, headers={"Content-Type": content_type}, credential=False)


def download(link: str, keyring: Keyring) -> Steps:
    """Fetch a `downloadLink`: BILL wants the session's id and nothing else (D reference/getbillingstatementdetail)."""
    auth = keyring.session() if keyring.knows(link) else None
    call = Call(method="GET", path=link, credential=False, binary=True, headers={"Accept": "*/*"})
    if auth is None:
        return (yield call)
    fresh = auth.value is None
    if fresh:
        yield from login(auth)
    try:
        return (yield _with_session(call, auth))
    except SessionInvalid:
        if fresh:
            raise
        yield from login(auth)
        return (yield _with_session(call, auth))


def _with_session(call: Call, auth: SessionAuth) -> Call:
    return replace(call, headers={**call.headers, "sessionId": auth.value})


def _listing(path: str, max: int | None, page: str | None) -> Listing:
    params = {"max": max, "page": page}
    return Listing(Call(method="GET", path=path, params={k: v for k, v in params.items() if v is not None}))


def _upload(path: str, file: File, name: str | None, query: Mapping[str, Any]) -> Call:
    content, own = _read(file)
    if not (name := name or own):
        raise ValueError("a file needs a name, e.g. name='invoice.pdf'")
    return Call(
        method="POST",
        path=path,
        params={"name": name, **query},
        content=content,
        headers={"Content-Type": "application/octet-stream"},
    )


def _read(file: File) -> tuple[bytes, str | None]:
    if isinstance(file, bytes):
        return file, None
    if isinstance(file, str | PathLike):
        path = Path(fspath(file))
        return path.read_bytes(), path.name
    own = getattr(file, "name", None)
    return file.read(), Path(own).name if isinstance(own, str) else None


def _status(*uploadIds: str) -> Call:
    return Call(method="GET", path="/v3/documents/upload-status", params={"ids": ",".join(uploadIds)})


def _wait(key: str, interval: float, tries: int) -> Steps:
    status = None
    for look in range(tries):
        if look:
            yield Pause(interval)
        for one in (yield _status(key)) or []:
            status = one.get("status")
            if status == "UPLOADED":
                return one
            if status not in _PENDING:
                raise BillError(f"the upload {key} ended as {status}")
    raise WaitTimeout(f"the upload {key} is still {status or 'unknown'} after {tries} looks")
