"""Subscriptions: made, listed, changed, removed, refused."""

import pytest

FIELDS = ["id", "name", "organizationId", "status", "events", "notificationUrl", "createdTime", "updatedTime"]


def test_the_key_is_shown_when_made_and_never_again(service, api):
    made = service.subscribe("vendor.created", "bill.created")
    assert list(made) == [*FIELDS, "securityKey"]
    assert made["organizationId"] == api.credentials["organizationId"]
    assert made["status"] == {"enabled": True}
    assert len(made["securityKey"]) == 44
    shown = {name: made[name] for name in FIELDS}
    assert service.get(f"/subscriptions/{made['id']}").json == shown
    assert service.get("/subscriptions").json == {"results": [shown]}


def test_a_list_goes_forward_only(service):
    made = [
        service.subscribe("vendor.created", name=str(n), notificationUrl=f"{service.url}/{n}")["id"] for n in range(3)
    ]
    first = service.get("/subscriptions", query_string={"max": 2}).json
    second = service.get("/subscriptions", query_string={"page": first["nextPage"]}).json
    assert [row["id"] for row in first["results"] + second["results"]] == made
    assert first.keys() == {"results", "nextPage"}
    assert second.keys() == {"results"}


@pytest.mark.parametrize("query", [{"max": 0}, {"max": 101}, {"max": "x"}, {"page": "nonsense"}])
def test_a_wrong_page_is_a_400(service, api, query):
    api.refused(service.get("/subscriptions", query_string=query), 400)


def test_filters_are_no_parameter_here(service):
    service.subscribe()
    assert len(service.get("/subscriptions", query_string={"filters": "a:b:c", "sort": "x"}).json["results"]) == 1


def test_put_replaces_and_needs_every_field(service, api):
    made = service.subscribe("vendor.created")
    changed = service.put(f"/subscriptions/{made['id']}", json=service.wanted("bill.created", name="B"))
    assert changed.status_code == 200
    assert changed.json["events"] == [{"type": "bill.created", "version": "1"}]
    assert changed.json["name"] == "B"
    assert changed.json["updatedTime"] > made["updatedTime"]
    assert "securityKey" not in changed.json
    answer = service.put(f"/subscriptions/{made['id']}", json={})
    api.refused(answer, 400)
    assert {entry["message"].split(":")[0] for entry in answer.json} == {"name", "status", "events", "notificationUrl"}


def test_patch_leaves_what_is_not_named(service, api):
    made = service.subscribe("vendor.created")
    path = f"/subscriptions/{made['id']}"
    changed = service.patch(path, json={"status": {"enabled": False}}).json
    assert changed["status"] == {"enabled": False}
    assert {name: changed[name] for name in ("name", "events", "notificationUrl")} == {
        name: made[name] for name in ("name", "events", "notificationUrl")
    }
    assert service.patch(path, json={"name": "N"}).json["status"] == {"enabled": False}
    api.refused(service.patch(path, json={"events": []}), 400, "events: must not be empty")
    api.refused(service.patch(path, json={"notificationUrl": "http://far.example/"}), 400)


def test_delete_answers_nothing_and_leaves_nothing(service, api):
    made = service.subscribe()
    answer = service.delete(f"/subscriptions/{made['id']}")
    assert (answer.status_code, answer.data) == (200, b"")
    for path in (f"/subscriptions/{made['id']}", f"/events/subscription/{made['id']}"):
        api.refused(service.get(path), 404)


def test_an_unknown_id_may_be_a_400(service, api, world):
    api.refused(service.get("/subscriptions/nobody"), 404)
    world.choices.update({"webhook.missing_id_status": 400})
    api.refused(service.get("/subscriptions/nobody"), 400)


@pytest.mark.parametrize(
    "fields",
    [
        {"notificationUrl": "http://receiver.example/hook"},
        {"notificationUrl": "ftp://receiver.example/hook"},
        {"notificationUrl": "https://"},
        {"notificationUrl": "https://a b/"},
        {"notificationUrl": "https://receiver.example:99999/"},
        {"notificationUrl": "https://[::1/"},
        {"notificationUrl": ""},
        {"name": ""},
        {"status": {}},
        {"status": True},
        {"events": []},
        {"events": ["vendor.created"]},
        {"events": [{"type": "vendor.created"}]},
        {"events": [{"type": "vendor.created", "version": "1.0"}]},
        {"events": [{"type": "customer.created", "version": "1"}]},
        {"events": [{"type": "spend.transaction.updated", "version": "1"}]},
    ],
)
def test_what_cannot_be_subscribed_to_is_a_400(service, api, world, fields):
    before = world.fingerprint()
    api.refused(service.create(**fields), 400)
    assert world.fingerprint() == before


@pytest.mark.parametrize("url", ["http://localhost:5000/h", "http://127.0.0.1/h", "http://[::1]:80/h"])
def test_http_goes_to_this_machine_by_choice(service, api, world, url):
    assert service.create(notificationUrl=url).status_code == 200
    world.choices.update({"webhook.http_loopback": False})
    api.refused(service.create("bill.created", notificationUrl=url), 400, "notificationUrl: must be an https URL")


def test_a_double_is_refused_whatever_the_order(service, api):
    made = service.subscribe("vendor.created", "bill.created")
    api.refused(service.create("bill.created", "vendor.created", name="other"), 400)
    other = service.subscribe("bill.created")
    wanted = service.wanted("bill.created", "vendor.created")
    api.refused(service.put(f"/subscriptions/{other['id']}", json=wanted), 400)
    api.refused(service.patch(f"/subscriptions/{other['id']}", json={"events": made["events"]}), 400)
    assert service.put(f"/subscriptions/{made['id']}", json=wanted).status_code == 200


def test_an_event_named_twice_counts_once(service):
    assert service.subscribe("vendor.created", "vendor.created")["events"] == [
        {"type": "vendor.created", "version": "1"}
    ]


def test_an_organization_has_at_most_ten(service, api, world):
    world.choices.update({"webhook.limit": 2})
    for number in range(2):
        service.subscribe(notificationUrl=f"{service.url}/{number}")
    api.refused(service.create(), 400, "subscriptions: An organization has at most 2 subscriptions")
    assert service.for_other(api.spend()).create("spend.transaction.updated").status_code == 200


def test_one_level_never_sees_anothers(service, api):
    mine = service.subscribe()
    spend = service.for_other(api.spend())
    theirs = spend.subscribe("spend.transaction.updated")
    assert [row["id"] for row in service.get("/subscriptions").json["results"]] == [mine["id"]]
    assert [row["id"] for row in spend.get("/subscriptions").json["results"]] == [theirs["id"]]
    for caller, id in ((service, theirs["id"]), (spend, mine["id"])):
        for method in ("GET", "DELETE"):
            api.refused(caller.call(method, f"/subscriptions/{id}"), 404)
        api.refused(caller.post(f"/subscriptions/{id}/test"), 404)
        api.refused(caller.post(f"/subscriptions/{id}/security-key", headers=caller.key()), 404)
        api.refused(caller.get(f"/events/subscription/{id}"), 404)


def test_an_auditor_may_look_and_not_subscribe(service, api):
    auditor = service.for_other(api.as_user("fay@mockbill.test"))
    assert auditor.get("/subscriptions").status_code == 200
    api.refused(auditor.create(), 403)


@pytest.mark.parametrize("segment", ["security-key", "security_key"])
def test_a_new_key_replaces_the_old_under_both_spellings(service, inbox, segment):
    from billclient import webhooks

    made = service.subscribe()
    answer = service.post(f"/subscriptions/{made['id']}/{segment}", headers=service.key())
    assert answer.status_code == 200
    assert answer.json.keys() == {"securityKey"}
    assert answer.headers["X-Mockbill-Operation"] == "createnewsecuritykey"
    service.vendor()
    service.drain()
    signature = inbox.headers[0][webhooks.SIGNATURE_HEADER]
    assert webhooks.verify(inbox.bodies[0], signature, answer.json["securityKey"])
    assert not webhooks.verify(inbox.bodies[0], signature, made["securityKey"])
