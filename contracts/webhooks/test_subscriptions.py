"""Subscriptions: made once for a key, listed without their secret, changed, deleted; the event catalogue."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from billclient import APIError, Client
from billcontracts import contract
from billcontracts.chance import CHANCE
from billcontracts.factories import fresh, unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, judge, refused
from hypothesis import given
from hypothesis import strategies as st

KEY = "X-Idempotent-Key"
EVENTS = ["bill.created", "bill.updated", "vendor.created", "vendor.updated", "payment.updated"]


def body(*types: str, **fields: Any) -> dict[str, Any]:
    return {
        "name": unique("Mirror"),
        "status": {"enabled": True},
        "events": [{"type": type, "version": "1"} for type in types or ("bill.created",)],
        "notificationUrl": f"https://hooks.example.test/{fresh()}",
        **fields,
    }


@pytest.fixture
def subscribe(bill: Client) -> Iterator[Any]:
    """Makes subscriptions, and takes them away again."""
    made = []

    def make(*types: str, **fields: Any) -> dict[str, Any]:
        made.append(bill.webhooks.subscribe(body(*types, **fields)))
        return made[-1]

    yield make
    for one in made:
        try:
            bill.webhooks.subscriptions.delete(one["id"])
        except APIError as error:
            assert error.status < 500


@contract("WH-SUB-001", "The catalogue names at least sixteen events, each with a version 1.", "O", "observed")
def test_catalog(bill: Client) -> None:
    listed = bill.webhooks.catalog()
    assert len(listed) >= 16
    assert all(entry["type"] for entry in listed)
    assert {entry.get("version", "1") for entry in listed} == {"1"}
    assert set(EVENTS) <= {entry["type"] for entry in listed}


@contract(
    "WH-SUB-002", "A new subscription shows its security key; no later read does.", "D", "reference/createsubscription"
)
def test_key_is_shown_once(bill: Client, subscribe: Any) -> None:
    made = subscribe("bill.created", "payment.updated")
    assert made["securityKey"]
    read = bill.webhooks.subscriptions.get(made["id"])
    assert "securityKey" not in read
    assert {name: made[name] for name in read} == read
    assert all("securityKey" not in row for row in bill.webhooks.subscriptions.iterate())


@contract(
    "WH-SUB-003",
    "A subscription wants an idempotency key that is a UUID of version 4.",
    "D",
    "docs/bill-webhook-api-general-rules",
)
@pytest.mark.parametrize("key", [None, "not-a-uuid", "c232ab00-9414-11ec-b3c8-9f6bdeced846"])
def test_idempotency_key(bill: Client, key: str | None) -> None:
    headers = {KEY: key} if key else {}
    judge(bill.raw("POST", "/v3/subscriptions", service="events", json=body(), headers=headers), 400)


@contract(
    "WH-SUB-004",
    "The same idempotency key answers the same subscription and security key again.",
    "D",
    "docs/bill-webhook-api-general-rules",
)
def test_replay(bill: Client) -> None:
    key, wanted = str(CHANCE.uuid()), body()
    first = bill.webhooks.subscribe(wanted, idempotency_key=key)
    assert bill.webhooks.subscribe(wanted, idempotency_key=key) == first
    bill.webhooks.subscriptions.delete(first["id"])


@contract(
    "WH-SUB-005",
    "A second subscription to the same events and address is refused.",
    "D",
    "docs/working-with-bill-webhooks",
)
def test_duplicate(bill: Client, subscribe: Any) -> None:
    made = subscribe("bill.created", "bill.updated")
    with refused(CLIENT_ERROR):
        subscribe("bill.updated", "bill.created", notificationUrl=made["notificationUrl"])


@contract("WH-SUB-006", "An address without https is refused.", "D", "reference/createsubscription")
def test_http(bill: Client, subscribe: Any) -> None:
    with refused(400):
        subscribe(notificationUrl="http://hooks.example.test/bill")


@contract("WH-SUB-007", "An event that is not in the catalogue is refused.", "D", "docs/webhook-api-error-responses")
@pytest.mark.parametrize(
    "type",
    ["payment.created", "customer.created", "bank.updated", "nonsense", "invoice.paid", "bank-account.archived",
     "receivable-payment.updated", "vendor.deleted", "spend.transaction.updated"],
)  # fmt: skip
def test_unknown_event(subscribe: Any, type: str) -> None:
    with refused(CLIENT_ERROR):
        subscribe(type)


@contract("WH-SUB-008", "What is missing from a subscription is 400.", "D", "docs/webhook-api-error-responses")
@pytest.mark.parametrize("missing", ["name", "status", "events", "notificationUrl"])
def test_required(bill: Client, missing: str) -> None:
    wanted = body()
    del wanted[missing]
    judge(bill.raw("POST", "/v3/subscriptions", service="events", json=wanted, headers={KEY: str(CHANCE.uuid())}), 400)


@contract("WH-SUB-009", "PUT swaps the events.", "D", "reference/replacesubscription")
def test_put(bill: Client, subscribe: Any) -> None:
    made = subscribe("bill.created")
    swapped = bill.webhooks.subscriptions.replace(made["id"], body("vendor.created", "vendor.updated"))
    assert [event["type"] for event in swapped["events"]] == ["vendor.created", "vendor.updated"]
    assert bill.webhooks.subscriptions.get(made["id"]) == swapped


@contract("WH-SUB-010", "PATCH pauses and revives, and leaves the rest.", "D", "reference/updatesubscription")
def test_patch(bill: Client, subscribe: Any) -> None:
    made = subscribe("bill.created")
    paused = bill.webhooks.subscriptions.update(made["id"], {"status": {"enabled": False}})
    assert paused["status"]["enabled"] is False
    assert (paused["name"], paused["events"]) == (made["name"], made["events"])
    assert bill.webhooks.subscriptions.update(made["id"], {"status": {"enabled": True}})["status"]["enabled"] is True


@contract("WH-SUB-011", "A deleted subscription is gone.", "D", "reference/deletesubscription")
def test_delete(bill: Client, subscribe: Any) -> None:
    made = subscribe()
    bill.webhooks.subscriptions.delete(made["id"])
    with refused(CLIENT_ERROR):
        bill.webhooks.subscriptions.get(made["id"])


@contract("WH-SUB-012", "The list keeps to max and only goes forward.", "D", "reference/getallsubscriptions")
def test_list(bill: Client, subscribe: Any) -> None:
    made = {subscribe()["id"] for _ in range(3)}
    page = bill.request("GET", "/v3/subscriptions", service="events", params={"max": 2})
    assert len(page["results"]) == 2
    rest = bill.request("GET", "/v3/subscriptions", service="events", params={"max": 100, "page": page["nextPage"]})
    assert "prevPage" not in rest
    rows = {row["id"]: row for row in [*page["results"], *rest["results"]]}
    assert {id: rows.get(id) for id in made} == {id: bill.webhooks.subscriptions.get(id) for id in made}


@contract("WH-SUB-013", "max takes 1 to 100.", "D", "reference/getallsubscriptions")
@pytest.mark.parametrize("max", [0, 101])
def test_max(bill: Client, max: int) -> None:
    with refused(400):
        bill.webhooks.subscriptions.list(max=max)


@contract("WH-SUB-014", "An organization has at most ten subscriptions.", "D", "changelog/2026-04-30")
def test_limit(strict: Any) -> None:
    own = strict()
    client = own.client(own.session)
    for _ in range(10):
        client.webhooks.subscribe(body())
    with refused(CLIENT_ERROR):
        client.webhooks.subscribe(body())


@contract("WH-SUB-015", "Missing headers are 400, wrong ones 401.", "D", "docs/webhook-api-error-responses")
def test_credentials(stranger: Client) -> None:
    judge(stranger.raw("GET", "/v3/subscriptions", service="events"), 400)
    wrong = {"sessionId": "bogus", "devKey": "bogus"}
    judge(stranger.raw("GET", "/v3/subscriptions", service="events", headers=wrong), 401)


@contract(
    "WH-SUB-016",
    "A path that the service does not have is 404, under its own base and under the main one.",
    "D",
    "docs/webhook-api-error-responses",
)
def test_paths(bill: Client) -> None:
    judge(bill.raw("GET", "/v3/webhooks", service="events"), 404)
    judge(bill.raw("GET", "/v3/connect-events/subscriptions"), 404)


@contract("WH-SUB-017", "An S&E token sees the spend events, and not the organization's.", "D", "changelog/2025-09-29")
def test_spend_catalog(spend: Client) -> None:
    listed = {entry["type"] for entry in spend.webhooks.catalog()}
    assert "spend.transaction.updated" in listed
    assert not any(type.startswith("bill.") for type in listed)


@contract(
    "WH-SUB-018", "Whatever is patched in a subscription, the next read agrees.", "I", "reference/updatesubscription"
)
@properties
@given(
    change=st.fixed_dictionaries({}, optional={
        "name": st.text(st.characters(categories=["L"]), min_size=1, max_size=40), "status": st.fixed_dictionaries({"enabled": st.booleans()}),
        "events": st.lists(st.sampled_from(EVENTS), min_size=1, max_size=4, unique=True).map(lambda types: [{"type": type, "version": "1"} for type in types]),
    })
)  # fmt: skip
def test_patch_then_get(bill: Client, lasting: str, change: dict[str, Any]) -> None:
    changed = bill.webhooks.subscriptions.update(lasting, change)
    assert bill.webhooks.subscriptions.get(lasting) == changed
    assert change.items() <= {**changed, "status": {"enabled": changed["status"]["enabled"]}}.items()


@pytest.fixture(scope="module")
def lasting(bill: Client) -> Iterator[str]:
    id = bill.webhooks.subscribe(body())["id"]
    yield id
    bill.webhooks.subscriptions.delete(id)


@contract(
    "WH-SUB-019", "The service tells its version and place without credentials.", "I", "reference/webhookgethealthcheck"
)
def test_health(stranger: Client) -> None:
    assert stranger.webhooks.health()


@contract(
    "WH-SUB-020",
    "The older spelling of the security-key path makes a new key as well.",
    "D",
    "reference/createnewsecuritykey",
)
def test_old_spelling(bill: Client, lasting: str) -> None:
    path = f"/v3/subscriptions/{lasting}/security_key"
    answer = bill.raw("POST", path, service="events", headers={KEY: str(CHANCE.uuid())})
    assert answer.status_code == 200
    assert answer.json()["securityKey"]


@contract(
    "WH-SUB-021",
    "Requests with one key at one time make one subscription: each answers it, or 429.",
    "D",
    "docs/webhook-api-error-responses",
)
def test_one_key_at_once(bill: Client, subscribe: Any) -> None:
    sent, headers = body(), {KEY: str(CHANCE.uuid())}
    bill.webhooks.catalog()  # signed in before they run

    def send(_: int) -> httpx.Response:
        return bill.raw("POST", "/v3/subscriptions", service="events", json=sent, headers=headers)

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(send, range(9)))
    taken = [answer for answer in answers if answer.status_code == 200]
    for answer in answers:
        if answer.status_code != 200:
            judge(answer, 429)
    assert len({answer.content for answer in taken}) == 1
    ids = [row["id"] for row in bill.webhooks.subscriptions.iterate() if row["name"] == sent["name"]]
    assert ids == [taken[0].json()["id"]]
    bill.webhooks.subscriptions.delete(ids[0])


@contract(
    "WH-SUB-022", "A subscription that is not there is refused by every operation.", "I", "reference/getsubscription"
)
def test_unknown(bill: Client) -> None:
    nobody = str(CHANCE.uuid())
    key = {KEY: str(CHANCE.uuid())}
    for method, path, more in (
        ("GET", "", {}), ("PUT", "", {"json": body()}), ("PATCH", "", {"json": {"name": "x"}}), ("DELETE", "", {}),
        ("POST", "/security-key", {"headers": key}), ("POST", "/test", {}),
    ):  # fmt: skip
        judge(bill.raw(method, f"/v3/subscriptions/{nobody}{path}", service="events", **more), CLIENT_ERROR)
    judge(bill.raw("GET", f"/v3/events/subscription/{nobody}", service="events"), CLIENT_ERROR)
    judge(bill.raw("POST", f"/v3/events/subscription/{nobody}/event/{nobody}", service="events"), CLIENT_ERROR)


@contract("WH-SUB-023", "What one level subscribed to, another does not see.", "I", "docs/webhooks")
def test_levels(bill: Client, spend: Client, subscribe: Any) -> None:
    made = subscribe()
    assert made["id"] not in [row["id"] for row in spend.webhooks.subscriptions.iterate()]
    with refused(CLIENT_ERROR):
        spend.webhooks.subscriptions.get(made["id"])


@contract(
    "WH-SUB-024", "A new security key wants an idempotency key as well.", "D", "docs/bill-webhook-api-general-rules"
)
@pytest.mark.parametrize("key", ["", "1", "64387daa-e6ac-11f1-804f-02fc00000001"])
def test_key_for_a_key(bill: Client, subscribe: Any, key: str) -> None:
    path = f"/v3/subscriptions/{subscribe()['id']}/security-key"
    judge(bill.raw("POST", path, service="events", headers={KEY: key} if key else {}), 400)


@contract(
    "WH-SUB-025",
    "Each level is asked for its own headers: an S&E token alone will do.",
    "D",
    "docs/webhook-api-error-responses",
)
def test_wrong_token(stranger: Client) -> None:
    judge(stranger.raw("GET", "/v3/subscriptions", service="events", headers={"apiToken": "bogus"}), 401)
    judge(stranger.raw("GET", "/v3/subscriptions", service="events", headers={"sessionId": "bogus"}), 400)
    judge(stranger.raw("GET", "/v3/subscriptions", service="events", headers={"devKey": "bogus"}), 400)
    wrong = {"sessionId": "bogus", "appKey": "bogus"}
    judge(stranger.raw("GET", "/v3/subscriptions", service="events", headers=wrong), 401)
