"""What is open about connect-events."""

from uuid import uuid4

from ..probe import Asking, Seen, probe, status_of


@probe("P-WEB-1", "How does the catalogue of events look?", "reference/listevents", "webhook.catalogue")
def catalogue(asking: Asking) -> Seen:
    body = asking.bill.raw("GET", "/v3/events/catalog", service="events").json()
    return Seen("an array" if isinstance(body, list) else "an object", "array" if isinstance(body, list) else "object")


@probe(
    "P-WEB-2",
    "Which status has a subscription that there is not?",
    "reference/getsubscription",
    "webhook.missing_id_status",
)
def missing(asking: Asking) -> Seen:
    return status_of(asking.bill.raw("GET", f"/v3/subscriptions/{uuid4()}", service="events"), 404, 400)
