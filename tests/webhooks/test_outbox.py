"""What stands in the outbox, and when nothing does."""

import pytest

from mockbill.webhooks import attempts
from mockbill.world.store import Row
from tests.webhooks.conftest import VENDOR


def events(world):
    return world.store.find("webhook_event")


def test_a_row_for_each_subscription_that_asked(service, inbox):
    first = service.subscribe("vendor.created", "vendor.updated")
    second = service.subscribe("vendor.created")
    service.subscribe("bill.created")
    vendor = service.vendor()
    service.drain()
    told = [payload["metadata"] for payload in inbox.payloads]
    assert {metadata["subscriptionId"] for metadata in told} == {first["id"], second["id"]}
    assert len({metadata["eventId"] for metadata in told}) == 2
    assert [payload["vendor"]["id"] for payload in inbox.payloads] == [vendor["id"]] * 2


def test_a_disabled_subscription_misses_what_happens(service, inbox, world):
    made = service.subscribe(status={"enabled": False})
    service.vendor()
    service.patch(f"/subscriptions/{made['id']}", json={"status": {"enabled": True}})
    service.drain()
    assert (inbox.bodies, events(world)) == ([], [])
    service.vendor()
    service.drain()
    assert len(inbox.bodies) == 1


def test_what_is_undone_is_not_told(service, inbox, world, api):
    service.subscribe()
    with pytest.raises(RuntimeError), world.transaction():
        world.publish(world, api.credentials["organizationId"], "vendor.created", Row({"id": "00901"}), {})
        raise RuntimeError
    assert events(world) == []
    assert api.post("/v3/vendors/bulk", json=[VENDOR, {"name": "x"}]).status_code == 400
    assert events(world) == []
    service.drain()
    assert inbox.bodies == []


def test_an_event_bill_does_not_have_is_not_told(service, world, api):
    service.subscribe()
    world.publish(world, api.credentials["organizationId"], "bank-account.archived", Row({"id": "bac01"}), {})
    assert events(world) == []


def test_another_organization_hears_nothing(service, world):
    service.subscribe()
    with world.transaction():
        world.publish(world, "00899", "vendor.created", Row({"id": "00901"}), {})
    assert events(world) == []


def test_a_partner_hears_of_the_organizations_it_made(service, world, inbox, api):
    own = api.credentials["organizationId"]
    made = service.subscribe()
    with world.transaction():
        row = world.store.get("subscription", made["id"])
        world.store.delete("subscription", row)
        row.org, row.hidden["owner"] = "008partner", "partner"
        world.store.insert("subscription", row)
        organization = world.store.get("organization", own)
        organization.hidden["partner"] = "008partner"
        world.store.update("organization", organization)
        world.publish(world, "00899", "vendor.created", Row({"id": "00901"}), {})
    service.vendor()
    service.drain()
    assert [payload["metadata"]["organizationId"] for payload in inbox.payloads] == [own]


def test_disabling_stops_what_was_still_to_be_sent(service, inbox, api, world):
    made = service.subscribe()
    inbox.statuses = [500]
    service.vendor()
    service.drain()
    service.patch(f"/subscriptions/{made['id']}", json={"status": {"enabled": False}})
    api.advance(hours=1)
    assert len(inbox.bodies) == 1
    assert [event.hidden["state"] for event in events(world)] == ["stopped"]


def test_deleting_forgets_all(service, inbox, api, world):
    made = service.subscribe()
    inbox.statuses = [500]
    service.vendor()
    service.drain()
    service.delete(f"/subscriptions/{made['id']}")
    api.advance(hours=1)
    assert (len(inbox.bodies), events(world)) == (1, [])


def test_the_history_is_kept_180_days(service, inbox, api, world):
    made = service.subscribe()
    service.vendor()
    service.drain()
    api.advance(days=179)
    api.login()
    assert len(service.history(made)) == 1
    api.advance(days=2)
    api.login()
    assert service.history(made) == []
    assert len(events(world)) == 1
    service.vendor()
    service.drain()
    assert len(events(world)) == 1


def test_the_history_is_bounded_by_bytes_but_loses_nothing_undelivered(service, inbox, world, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_BYTES", 5_000)
    service.subscribe()
    inbox.gate.clear()
    for _ in range(20):
        service.vendor()
    assert len(events(world)) == 20
    inbox.gate.set()
    service.drain()
    assert len(set(inbox.ids)) == 20
    kept = events(world)
    assert 0 < len(kept) < 8
    assert [row["id"] for row in kept] == inbox.ids[-len(kept) :]


def test_what_the_receiver_sees_may_be_text_in_json(service, inbox, world):
    from billclient import webhooks

    world.choices.update({"webhook.double_encoded": True})
    made = service.subscribe()
    service.vendor()
    service.drain()
    assert inbox.bodies[0].startswith(b'"{\\"metadata\\"')
    assert webhooks.parse(inbox.bodies[0]).type == "vendor.created"
    assert webhooks.verify(inbox.bodies[0], inbox.headers[0][webhooks.SIGNATURE_HEADER], made["securityKey"])
    assert service.history(made)[0]["payload"].startswith('{"metadata"')


def test_like_the_sandbox_s_and_e_tells_nothing_by_choice(service, inbox, world, api):
    world.choices.update({"webhook.spend_events": False})
    spend = service.for_other(api.spend())
    made = spend.subscribe("spend.reimbursement.created")
    with world.transaction():
        world.publish(world, api.credentials["organizationId"], "spend.reimbursement.created", Row({"uuid": "x"}), {})
    spend.post(f"/subscriptions/{made['id']}/test")
    service.drain()
    assert len(inbox.bodies) == 1
