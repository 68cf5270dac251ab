"""What can go wrong, as one tree; a refusal of BILL keeps its status, codes, texts and response.

BillError
 ├ TransportError         no answer came: refused, cut, timed out
 ├ WaitTimeout            what was waited for did not come in time
 ├ EventError             a webhook body that is not a BILL notification
 └ APIError               BILL answered, and not with success
    ├ InvalidRequest      400
    ├ LoginRefused        a sign-in was refused (BDC_1101 to 1105, 1110, 1111, 1113, 1123; OAuth invalid_client)
    ├ SessionInvalid      401, BDC_1109
    ├ Forbidden           403
    │  └ Untrusted        BDC_1361: the session has not passed MFA
    ├ NotFound            404
    ├ BusinessRefusal     409, 422, 423
    ├ RateLimited         BDC_1144, 429
    ├ TooManyConcurrent   BDC_1322: a fourth call at once
    └ ServerError         5xx

The code decides before the status, because BILL does not publish the status of most codes
(D docs/common-api-error-codes for the codes).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx


class BillError(Exception):
    """Anything this client raises about BILL."""


class TransportError(BillError):
    """No answer came back. Whether BILL acted on the call is not known."""


class WaitTimeout(BillError, TimeoutError):
    """What was waited for did not come in the time allowed."""


class EventError(BillError, ValueError):
    """A webhook body that is not a BILL notification."""


@dataclass(frozen=True, slots=True)
class ErrorItem:
    """One object of BILL's error array. `code` is None where the gateway's validation gives none (O);
    `timestamp` is BILL's text, ISO 8601 in UTC."""

    code: str | None
    message: str
    severity: str | None = None
    category: str | None = None
    timestamp: str | None = None
    params: tuple[Mapping[str, Any], ...] = ()


class APIError(BillError):
    """BILL answered, and not with success.

    Attributes: `status` (HTTP), `errors` (every `ErrorItem`), `code` (of the first), `codes` and
    `messages` (of all), `response` (the `httpx.Response`). A body that is not BILL's array, e.g. the
    HTML of a proxy at 5xx (O), leaves `code` None and its first words as the message.
    """

    def __init__(self, response: httpx.Response, errors: list[ErrorItem] | None = None) -> None:
        self.response = response
        self.status: int = response.status_code
        self.errors: list[ErrorItem] = items(response.content) if errors is None else errors
        super().__init__(str(self))

    @property
    def code(self) -> str | None:
        """The first error's code."""
        return self.errors[0].code if self.errors else None

    @property
    def codes(self) -> list[str]:
        """Every code given; several when a bulk call fails (BDC_1246 marks its innocent rows, O)."""
        return [item.code for item in self.errors if item.code]

    @property
    def messages(self) -> list[str]:
        """Every message, in BILL's order."""
        return [item.message for item in self.errors]

    def __str__(self) -> str:
        told = "; ".join(" ".join(filter(None, (item.code, item.message))) for item in self.errors)
        return f"{self.status} {told or 'with an empty body'} ({_asked(self.response)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.response, self.errors)


class InvalidRequest(APIError):
    """400: the request is malformed; one item for each bad field (O)."""


class LoginRefused(APIError):
    """The sign-in itself was refused. BDC_1102 is also the answer to credentials of the other environment (O)."""


class SessionInvalid(APIError):
    """401, BDC_1109: no session, an expired one (35 minutes idle), or another key's (D reference/auth-login)."""


class Forbidden(APIError):
    """403: the user, token or scope may not do this."""


class Untrusted(Forbidden):
    """BDC_1361: this call needs a session that has passed MFA. Signing in again does not help (O)."""


class NotFound(APIError):
    """404: no such id (BDC_1205) or no such path (BDC_1121)."""


class BusinessRefusal(APIError):
    """409, 422, 423: understood, and refused by a rule; nothing was changed."""


class RateLimited(APIError):
    """BDC_1144 or 429: too many calls in this hour (20,000), logins in this hour (200) or S&E calls in this
    minute (60) (D docs/api-rate-limits)."""


class TooManyConcurrent(APIError):
    """BDC_1322: more than three calls in flight for this developer key and organization (D docs/api-rate-limits)."""


class ServerError(APIError):
    """5xx; the body may be HTML (O)."""


_BY_CODE: dict[str, type[APIError]] = {
    "BDC_1361": Untrusted,
    "BDC_1322": TooManyConcurrent,
    "BDC_1144": RateLimited,
    "BDC_1109": SessionInvalid,
    **{f"BDC_{n}": LoginRefused for n in (1101, 1102, 1103, 1104, 1105, 1110, 1111, 1113, 1123)},
    "invalid_client": LoginRefused,
}
_BY_STATUS: dict[int, type[APIError]] = {
    400: InvalidRequest,
    401: SessionInvalid,
    403: Forbidden,
    404: NotFound,
    409: BusinessRefusal,
    422: BusinessRefusal,
    423: BusinessRefusal,
    429: RateLimited,
}


def of(response: httpx.Response) -> APIError:
    """The typed error for an answer that is not a success."""
    found = items(response.content)
    for item in found:
        if item.code in _BY_CODE:
            return _BY_CODE[item.code](response, found)
    if response.status_code >= 500:
        return ServerError(response, found)
    return _BY_STATUS.get(response.status_code, APIError)(response, found)


def items(body: bytes) -> list[ErrorItem]:
    """Read the error array; also an OAuth error object (RFC 6749 §5.2) and, as text, anything else."""
    try:
        told = json.loads(body)
    except ValueError:
        text = " ".join(body.decode("utf-8", "replace").split())
        return [ErrorItem(None, f"not JSON: {text[:200]}")] if text else []
    if isinstance(told, dict) and isinstance(told.get("errors"), list):
        told = told["errors"]
    listed = told if isinstance(told, list) else [told]
    return [_item(one) for one in listed if isinstance(one, dict)]


def _item(one: dict[str, Any]) -> ErrorItem:
    if isinstance(one.get("error"), str):
        return ErrorItem(one["error"], str(one.get("error_description") or one["error"]))
    params = one.get("params")
    return ErrorItem(
        code=one.get("code"),
        message=str(one.get("message") or one.get("detail") or json.dumps(one)[:200]),
        severity=one.get("severity"),
        category=one.get("category"),
        timestamp=one.get("timestamp"),
        params=tuple(params) if isinstance(params, list) else (),
    )


def _asked(response: httpx.Response) -> str:
    try:
        request = response.request
    except RuntimeError:  # a response made by hand has none
        return "no request"
    # The query may carry names or a signature, so the path alone is told.
    return f"{request.method} {request.url.path}"
