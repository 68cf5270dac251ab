"""A receiver as BILL's pages describe it, with nothing of ours in it, believes every notification that is sent."""

import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

TEXTS = ["Zoë Ünïcode & Söhne", "株式会社 青鷺", "مطبعة", '🦩 "quoted" \\ back/slash', "<b>&amp;</b>\t\u2028"]


class Receiver:
    """Answers 200 to what is signed with the key of its subscription, else 400; parses the body once."""

    def __init__(self):
        self.keys, self.taken, self.doubted = {}, [], []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(receiver.take(body, self.headers))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/bill"

    def take(self, body, headers):
        told = json.loads(body)
        key = self.keys[told["metadata"]["subscriptionId"]]
        wanted = base64.b64encode(hmac.new(key.encode("utf-8"), body, hashlib.sha256).digest()).decode()
        if headers["x-bill-sha-signature"] != wanted or headers["content-type"] != "application/json":
            self.doubted.append(body)
            return 400
        self.taken.append(told)
        return 200


@pytest.fixture
def receiver():
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()
    thread.join()


@pytest.fixture
def subscribed(service, receiver):
    made = service.subscribe("vendor.created", "vendor.updated", "bill.created", notificationUrl=receiver.url)
    receiver.keys[made["id"]] = made["securityKey"]
    return made


def test_names_in_any_script_keep_their_signature(service, receiver, subscribed):
    for text in TEXTS:
        service.vendor(name=text)
    service.drain()
    assert [told["vendor"]["name"] for told in receiver.taken] == TEXTS
    assert receiver.doubted == []


def test_a_large_notification_keeps_its_signature(service, receiver, subscribed):
    large = {"name": "Heron " * 200_000, "tags": [{"text": "ü" * 1000, "number": 228.99}] * 200}
    body = {"eventType": "vendor.updated", "version": "1", "vendor": large}
    assert service.post(f"/subscriptions/{subscribed['id']}/test", json=body).status_code == 200
    service.drain()
    (told,) = receiver.taken
    assert told["vendor"]["name"] == large["name"]
    assert told["vendor"]["tags"] == large["tags"]


def test_a_new_key_signs_from_now_on(service, receiver, subscribed):
    service.vendor(name="before")
    service.drain()
    answer = service.post(f"/subscriptions/{subscribed['id']}/security-key", headers=service.key())
    service.vendor(name="doubted")
    service.drain()
    receiver.keys[subscribed["id"]] = answer.json["securityKey"]
    service.api.advance(seconds=2)
    assert [told["vendor"]["name"] for told in receiver.taken] == ["before", "doubted"]
    assert len(receiver.doubted) == 1


def test_one_event_id_stands_for_one_event(service, receiver, subscribed, api):
    """Who drops what it has seen needs the same id on every copy, another for every event."""
    api.post("/_mock/webhooks/faults", json={"duplicate": 1})
    for number in range(5):
        service.vendor(name=str(number))
    service.drain()
    ids = [told["metadata"]["eventId"] for told in receiver.taken]
    assert (len(ids), len(set(ids))) == (10, 5)
