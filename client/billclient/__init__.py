"""A thin client for BILL v3 (bill.com): typed errors, sign-in, paging, webhooks; sync and async alike."""

from . import errors, webhooks
from .calls import Page
from .client import AsyncClient, Client
from .collection import Collection, Resource
from .errors import (
    APIError,
    BillError,
    BusinessRefusal,
    ErrorItem,
    EventError,
    Forbidden,
    InvalidRequest,
    LoginRefused,
    NotFound,
    RateLimited,
    ServerError,
    SessionInvalid,
    TooManyConcurrent,
    TransportError,
    Untrusted,
    WaitTimeout,
)
from .filters import where
from .keyring import auth_for
from .operation import Operation
from .retry import NO_RETRY, Retry
from .settings import (
    PRODUCTION,
    SANDBOX,
    ApiToken,
    Credentials,
    Gateway,
    OAuth,
    OpenSession,
    Partner,
    Session,
    from_env,
)
from .webhooks import Event

__all__ = [
    "APIError",
    "ApiToken",
    "AsyncClient",
    "auth_for",
    "BillError",
    "BusinessRefusal",
    "Client",
    "Collection",
    "Credentials",
    "ErrorItem",
    "errors",
    "Event",
    "EventError",
    "Forbidden",
    "from_env",
    "Gateway",
    "InvalidRequest",
    "LoginRefused",
    "NO_RETRY",
    "NotFound",
    "OAuth",
    "OpenSession",
    "Operation",
    "Page",
    "Partner",
    "PRODUCTION",
    "RateLimited",
    "Resource",
    "Retry",
    "SANDBOX",
    "ServerError",
    "Session",
    "SessionInvalid",
    "TooManyConcurrent",
    "TransportError",
    "Untrusted",
    "WaitTimeout",
    "webhooks",
    "where",
]
