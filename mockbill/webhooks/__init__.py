"""BILL's second service, connect-events: who wants to hear of what, and the delivery of it. What is in these lists is served."""

from .. import __version__
from ..gateway.call import Call
from ..gateway.operations import Answer, Operation, declared_operation
from ..gateway.wire import Wire
from ..world.store import Table
from .attempts import JOBS as JOBS
from .catalogue import catalogue
from .history import HISTORY as HISTORY
from .idempotency import ANSWERS
from .mishaps import MISHAPS
from .outbox import events
from .subscriptions import subscriptions


class Health(Wire):
    version: str
    location: str


def health(call: Call) -> Answer:
    """Version and place of the service (D index of the reference; path and members are I)."""
    return {"version": __version__, "location": "local"}


OPERATIONS: tuple[Operation, ...] = (
    declared_operation("geteventcatalog", "GET", "/connect-events/v3/events/catalog", catalogue, auth="events"),
    *subscriptions.operations,
    *events.operations,
    declared_operation(
        "webhookgethealthcheck", "GET", "/connect-events/v3/health", health, auth="none", answer=Health, evidence="I"
    ),
)

TABLES: tuple[Table, ...] = (subscriptions.table, events.table, ANSWERS, MISHAPS)
