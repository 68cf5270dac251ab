"""The signature of a notification."""

from billclient import webhooks

from mockbill.webhooks.signature import sign

KEY = "mock-security-key-0001"
BODY = (
    b'{"metadata":{"eventId":"3b1f6c1e-5a0d-4c7e-9a55-0d6f0a1b2c3d","subscriptionId":"9d2a7e40-61c3-4b58-8f0e-7a1c5b3d9e11",'
    b'"organizationId":"00801MOCKORGAAAAAAA1","eventType":"risk-verification.updated","version":"1"},'
    b'"risk-verification":{"decision":"APPROVE"}}'
)


def test_the_documented_vector():
    assert len(BODY) == 256
    assert sign(BODY, KEY) == "9IvNd45DoGoD8j3m4vHjrE+8M3NB64vTvL/+VnXyB/E="


def test_a_receiver_verifies_the_exact_bytes():
    assert webhooks.verify(BODY, sign(BODY, KEY), KEY)
    assert not webhooks.verify(BODY + b" ", sign(BODY, KEY), KEY)
    assert not webhooks.verify(BODY, sign(BODY, "another key"), KEY)
