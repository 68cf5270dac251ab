"""Deliveries: retries on the world's clock, order, isolation, and nothing lost."""

import socket
import threading

import httpx
import orjson
import pytest
from billclient import webhooks
from werkzeug import Request, Response

from mockbill.simulation import Simulation
from mockbill.webhooks.delivery import INBOX, Dispatcher
from mockbill.webhooks.outbox import Message
from mockbill.world.clock import FIXTURE_START
from tests.conftest import Api
from tests.webhooks.conftest import VENDOR, Service


@pytest.fixture
def own():
    """Simulations of a test's own, ended with it."""
    made = []

    def make(dispatcher=None, **options):
        simulation = Simulation(dispatcher)
        made.append(simulation)
        return simulation, simulation.open_default(clock=FIXTURE_START, **options)

    yield make
    for simulation in made:
        simulation.stop()
        simulation.worlds.close()


def attempts(world):
    (row,) = world.store.find("webhook_event")
    return row.hidden["attempts"]


def test_over_a_socket_the_request_is_bills(service, httpserver, api):
    received = []

    def receiver(request: Request) -> Response:
        received.append((request.get_data(), request.headers))
        return Response("thanks")

    httpserver.expect_request("/hook", method="POST").respond_with_handler(receiver)
    made = service.subscribe(notificationUrl=httpserver.url_for("/hook"))
    for _ in range(3):
        service.vendor()
    service.drain()
    assert len(received) == 3
    for body, headers in received:
        assert headers["Content-Type"] == "application/json"
        assert headers["User-Agent"] == "mockbill-webhooks/1"
        assert webhooks.verify(body, headers[webhooks.SIGNATURE_HEADER], made["securityKey"])
        assert body == orjson.dumps(orjson.loads(body))
    assert [entry["statusCode"] for entry in service.history(made)] == [200, 200, 200]


def test_retries_come_after_2_4_8_16_seconds_and_then_the_subscription_is_disabled(service, inbox, api, world):
    made = service.subscribe()
    inbox.statuses = [500] * 5
    service.vendor()
    service.drain()
    for seconds, so_far in ((1.9, 1), (0.1, 2), (3.9, 2), (0.1, 3), (7.9, 3), (0.1, 4), (15.9, 4)):
        api.advance(seconds=seconds)
        assert len(inbox.bodies) == so_far
        assert service.enabled(made)
    api.advance(seconds=0.1)
    assert len(inbox.bodies) == 5
    assert len(set(inbox.bodies)) == 1
    now = service.get(f"/subscriptions/{made['id']}").json
    assert now["status"] == {"enabled": False}
    assert now["updatedTime"] > made["updatedTime"]
    api.advance(minutes=5)
    service.vendor()
    service.drain()
    assert len(inbox.bodies) == 5
    service.patch(f"/subscriptions/{made['id']}", json={"status": {"enabled": True}})
    service.vendor()
    service.drain()
    assert len(inbox.bodies) == 6


def test_one_advance_brings_all_retries_in_order(service, inbox, api, world):
    service.subscribe()
    inbox.statuses = [500] * 5
    service.vendor()
    api.advance(seconds=30)
    times = [attempt["time"][17:19] for attempt in attempts(world)]
    assert times == ["00", "02", "06", "14", "30"]


def test_a_success_ends_the_retries(service, inbox, api, world):
    made = service.subscribe()
    inbox.statuses = [500, 404]
    service.vendor()
    api.advance(minutes=5)
    assert [attempt["statusCode"] for attempt in attempts(world)] == [500, 404, 200]
    assert service.enabled(made)


@pytest.mark.parametrize(
    ("choice", "status", "delivered"), [("200", 204, False), ("2xx", 204, True), ("2xx", 302, False)]
)
def test_what_counts_as_success(service, inbox, world, choice, status, delivered):
    world.choices.update({"webhook.success": choice})
    service.subscribe()
    inbox.statuses = [status]
    service.vendor()
    service.drain()
    (row,) = world.store.find("webhook_event")
    assert row.hidden["state"] == ("delivered" if delivered else "waiting")


def test_a_retry_does_not_hold_up_other_events(service, inbox):
    service.subscribe()
    inbox.statuses = [500]
    names = [service.vendor(name=name)["name"] for name in ("A", "B", "C")]
    service.drain()
    assert [payload["vendor"]["name"] for payload in inbox.payloads] == names
    service.api.advance(seconds=2)
    assert inbox.payloads[-1]["vendor"]["name"] == "A"


def test_a_slow_receiver_delays_no_request_and_no_other_receiver(service, inbox, dispatcher, world, api):
    service.subscribe()
    other = []
    dispatcher.receive(f"other.{inbox.host}", lambda body, headers: other.append(body) or 200)
    service.subscribe(notificationUrl=f"https://other.{inbox.host}/")
    inbox.gate.clear()
    service.vendor()
    assert inbox.entered.wait(10)
    made = [service.vendor()["id"] for _ in range(10)]
    assert api.get(f"/v3/vendors/{made[-1]}").status_code == 200
    while len(other) < 11:
        assert not inbox.bodies
        threading.Event().wait(0.001)
    inbox.gate.set()
    service.drain()
    assert len(inbox.bodies) == 11
    dispatcher.forget(f"other.{inbox.host}")


def test_a_receiver_may_call_back_and_move_the_clock(service, dispatcher, inbox, api, world):
    answers = []

    def receiver(body, headers):
        told = orjson.loads(body)["vendor"]
        answers.append(api.get(f"/v3/vendors/{told['id']}").json["name"])
        answers.append(api.patch(f"/v3/vendors/{told['id']}", json={"phone": "4085550199"}).status_code)
        answers.append(api.post("/_mock/clock", json={"advance": {"days": 1}}).status_code)
        return 200

    dispatcher.receive(inbox.host, receiver)
    service.subscribe()
    service.vendor()
    service.drain()
    assert answers == ["Blue Heron Print", 200, 200]


def test_a_thousand_events_to_a_slow_receiver_lose_nothing(service, inbox, api, world):
    made = service.subscribe()
    inbox.gate.clear()
    vendors = []
    for batch in range(50):
        body = [VENDOR | {"name": f"V{batch}-{number}"} for number in range(20)]
        vendors += [row["id"] for row in api.post("/v3/vendors/bulk", json=body).json["vendors"]]
    assert len(inbox.bodies) == 0
    inbox.gate.set()
    service.drain()
    assert [payload["vendor"]["id"] for payload in inbox.payloads] == vendors
    assert len(set(inbox.ids)) == 1000
    assert service.enabled(made)


def test_a_restored_world_discards_what_was_under_way(service, inbox, api, world):
    made = service.subscribe()
    image = world.image()
    inbox.gate.clear()
    inbox.statuses = [500]
    service.vendor()
    assert inbox.entered.wait(10)
    world.restore(image)
    service.drain()
    inbox.gate.set()
    api.login()
    service.vendor()
    service.drain()
    assert [len(row.hidden["attempts"]) for row in world.store.find("webhook_event")] == [1]
    assert service.enabled(made)


def test_a_snapshot_keeps_what_was_due(service, inbox, api, world):
    service.subscribe()
    inbox.gate.clear()
    service.vendor()
    service.vendor()
    assert inbox.entered.wait(10)
    image = world.image()
    inbox.gate.set()
    service.drain()
    world.restore(image)
    service.drain()
    assert inbox.ids == [inbox.ids[0], inbox.ids[1]] * 2


def test_a_world_may_go_while_a_delivery_is_under_way(simulation, dispatcher):
    world = simulation.worlds.create()
    gate, entered = threading.Event(), threading.Event()
    dispatcher.receive("going.test", lambda body, headers: entered.set() or gate.wait(20) and 200)
    service = Service(Api(simulation, world).login(), "https://going.test/")
    service.post(f"/subscriptions/{service.subscribe()['id']}/test")
    assert entered.wait(10)
    simulation.worlds.remove(f"world-{world.key}")
    gate.set()
    dispatcher.drain(world)
    dispatcher.forget("going.test")


def test_after_a_restart_what_was_not_delivered_is(own, tmp_path):
    gate, entered, late = threading.Event(), threading.Event(), []
    first, world = own(data=tmp_path)
    first.dispatcher.receive(INBOX, lambda body, headers: entered.set() or gate.wait(20) and 200)
    service = Service(Api(first, world).login(), f"https://{INBOX}/")
    service.subscribe()
    made = [service.vendor()["id"] for _ in range(2)]
    assert entered.wait(10)
    first.stop()
    first.worlds.close()
    dispatcher = Dispatcher()
    dispatcher.receive(INBOX, lambda body, headers: late.append(orjson.loads(body)) or 200)
    second, world = own(dispatcher, data=tmp_path)
    second.dispatcher.drain(world)
    assert [payload["vendor"]["id"] for payload in late] == made
    assert {row.hidden["state"] for row in world.store.find("webhook_event")} == {"delivered"}
    gate.set()


def test_a_frozen_clock_does_not_tick_for_a_delivery(service, inbox, world):
    service.subscribe()
    inbox.gate.clear()
    service.vendor()
    assert inbox.entered.wait(10)
    before = world.clock.now()
    inbox.gate.set()
    service.drain()
    assert world.clock.now() == before


# One attempt


def message(url):
    return Message("id", url, b"{}", "signature")


def test_a_transport_can_be_given_and_redirects_are_not_followed():
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, str(request.url), request.content, request.headers["x-bill-sha-signature"]))
        return httpx.Response(302, headers={"location": "https://elsewhere.test/"})

    dispatcher = Dispatcher(transport=httpx.MockTransport(answer))
    assert dispatcher.send(message("https://a.test/x?y=1")).status == 302
    assert asked == [("POST", "https://a.test/x?y=1", b"{}", "signature")]
    dispatcher.stop()


def test_no_answer_in_time_is_a_failure():
    with socket.create_server(("127.0.0.1", 0)) as listener:  # accepts, and says nothing
        dispatcher = Dispatcher(timeout=0.05)
        outcome = dispatcher.send(message(f"http://127.0.0.1:{listener.getsockname()[1]}/"))
        dispatcher.stop()
    assert (outcome.status, outcome.error) == (None, "no answer within 0.05 s")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "https://name.invalid/", "https://[::1]:1/", "https://x..y/", "https://%zz/"]
)
def test_what_cannot_be_reached_is_a_failure_with_a_reason(url):
    dispatcher = Dispatcher(timeout=2)
    outcome = dispatcher.send(message(url))
    dispatcher.stop()
    assert outcome.status is None
    assert outcome.error


def test_stop_is_quick_with_a_delivery_under_way(own):
    gate, entered = threading.Event(), threading.Event()
    simulation, world = own()
    simulation.dispatcher.receive(INBOX, lambda body, headers: entered.set() or gate.wait(20) and 200)
    service = Service(Api(simulation, world).login(), f"https://{INBOX}/")
    service.post(f"/subscriptions/{service.subscribe()['id']}/test")
    assert entered.wait(10)
    stopping = threading.Thread(target=simulation.stop)
    stopping.start()
    stopping.join(1.5)
    assert not stopping.is_alive()
    simulation.dispatcher.drain(world)
    gate.set()
