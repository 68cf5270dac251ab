"""Faults of notifications: late, twice, out of turn, lost; and back to order when they are lifted."""

import pytest

from tests.conftest import Api
from tests.webhooks.conftest import VENDOR, Service


@pytest.fixture
def fault(api):
    """Puts a fault in force; answers it."""

    def put(**rule):
        answer = api.post("/_mock/webhooks/faults", json=rule)
        assert answer.status_code == 201, answer.text
        return answer.json

    return put


def names(inbox):
    return [payload["vendor"]["name"] for payload in inbox.payloads]


def states(world):
    return [row.hidden["state"] for row in world.store.find("webhook_event")]


def test_a_notification_may_come_three_times_in_the_same_bytes(service, inbox, fault, world):
    made = service.subscribe()
    fault(duplicate=2, times=1)
    service.vendor(name="A")
    service.vendor(name="B")
    service.drain()
    assert sorted(names(inbox)) == ["A", "A", "A", "B"]
    assert len(set(inbox.bodies)) == 2
    assert states(world) == ["delivered", "delivered"]
    assert len(service.history(made)) == 2


def test_a_copy_that_fails_ends_the_copies_and_disables_nobody(service, inbox, fault, api, world):
    made = service.subscribe()
    fault(duplicate=5)
    inbox.statuses = [500, 200, 500]
    service.vendor()
    api.advance(minutes=10)
    assert len(inbox.bodies) == 3
    assert states(world) == ["failed"]
    assert service.enabled(made)


def test_a_notification_may_come_late_by_the_worlds_clock(service, inbox, fault, api, world):
    service.subscribe()
    fault(delay=90.5, times=1)
    service.vendor(name="late")
    service.vendor(name="next")
    service.drain()
    assert names(inbox) == ["next"]
    api.advance(seconds=90)
    assert names(inbox) == ["next"]
    api.advance(seconds=1)
    assert names(inbox) == ["next", "late"]
    assert states(world) == ["delivered", "delivered"]


def test_the_next_one_goes_first(service, inbox, fault):
    service.subscribe()
    fault(reorder=True, times=1)
    for name in ("A", "B", "C"):
        service.vendor(name=name)
        service.drain()
    assert names(inbox) == ["B", "A", "C"]


def test_two_that_are_held_follow_in_their_order(service, inbox, fault):
    service.subscribe()
    fault(reorder=True, times=2)
    for name in ("A", "B", "C", "D"):
        service.vendor(name=name)
        service.drain()
    assert names(inbox) == ["C", "A", "B", "D"]


def test_without_another_it_goes_after_a_minute(service, inbox, fault, api):
    service.subscribe()
    fault(reorder=True)
    service.vendor(name="alone")
    assert api.post("/_mock/webhooks/drain").json == {"waiting": 1}
    api.advance(seconds=59)
    assert names(inbox) == []
    api.advance(seconds=1)
    assert names(inbox) == ["alone"]


def test_what_is_dropped_is_in_the_history_and_can_be_sent_again(service, inbox, fault, world):
    made = service.subscribe()
    fault(drop=True, times=1)
    service.vendor(name="lost")
    service.vendor(name="next")
    service.drain()
    assert (names(inbox), states(world)) == (["next"], ["dropped", "delivered"])
    entry = service.history(made)[-1]
    assert "statusCode" not in entry
    assert service.post(f"/events/subscription/{made['id']}/event/{entry['id']}").status_code == 200
    service.drain()
    assert names(inbox) == ["next", "lost"]


def test_a_forged_one_is_not_signed_by_its_subscription(mockbill):
    mockbill.webhooks.subscribe("vendor.created")
    mockbill.webhooks.disturb(forge=True, times=1)
    for _ in range(2):
        mockbill.client.vendors.create(VENDOR)
    assert [one.signed for one in mockbill.webhooks.drain()] == [False, True]


def test_a_fault_meets_what_it_names_and_counts(service, inbox, fault, api, dispatcher):
    other = []
    dispatcher.receive(f"other.{inbox.host}", lambda body, headers: other.append(body) or 200)
    service.subscribe()
    second = service.subscribe(notificationUrl=f"https://other.{inbox.host}/")
    fault(drop=True, event="bill.created")
    fault(drop=True, subscription=second["id"], skip=1, times=1)
    for name in ("A", "B", "C"):
        service.vendor(name=name)
    service.drain()
    dispatcher.forget(f"other.{inbox.host}")
    assert (len(inbox.bodies), len(other)) == (3, 2)
    told = api.get("/_mock/webhooks/faults").json["faults"]
    assert [(one["met"], one["applied"]) for one in told] == [(0, 0), (3, 1)]


def test_chance_is_the_same_in_worlds_of_one_seed(simulation, dispatcher):
    lost = []
    for name in ("one", "other"):
        world = simulation.worlds.create(name)
        dispatcher.receive("chance.test", lambda body, headers: 200)
        service = Service(Api(simulation, world).login(), "https://chance.test/")
        service.subscribe()
        rule = {"drop": True, "probability": 0.5}
        assert service.api.post("/_mock/webhooks/faults", json=rule).status_code == 201
        for number in range(20):
            service.vendor(name=str(number))
        service.drain()
        lost.append([number for number, state in enumerate(states(world)) if state == "dropped"])
        simulation.worlds.remove(name)
    dispatcher.forget("chance.test")
    assert lost[0] == lost[1]
    assert 2 < len(lost[0]) < 18


def test_faults_are_lifted_one_by_one_or_all(service, inbox, fault, api):
    service.subscribe()
    first = fault(drop=True)
    fault(duplicate=1)
    assert api.delete(f"/_mock/webhooks/faults/{first['id']}").status_code == 204
    service.vendor()
    service.drain()
    assert len(inbox.bodies) == 2
    assert api.delete("/_mock/webhooks/faults").status_code == 204
    assert api.get("/_mock/webhooks/faults").json == {"faults": []}
    service.vendor()
    service.drain()
    assert len(inbox.bodies) == 3
    assert api.delete(f"/_mock/webhooks/faults/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    "rule",
    [{}, {"event": "bill.created"}, {"dropp": True}, {"drop": True, "times": -1}, {"delay": -1}, {"probability": 2}],
)
def test_a_senseless_fault_is_a_400(api, rule):
    assert api.post("/_mock/webhooks/faults", json=rule).status_code == 400


def test_what_a_refused_write_met_is_not_counted(service, fault, api, inbox):
    service.subscribe()
    fault(drop=True, times=1)
    assert api.post("/v3/vendors/bulk", json=[VENDOR, {"name": "x"}]).status_code == 400
    assert api.get("/_mock/webhooks/faults").json["faults"][0]["met"] == 0
    service.vendor()
    service.drain()
    assert inbox.bodies == []


def test_what_is_held_is_stopped_with_its_subscription(service, inbox, fault, api, world):
    made = service.subscribe()
    fault(reorder=True)
    service.vendor()
    service.patch(f"/subscriptions/{made['id']}", json={"status": {"enabled": False}})
    api.advance(minutes=5)
    assert (inbox.bodies, states(world)) == ([], ["stopped"])
