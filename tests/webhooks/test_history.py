"""The history of a subscription, sending again, test notifications."""

import orjson
import pytest

FIELDS = {"id", "type", "version", "subscriptionId", "payload", "createdTime", "statusCode"}


def test_an_entry_has_the_payload_as_text_and_the_last_status(service, inbox):
    made = service.subscribe()
    inbox.statuses = [500]
    vendor = service.vendor()
    service.drain()
    (entry,) = service.history(made)
    assert entry.keys() == FIELDS
    assert (entry["type"], entry["version"], entry["subscriptionId"]) == ("vendor.created", "1", made["id"])
    assert entry["payload"].encode() == inbox.bodies[0]
    assert orjson.loads(entry["payload"])["vendor"]["id"] == vendor["id"]
    assert entry["statusCode"] == 500
    service.api.advance(seconds=2)
    assert service.history(made)[0]["statusCode"] == 200


def test_without_an_answer_there_is_no_status(service, inbox, dispatcher):
    made = service.subscribe()

    def broken(body, headers):
        raise OSError("gone")

    dispatcher.receive(inbox.host, broken)
    service.vendor()
    service.drain()
    assert service.history(made)[0].keys() == FIELDS - {"statusCode"}


def test_order_paging_and_filters(service, inbox, api):
    made = service.subscribe()
    vendors = []
    for _ in range(3):
        vendors.append(service.vendor())
        api.advance(minutes=1)
    newest = [entry["id"] for entry in service.history(made)]
    assert newest == inbox.ids[::-1]
    assert [entry["id"] for entry in service.history(made, ascending="true")] == newest
    start = vendors[0]["createdTime"].replace("+00:00", "Z")
    assert [entry["id"] for entry in service.history(made, ascending="true", createdTimeFrom=start)] == inbox.ids
    until = {"createdTimeFrom": vendors[1]["createdTime"], "createdTimeTo": vendors[1]["createdTime"]}
    assert [entry["id"] for entry in service.history(made, **until)] == [inbox.ids[1]]
    assert [entry["id"] for entry in service.history(made, entityId=vendors[2]["id"])] == [inbox.ids[2]]
    assert service.history(made, entityId='x"y') == []

    path = f"/events/subscription/{made['id']}"
    first = service.get(path, query_string={"max": 2, "createdTimeFrom": start, "ascending": "true"}).json
    second = service.get(path, query_string={"page": first["nextPage"]}).json
    assert [entry["id"] for entry in first["results"] + second["results"]] == inbox.ids
    assert "nextPage" not in second and "prevPage" not in second


@pytest.mark.parametrize(
    "query", [{"createdTimeFrom": "yesterday"}, {"max": 0}, {"page": "x"}, {"ascending": "perhaps"}]
)
def test_a_wrong_query_is_a_400(service, api, query):
    made = service.subscribe()
    api.refused(service.get(f"/events/subscription/{made['id']}", query_string=query), 400)


def test_resend_keeps_the_event_id(service, inbox):
    made = service.subscribe()
    service.vendor()
    service.drain()
    answer = service.post(f"/events/subscription/{made['id']}/event/{inbox.ids[0]}")
    assert (answer.status_code, answer.json["id"], answer.json["statusCode"]) == (200, inbox.ids[0], 200)
    service.drain()
    assert inbox.bodies[0] == inbox.bodies[1]
    assert len(service.history(made)) == 1


def test_resend_is_one_attempt_also_for_a_disabled_subscription(service, inbox, api):
    made = service.subscribe()
    service.vendor()
    service.drain()
    service.patch(f"/subscriptions/{made['id']}", json={"status": {"enabled": False}})
    inbox.statuses = [500]
    service.post(f"/events/subscription/{made['id']}/event/{inbox.ids[0]}")
    api.advance(minutes=10)
    assert len(inbox.bodies) == 2
    assert service.history(made)[0]["statusCode"] == 500


def test_resend_of_what_waits_is_the_next_attempt_at_once(service, inbox, api):
    made = service.subscribe()
    inbox.statuses = [500] * 5
    service.vendor()
    service.drain()
    service.post(f"/events/subscription/{made['id']}/event/{inbox.ids[0]}")
    service.drain()
    assert len(inbox.bodies) == 2
    api.advance(seconds=4 + 8 + 16)
    assert len(inbox.bodies) == 5
    assert not service.enabled(made)


def test_an_event_of_another_subscription_is_not_resent(service, inbox, api):
    made, other = service.subscribe(), service.subscribe("bill.created")
    service.vendor()
    service.drain()
    api.refused(service.post(f"/events/subscription/{other['id']}/event/{inbox.ids[0]}"), 404)
    api.refused(service.post(f"/events/subscription/{made['id']}/event/nobody"), 404)


def test_a_test_is_of_the_first_event_unless_told(service, inbox):
    made = service.subscribe("bill.created", "vendor.created")
    answer = service.post(f"/subscriptions/{made['id']}/test")
    assert answer.status_code == 200
    assert answer.json.keys() == FIELDS - {"statusCode"}
    service.drain()
    assert inbox.payloads[0]["metadata"]["eventType"] == "bill.created"
    assert service.history(made)[0] == answer.json | {"statusCode": 200}


def test_what_is_given_is_laid_over_the_dummy(service, inbox):
    made = service.subscribe()
    body = {
        "eventType": "bank-account.updated",
        "version": "1",
        "bank-account": {"status": "VERIFIED", "default": {"payables": True}},
    }
    assert service.post(f"/subscriptions/{made['id']}/test", json=body).status_code == 200
    service.drain()
    told = inbox.payloads[0]["bank-account"]
    assert (told["status"], told["default"]) == ("VERIFIED", {"payables": True, "receivables": False})
    assert told["bankName"] == "Test Bank"
    assert service.post(f"/subscriptions/{made['id']}/test", json=body | {"bank-account": {}}).status_code == 200
    service.drain()
    assert inbox.payloads[1]["bank-account"]["status"] == "PENDING"


def test_a_test_reaches_a_disabled_subscription_once(service, inbox, api):
    made = service.subscribe(status={"enabled": False})
    inbox.statuses = [500]
    service.post(f"/subscriptions/{made['id']}/test")
    api.advance(minutes=10)
    assert len(inbox.bodies) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"eventType": "no.such"},
        {"eventType": "spend.transaction.updated"},
        {"version": "2"},
        {"vendor": []},
        {"eventType": {}},
    ],
)
def test_a_wrong_test_is_a_400_and_sends_nothing(service, inbox, api, body):
    made = service.subscribe()
    api.refused(service.post(f"/subscriptions/{made['id']}/test", json=body), 400)
    service.drain()
    assert inbox.bodies == []


def test_spend_events_come_by_test(service, inbox, api):
    spend = service.for_other(api.spend())
    made = spend.subscribe("spend.three-ds-challenge.created")
    assert spend.post(f"/subscriptions/{made['id']}/test").status_code == 200
    service.drain()
    assert inbox.payloads[0]["threeDsChallenge"]["acsTransactionId"]
    assert inbox.payloads[0]["metadata"]["spendCompanyUuid"].startswith("cmp_")
    assert "organizationId" not in inbox.payloads[0]["metadata"]
