"""The webhook service."""

import json
from uuid import UUID

import pytest


def test_a_subscription_is_made_with_a_fresh_key_each(bill, fake) -> None:
    bill.webhooks.subscribe({"name": "a"})
    bill.webhooks.subscribe({"name": "a"})
    bill.webhooks.security_key("s")
    keys = [UUID(r.headers["X-Idempotent-Key"]) for r in fake.requests]
    assert [key.version for key in keys] == [4, 4, 4]
    assert len(set(keys)) == 3
    assert [r.url.path for r in fake.requests] == ["/connect-events/v3/subscriptions"] * 2 + [
        "/connect-events/v3/subscriptions/s/security-key"
    ]


def test_a_key_may_be_given(bill, fake) -> None:
    bill.webhooks.subscribe({}, idempotency_key="k1")
    bill.webhooks.security_key("s", idempotency_key="k2")
    assert [r.headers["X-Idempotent-Key"] for r in fake.requests] == ["k1", "k2"]


@pytest.mark.parametrize("wrap", [list, lambda rows: {"events": rows}, lambda rows: {"results": rows}])
def test_the_catalogue_is_a_list_whatever_is_around_it(bill, fake, wrap) -> None:
    fake.rest = wrap([{"type": "bill.created", "version": "1"}])
    assert bill.webhooks.catalog() == [{"type": "bill.created", "version": "1"}]


def test_subscriptions(bill, fake) -> None:
    fake.rest = {"results": [{"id": "s"}]}
    assert list(bill.webhooks.subscriptions.iterate()) == [{"id": "s"}]
    bill.webhooks.subscriptions.replace("s", {"name": "b"})
    bill.webhooks.subscriptions.update("s", {"status": {"enabled": True}})
    bill.webhooks.subscriptions.delete("s")
    assert [(r.method, r.url.path) for r in fake.requests] == [
        ("GET", "/connect-events/v3/subscriptions"),
        ("PUT", "/connect-events/v3/subscriptions/s"),
        ("PATCH", "/connect-events/v3/subscriptions/s"),
        ("DELETE", "/connect-events/v3/subscriptions/s"),
    ]
    assert not hasattr(bill.webhooks.subscriptions, "archive")


def test_a_test_may_have_a_body_or_none(bill, fake) -> None:
    bill.webhooks.test("s")
    assert fake.last.content == b""
    bill.webhooks.test("s", {"eventType": "bill.created"})
    assert json.loads(fake.last.content) == {"eventType": "bill.created"}


def test_the_history_is_walked_forward(bill, fake) -> None:
    fake.answers = [{"results": [1], "nextPage": "b"}, {"results": [2]}]
    assert list(bill.webhooks.iterate_history("s", entityId="00n1")) == [1, 2]
    assert [dict(r.url.params) for r in fake.requests] == [
        {"max": "100", "entityId": "00n1"},
        {"max": "100", "entityId": "00n1", "page": "b"},
    ]
    fake.rest = {"results": []}
    bill.webhooks.history("s", max=5, page="c", createdTimeFrom="2026-01-01T00:00:00Z")
    assert dict(fake.last.url.params) == {"max": "5", "page": "c", "createdTimeFrom": "2026-01-01T00:00:00Z"}


def test_resend(bill, fake) -> None:
    bill.webhooks.resend("s", "e")
    assert (fake.last.method, fake.last.url.path) == ("POST", "/connect-events/v3/events/subscription/s/event/e")


def test_health_needs_no_credential(bill, fake) -> None:
    bill.webhooks.health()
    bill.health()
    assert [r.url.path for r in fake.requests] == ["/connect-events/v3/health", "/connect/v3/health"]
    assert fake.logins == []
