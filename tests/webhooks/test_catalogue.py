"""Which events there are for whom, and who gets in."""

import pytest

AP = {
    "vendor.created", "vendor.updated", "vendor.archived", "vendor.restored", "autopay.failed", "bill.created",
    "bill.updated", "bill.archived", "bill.restored", "payment.updated", "payment.failed", "bank-account.created",
    "bank-account.updated", "card-account.created", "card-account.updated", "risk-verification.updated",
    "invoice.created", "invoice.updated", "invoice.archived", "invoice.restored",
}  # fmt: skip
SPEND = {
    "spend.transaction.updated", "spend.three-ds-challenge.created", "spend.reimbursement.created",
    "spend.reimbursement.updated", "spend.reimbursement.deleted",
}  # fmt: skip


def types(answer):
    assert answer.status_code == 200, answer.text
    assert all(event["version"] == "1" for event in answer.json["events"])
    return {event["type"] for event in answer.json["events"]}


def test_a_level_sees_its_own_events(service, api):
    assert types(service.get("/events/catalog")) == AP
    assert types(service.for_other(api.spend()).get("/events/catalog")) == SPEND


def test_mass_payment_is_listed_by_choice(service, world):
    world.choices.update({"webhook.mass_payment_listed": True})
    assert types(service.get("/events/catalog")) == AP | {"mass-payment.updated"}


def test_mass_payment_may_be_subscribed_to_though_it_is_on_no_list(service):
    assert "mass-payment.updated" not in types(service.get("/events/catalog"))
    body = {"name": "Mass", "events": [{"type": "mass-payment.updated", "version": "1"}],
            "status": {"enabled": True}, "notificationUrl": "https://receiver.test/x"}  # fmt: skip
    headers = {"X-Idempotent-Key": "22ea73c5-14aa-4fba-9413-a9b538e29749"}
    answer = service.post("/subscriptions", json=body, headers=headers)
    assert answer.status_code == 200, answer.text


def test_the_form_of_bills_collection_by_choice(service, world):
    world.choices.update({"webhook.catalogue": "array"})
    answer = service.get("/events/catalog")
    assert {"type": "bill.created", "versions": ["1"]} in answer.json
    assert answer.headers["X-Mockbill-Evidence"] == "I"


@pytest.mark.parametrize("missing", ["sessionId", "devKey"])
def test_a_missing_header_is_a_400(service, api, missing):
    del api.headers[missing]
    api.refused(service.get("/events/catalog"), 400)


@pytest.mark.parametrize("wrong", ["sessionId", "devKey"])
def test_a_wrong_header_is_a_401(service, api, wrong):
    api.headers[wrong] = "nobody"
    api.refused(service.get("/events/catalog"), 401)


def test_a_wrong_api_token_is_a_401(service, api):
    api.headers = {"apiToken": "nobody"}
    api.refused(service.get("/events/catalog"), 401)


def test_oauth_is_not_taken(service, api):
    form = {
        "grant_type": "client_credentials",
        "client_id": api.credentials["clientId"],
        "client_secret": api.credentials["clientSecret"],
    }
    token = api.post("/authx/token", data=form).json["access_token"]
    api.headers = {"Authorization": f"Bearer {token}"}
    api.refused(service.get("/events/catalog"), 401)


def test_health_asks_for_nothing(service, api):
    api.headers = {}
    answer = service.get("/health")
    assert (answer.status_code, answer.json.keys()) == (200, {"version", "location"})


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("POST", "/events/catalog", {}, 404),
        ("GET", "/nowhere", {}, 404),
        ("POST", "/subscriptions", {"data": "{", "content_type": "application/json"}, 400),
        ("POST", "/subscriptions", {"data": "a=1", "content_type": "application/x-www-form-urlencoded"}, 400),
        ("POST", "/subscriptions", {"data": "", "content_type": "application/json"}, 400),
        ("POST", "/subscriptions", {"json": []}, 400),
    ],
)
def test_the_service_knows_no_405_and_no_415(service, api, method, path, options, status):
    api.refused(service.call(method, path, headers=service.key(), **options), status)


def test_the_limits_are_a_429_here(service, api, world):
    world.choices.update({"rate_limit.per_hour": 2})
    assert service.get("/events/catalog").status_code == 200
    service.get("/events/catalog")
    api.refused(service.get("/events/catalog"), 429, code="BDC_1144")
    api.refused(api.get("/v3/vendors"), 422, code="BDC_1144")
