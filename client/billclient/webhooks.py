"""Receiving BILL's notifications: is it BILL's, and what does it say. Nothing here calls BILL."""

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from .errors import EventError

SIGNATURE_HEADER = "x-bill-sha-signature"
"""The header that carries the signature (D docs/bill-webhook-api-general-rules)."""


@dataclass(frozen=True, slots=True)
class Event:
    """One notification.

    Attributes:
        type: e.g. `payment.updated`.
        id: of the event; the same when it is sent again, so keep it to drop doubles (D).
        organization_id: whose event it is, `008…`; of S&E the company, `cmp_…` (D).
        subscription_id: for which subscription it was sent.
        version: `"1"`.
        key: under which name the object comes; some have a hyphen, as `bank-account` (D).
        object: what happened to whom. Order is not guaranteed: go by its `updatedTime`, and read the
            record again before acting on it (D docs/webhooks).
        errors: of a failure event.
        payload: the whole notification.
    """

    type: str
    id: str
    organization_id: str | None
    subscription_id: str | None
    version: str
    key: str | None
    object: Mapping[str, Any]
    errors: tuple[Any, ...]
    payload: Mapping[str, Any]


def sign(body: bytes, key: str) -> str:
    """Base64 of HMAC-SHA256 of the body's bytes under the security key, taken as UTF-8 text (D
    docs/bill-webhook-api-general-rules, O). Neither time nor id is in it, so it does not stop a replay."""
    return b64encode(hmac.new(key.encode(), body, sha256).digest()).decode()


def verify(body: bytes, signature: str | None, key: str) -> bool:
    """Whether BILL signed this body, compared in constant time.

    Parameters:
        body: the request's bytes as received; JSON written anew has another signature.
        signature: the value of `SIGNATURE_HEADER`; False where it is missing.
        key: the subscription's `securityKey`.
    """
    return hmac.compare_digest(sign(body, key).encode(), (signature or "").encode())


def parse(body: bytes | str | Mapping[str, Any]) -> Event:
    """Read a notification, or the `payload` of the event history.

    The body may be the JSON object, which receivers see (O), or that object as a JSON string, which BILL
    describes (D docs/bill-webhook-api-notification-rules); the version may be text or a number (D).

    Raises:
        EventError: it is neither.
    """
    told: Any = body
    for _ in range(2):
        if isinstance(told, bytes | str):
            try:
                told = json.loads(told)
            except ValueError as cause:
                raise EventError(f"not JSON: {cause}") from cause
    if not isinstance(told, Mapping) or not isinstance(told.get("metadata"), Mapping):
        raise EventError("no metadata in the notification")
    data = told["metadata"]
    if not data.get("eventType") or not data.get("eventId"):
        raise EventError("metadata without eventType or eventId")
    failures = told.get("errors")
    key = next((k for k, v in told.items() if k not in ("metadata", "errors") and isinstance(v, Mapping)), None)
    return Event(
        type=str(data["eventType"]),
        id=str(data["eventId"]),
        organization_id=data.get("organizationId") or data.get("spendCompanyUuid"),
        subscription_id=data.get("subscriptionId"),
        version=str(data.get("version", "1")),
        key=key,
        object=told[key] if key else {},
        errors=tuple(failures) if isinstance(failures, list) else (),
        payload=told,
    )
