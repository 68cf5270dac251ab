"""The webhook receiver keeps bytes as they came, answers as told, and says what came instead."""

import httpx
import pytest
from billcontracts.receiver import listening

BODY = b'{"metadata":{"eventType":"bill.created"},"bill":{}}'


def test_it_keeps_the_bytes_and_answers_as_told() -> None:
    with listening() as receiver:
        receiver.status = 503
        answer = httpx.post(receiver.url, content=BODY, headers={"X-Bill-Sha-Signature": "abc"})
        assert answer.status_code == 503
        came = receiver.of_type("bill.created")
        assert (came.body, came.headers["x-bill-sha-signature"]) == (BODY, "abc")


def test_what_does_not_come_is_told_with_what_came() -> None:
    with listening() as receiver:
        httpx.post(receiver.url, content=BODY)
        with pytest.raises(AssertionError, match="bill.created"):
            receiver.of_type("vendor.created", timeout=0.01)
