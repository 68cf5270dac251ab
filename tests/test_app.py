"""The way of a request: what is refused where, and what every answer carries."""

import pytest
from werkzeug.test import Client

from mockbill.gateway.routing import Router
from mockbill.wsgi import Application, pinned

GOOD = {"name": "Lake", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}


@pytest.mark.parametrize(
    "path", ["/v3/nope", "/v3/Vendors", "/v3/vendors/", "//v3/vendors", "/v3/webhooks", "/v3/spend/members"]
)
def test_an_unknown_path_is_404_bdc_1121(api, path):
    api.refused(api.get(path), 404, "API not supported.", code="BDC_1121")


def test_a_wrong_method_is_405_on_connect_and_404_on_connect_events(api):
    assert api.put("/v3/vendors", json={}).status_code == 405
    assert api.call("PROPFIND", "/v3/vendors").status_code == 405
    assert api.put("/connect-events/v3/subscriptions", json={}).status_code == 404


@pytest.mark.parametrize("body", [b"{bad", b"", b"  ", b"[1,", b"\xff\xfe", b"nul"])
def test_a_body_that_cannot_be_read_is_400(api, body):
    answer = api.post("/v3/vendors", data=body, content_type="application/json")
    api.refused(answer, 400, "Error Parsing Json Object. Please check your request.", code="BDC_1122")


def test_a_deeply_nested_body_is_refused(api):
    assert api.post("/v3/vendors", data=b"[" * 100_000, content_type="application/json").status_code == 400


def test_a_body_that_is_not_json_is_415(api):
    assert api.post("/v3/vendors", data=b"name=x", content_type="application/x-www-form-urlencoded").status_code == 415


def test_a_charset_does_not_matter(api):
    answer = api.post("/v3/vendors", data=b'{"name":"x"}', content_type="application/json; charset=utf-8")
    api.refused(answer, 400, "address: must not be null", code=None)


@pytest.mark.parametrize(
    "key", ["nope", "00901AAAAAAAAAA00000", "00n01AAAAAAAAAA00000", "0" * 20, "x" * 5000, "a%2Fb", "%00"]
)
def test_a_wrong_id_is_404_bdc_1205(api, key):
    answer = api.get(f"/v3/vendors/{key}")
    assert answer.status_code == 404 and answer.json[0]["code"] in ("BDC_1205", "BDC_1121")


def test_an_operation_that_is_not_simulated_is_unlike_any_refusal(simulation, world):
    built = [operation for operation in simulation.router.operations if operation.id != "listinvoices"]
    app = pinned(Application(simulation.worlds, Router(built)), world)
    answer = Client(app).get("/connect/v3/invoices")
    assert answer.status_code == 501
    assert answer.json == {"mockbill": "this operation is not simulated", "operation": "listinvoices"}


def test_an_answer_names_its_operation_and_evidence(api):
    answer = api.get("/v3/vendors")
    assert answer.headers["X-Mockbill-Operation"] == "listvendors"
    assert answer.headers["X-Mockbill-Evidence"] == "D"
    assert api.get("/v3/vendors/nope").headers["X-Mockbill-Evidence"] == "I"


def test_an_error_array_has_bills_form(api):
    entry = api.get("/v3/nope").json[0]
    assert entry == {
        "timestamp": api.world.clock.iso(), "code": "BDC_1121", "severity": "ERROR", "category": "REQUEST",
        "message": "API not supported.",
    }  # fmt: skip


def test_a_refused_write_changes_nothing(api, world):
    before = world.fingerprint()
    for body in (
        {},
        GOOD | {"name": ""},
        [],
        GOOD | {"paymentInformation": {"bankAccount": {"accountNumber": "1", "routingNumber": "x"}}},
    ):
        assert api.post("/v3/vendors", json=body).status_code == 400
    assert world.fingerprint() == before


def test_trust_may_be_asked_before_the_body(api, world):
    world.choices.update({"validation.trust": "before_body"})
    answer = api.post("/v3/payments", json={})
    assert answer.status_code in (403, 501)


def test_head_answers_like_get_without_a_body(api):
    answer = api.call("HEAD", "/v3/vendors")
    assert answer.status_code == 200 and answer.data == b""


def test_requests_are_journaled_without_secrets(api):
    api.post("/v3/vendors", json=GOOD | {"additionalInfo": {"taxId": "123-45-6789"}})
    entry = api.get("/_mock/requests?operation=createvendor").json["requests"][0]
    assert entry["status"] == 201 and entry["body"]["name"] == "Lake"
    assert (
        entry["headers"]["sessionid"] == entry["headers"]["devkey"] == entry["body"]["additionalInfo"]["taxId"] == "***"
    )
    assert api.headers["sessionId"] not in str(api.get("/_mock/requests").json)
    login = api.get("/_mock/requests?operation=login").json["requests"][0]
    assert login["body"]["password"] == login["answer"]["sessionId"] == "***"
