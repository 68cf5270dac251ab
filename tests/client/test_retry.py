"""Which calls are sent again."""

import httpx
import pytest
from billclient import (
    NO_RETRY,
    BusinessRefusal,
    NotFound,
    RateLimited,
    Retry,
    ServerError,
    TooManyConcurrent,
    TransportError,
)

LOST = httpx.ReadTimeout("lost")


@pytest.mark.parametrize("status", [422, 429, 400, 503])
@pytest.mark.parametrize("code", ["BDC_1322", "BDC_1144"])
def test_a_call_refused_for_rate_is_repeated_whatever_it_is(fake, refused, code, status) -> None:
    fake.answers = [refused(status, code), refused(status, code), {"id": "1"}]
    assert fake.client().vendors.create({"name": "x"}) == {"id": "1"}
    assert len(fake.requests) == 3


@pytest.mark.parametrize(("code", "kind"), [("BDC_1322", TooManyConcurrent), ("BDC_1144", RateLimited)])
def test_at_last_the_refusal_is_told(fake, refused, code, kind) -> None:
    fake.rest = lambda request: refused(422, code)
    with pytest.raises(kind):
        fake.client().vendors.create({})
    assert len(fake.requests) == 3


@pytest.mark.parametrize("trouble", [LOST, httpx.ConnectError("down"), httpx.Response(502, text="<html>")])
def test_a_lost_read_is_repeated(fake, trouble) -> None:
    fake.answers = [trouble, {"id": "1"}]
    assert fake.client().vendors.get("1") == {"id": "1"}


@pytest.mark.parametrize(("trouble", "kind"), [(LOST, TransportError), (httpx.Response(500), ServerError)])
@pytest.mark.parametrize("ask", ["create", "bulk_create"])
def test_a_lost_write_is_not(fake, trouble, kind, ask) -> None:
    fake.rest = trouble
    with pytest.raises(kind):
        getattr(fake.client().vendors, ask)([] if ask == "bulk_create" else {})
    assert len(fake.requests) == 1


@pytest.mark.parametrize("verb", ["update", "archive", "restore"])
def test_neither_are_other_writes(fake, verb) -> None:
    fake.rest = LOST
    with pytest.raises(TransportError):
        getattr(fake.client().vendors, verb)("1", *([{}] if verb == "update" else []))
    assert len(fake.requests) == 1


@pytest.mark.parametrize("trouble", [LOST, httpx.Response(500)])
def test_a_webhook_write_with_a_key_is_repeated_with_the_same_key(fake, trouble) -> None:
    fake.answers = [trouble, {"id": "1", "securityKey": "k"}]
    assert fake.client().webhooks.subscribe({"name": "x"})["securityKey"] == "k"
    first, second = (request.headers["X-Idempotent-Key"] for request in fake.requests)
    assert first == second


def test_a_webhook_write_without_a_key_is_not(fake) -> None:
    fake.rest = LOST
    with pytest.raises(TransportError):
        fake.client().webhooks.resend("s", "e")
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    "answer", [(404, "BDC_1205", NotFound), (422, "BDC_1171", BusinessRefusal), (501, None, ServerError)]
)
def test_what_will_not_change_is_not_repeated(fake, refused, answer) -> None:
    status, code, kind = answer
    fake.rest = lambda request: refused(status, code)
    with pytest.raises(kind):
        fake.client().vendors.get("1")
    assert len(fake.requests) == 1


def test_retry_can_be_off(fake, refused) -> None:
    fake.rest = lambda request: refused(422, "BDC_1322")
    with pytest.raises(TooManyConcurrent):
        fake.client(retry=NO_RETRY).vendors.get("1")
    assert len(fake.requests) == 1


def test_the_default_backs_off_with_jitter() -> None:
    waits = Retry().waits()
    assert waits["attempts"] > 1
    assert waits["wait_initial"] > 0
    assert waits["wait_jitter"] > 0
    assert waits["wait_max"] > waits["wait_initial"]
