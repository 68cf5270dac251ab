"""The webhook service: the catalogue of events, subscriptions, their keys and their history."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from .calls import IDEMPOTENCY_HEADER, Body, Call, Listing, fill, rows
from .collection import A, P, Part, R, Resource


class Webhooks(Part[A, P, R]):
    """The service under `/connect-events`; every success is a 200 (D docs/webhook-api-error-responses).

    The credential decides which events there are: an organization's session, a partner's, or an S&E token
    (D). At most 10 subscriptions for an organization (D).
    """

    subscriptions = Resource("/v3/subscriptions", "list get replace update delete", service="events")

    def catalog(self) -> A:
        """The events one may subscribe to: a list of `{"type", "version"}` (D reference/geteventcatalog)."""
        return self._send("GET", "/v3/events/catalog", decode=rows)

    def subscribe(self, body: Body, *, idempotency_key: str | None = None) -> A:
        """Make a subscription: `name`, `status.enabled`, `events`, `notificationUrl` (https).

        Parameters:
            idempotency_key: a UUID4, a fresh one by default. Within 24 hours the same key answers the same
                subscription again (D docs/bill-webhook-api-general-rules), which is why a lost call is repeated.

        Returns:
            The subscription with its `securityKey`, shown this once (D).
        """
        return self._send("POST", "/v3/subscriptions", body=body, key=idempotency_key or str(uuid4()))

    def security_key(self, subscriptionId: str, *, idempotency_key: str | None = None) -> A:
        """Replace the key; answers `{"securityKey": …}`. `idempotency_key` as in `subscribe`."""
        path = fill("/v3/subscriptions/{}/security-key", subscriptionId)
        return self._send("POST", path, key=idempotency_key or str(uuid4()))

    def test(self, subscriptionId: str, body: Body | None = None) -> A:
        """Have one dummy notification sent, e.g. `{"eventType": "bill.created", "version": "1"}`."""
        return self._send("POST", fill("/v3/subscriptions/{}/test", subscriptionId), body=body)

    def history(self, subscriptionId: str, *, max: int | None = None, page: str | None = None, **query: Any) -> P:
        """One page of what was sent, kept 180 days (D); `payload` is JSON as text, see `webhooks.parse`.

        Parameters:
            query: `entityId`, `createdTimeFrom`, `createdTimeTo` (UTC).
        """
        return self._driver.page(_history(subscriptionId, {"max": max, "page": page, **query}))

    def iterate_history(self, subscriptionId: str, **query: Any) -> R:
        """All that was sent; `query` as in `history`."""
        return self._driver.rows(_history(subscriptionId, {"max": 100, **query}))

    def resend(self, subscriptionId: str, eventId: str) -> A:
        """Have one notification sent again (D reference/resendevent)."""
        return self._send("POST", fill("/v3/events/subscription/{}/event/{}", subscriptionId, eventId))

    def health(self) -> A:
        """Version and place of the service; the path is not published (I)."""
        return self._driver.answer(Call(method="GET", path="/v3/health", service="events", credential=False))

    def _send(self, method: str, path: str, *, body: Any = None, key: str | None = None, decode: Any = None) -> A:
        call = Call(
            method=method,
            path=path,
            service="events",
            body=body,
            headers={IDEMPOTENCY_HEADER: key} if key else {},
            **({"decode": decode} if decode else {}),
        )
        return self._driver.answer(call)


def _history(subscriptionId: str, query: Mapping[str, Any]) -> Listing:
    return Listing(
        Call(
            method="GET",
            path=fill("/v3/events/subscription/{}", subscriptionId),
            service="events",
            params={name: value for name, value in query.items() if value is not None},
        )
    )
