"""The idempotent key: the same answer for a day, one request at a time."""

import threading
from uuid import uuid4

import pytest

from mockbill.webhooks.idempotency import InFlight


@pytest.mark.parametrize(
    "key",
    [
        None,
        "",
        "1",
        "64387daa-e6ac-11f1-804f-02fc00000001",  # version 1
        "7f9d2c66-5c62-4c7e-9a55-0d6f0a1b2c3",
        "00000000-0000-4000-c000-000000000000",  # not its variant
    ],
)
def test_a_key_is_a_uuid4(service, api, world, key):
    made = service.subscribe()
    before = world.fingerprint()
    headers = {} if key is None else {"X-Idempotent-Key": key}
    api.refused(service.post("/subscriptions", json=service.wanted("bill.created"), headers=headers), 400)
    api.refused(service.post(f"/subscriptions/{made['id']}/security-key", headers=headers), 400)
    assert world.fingerprint() == before


def test_a_success_is_answered_again_in_the_same_bytes(service, api):
    key = str(uuid4())
    first = service.create(key=key)
    again = service.create("bill.created", key=key.upper(), name="another body")
    assert (again.status_code, again.data) == (200, first.data)
    assert len(service.get("/subscriptions").json["results"]) == 1
    api.advance(hours=23, minutes=59)
    api.login()
    assert service.create(key=key).data == first.data


def test_after_a_day_the_key_is_new(service, api):
    key = str(uuid4())
    first = service.create(key=key)
    api.advance(hours=24)
    api.login()
    second = service.create("bill.created", key=key)
    assert second.status_code == 200
    assert second.json["id"] != first.json["id"]
    assert service.create(key=key).data == second.data


def test_an_error_is_not_kept(service, api):
    key = str(uuid4())
    api.refused(service.create("no.such", key=key), 400)
    assert service.create(key=key).status_code == 200


def test_a_key_counts_per_credential_and_operation(service, api):
    key = str(uuid4())
    made = service.create(key=key).json
    theirs = service.for_other(api.spend()).create("spend.transaction.updated", key=key)
    assert theirs.json["id"] != made["id"]
    renewed = service.post(f"/subscriptions/{made['id']}/security-key", headers=service.key(key))
    assert renewed.json.keys() == {"securityKey"}
    alias = service.post(f"/subscriptions/{made['id']}/security_key", headers=service.key(key))
    assert alias.data == renewed.data


def test_a_second_request_while_the_first_is_in_flight_is_a_429(service, api, world):
    """The first is held up at the world's lock; it then goes through."""
    key, answers, in_flight = str(uuid4()), [], world.part(InFlight)
    first = threading.Thread(target=lambda: answers.append(service.create(key=key)))
    second = threading.Thread(target=lambda: answers.append(service.for_other(api).create(key=key)))
    with world.lock:
        first.start()
        while not in_flight.keys:
            first.join(0.001)
        second.start()
        second.join(10)
        api.refused(answers[0], 429, "A request with this X-Idempotent-Key is in progress")
    first.join(10)
    assert answers[1].status_code == 200
    assert service.create(key=key).data == answers[1].data


def test_keys_of_a_past_day_are_forgotten(service, api, world):
    service.create()
    api.advance(days=2)
    api.login()
    service.create("bill.created")
    assert len(world.store.find("idempotent_answer")) == 1
