"""Ten thousand notifications to a receiver that takes its time: all arrive, nothing piles up in memory, nobody waits."""

from mockbill.webhooks.outbox import Wake
from mockbill.world.store import Row

EVENTS, BATCH = 10_000, 500


def test_ten_thousand_wait_in_the_store_alone_and_all_arrive_in_order(service, inbox, api, world, dispatcher):
    made = service.subscribe("vendor.updated")
    inbox.gate.clear()
    org = api.credentials["organizationId"]
    for start in range(0, EVENTS, BATCH):
        with world.transaction():
            for number in range(start, start + BATCH):
                world.publish(world, org, "vendor.updated", Row({"id": f"009{number:017}"}), {})
        # One lane, however much waits in it; the notifications themselves are rows.
        assert len(dispatcher._lanes) == 1
        assert len(dispatcher._ready) <= 1
        assert not world.part(Wake).lanes
        # The receiver has taken nothing yet, and the API reads and writes.
        assert inbox.bodies == []
        vendor = service.vendor(name=f"V{start}")
        assert api.get(f"/v3/vendors/{vendor['id']}").json["name"] == f"V{start}"
    due = world.store.find("webhook_event", limit=1)
    assert due[0].hidden["state"] == "due"
    inbox.gate.set()
    service.drain()
    assert [payload["vendor"]["id"] for payload in inbox.payloads] == [f"009{number:017}" for number in range(EVENTS)]
    assert len(set(inbox.ids)) == EVENTS
    assert service.enabled(made)
    assert not dispatcher._lanes
    assert not dispatcher._ready
