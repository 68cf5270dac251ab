"""Receiving notifications: signature and shape."""

import json

import pytest
from billclient import BillError, EventError, webhooks

KEY = "mock-security-key-0001"
BODY = (
    b'{"metadata":{"eventId":"3b1f6c1e-5a0d-4c7e-9a55-0d6f0a1b2c3d",'
    b'"subscriptionId":"9d2a7e40-61c3-4b58-8f0e-7a1c5b3d9e11","organizationId":"00801MOCKORGAAAAAAA1",'
    b'"eventType":"risk-verification.updated","version":"1"},"risk-verification":{"decision":"APPROVE"}}'
)
SIGNATURE = "9IvNd45DoGoD8j3m4vHjrE+8M3NB64vTvL/+VnXyB/E="


def test_a_known_vector() -> None:
    assert len(BODY) == 256
    assert webhooks.sign(BODY, KEY) == SIGNATURE
    assert webhooks.verify(BODY, SIGNATURE, KEY) is True


@pytest.mark.parametrize(
    ("body", "signature", "key"),
    [
        (BODY + b" ", SIGNATURE, KEY),
        (BODY, SIGNATURE, "another key"),
        (BODY, SIGNATURE[:-1], KEY),
        (BODY, "", KEY),
        (BODY, None, KEY),
        (BODY, "größer", KEY),
    ],
)
def test_anything_else_is_not_bills(body: bytes, signature: str | None, key: str) -> None:
    assert webhooks.verify(body, signature, key) is False


def test_the_key_is_text_even_where_it_looks_like_base64() -> None:
    assert webhooks.verify(b"{}", webhooks.sign(b"{}", "c2VjcmV0"), "c2VjcmV0")
    assert webhooks.sign(b"{}", "c2VjcmV0") != webhooks.sign(b"{}", "secret")


@pytest.mark.parametrize("body", [BODY, BODY.decode(), json.loads(BODY), json.dumps(BODY.decode()).encode()])
def test_object_text_and_double_encoded_bodies_read_alike(body: object) -> None:
    event = webhooks.parse(body)  # type: ignore[arg-type]
    assert event.type == "risk-verification.updated"
    assert event.id == "3b1f6c1e-5a0d-4c7e-9a55-0d6f0a1b2c3d"
    assert event.organization_id == "00801MOCKORGAAAAAAA1"
    assert event.subscription_id == "9d2a7e40-61c3-4b58-8f0e-7a1c5b3d9e11"
    assert (event.key, event.object, event.errors) == ("risk-verification", {"decision": "APPROVE"}, ())
    assert event.payload == json.loads(BODY)


def test_a_number_as_version_is_the_same_version() -> None:
    event = webhooks.parse({"metadata": {"eventId": "e", "eventType": "invoice.created", "version": 1}, "invoice": {}})
    assert event.version == "1"


def test_a_failure_carries_its_errors() -> None:
    event = webhooks.parse(
        {
            "metadata": {"eventId": "e", "eventType": "payment.failed", "version": "1"},
            "errors": [{"code": "BDC_1"}],
            "payment": {"id": "stp1"},
        }
    )
    assert (event.key, event.errors) == ("payment", ({"code": "BDC_1"},))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'"text"', b'{"metadata":{}}', b"\xff", b'{"metadata":[]}'])
def test_what_is_no_notification_is_an_error(body: bytes) -> None:
    with pytest.raises(EventError) as caught:
        webhooks.parse(body)
    assert isinstance(caught.value, BillError)
    assert isinstance(caught.value, ValueError)
