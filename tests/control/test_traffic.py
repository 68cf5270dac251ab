"""Requests are searched, kept without what lets anyone in, and archived for the tools that read HAR; limits are steered."""

import json

import pytest

GOOD = {"name": "Lake", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}


@pytest.fixture
def asked(api):
    """Three calls: a vendor made, one that is not there, the list."""
    api.delete("/_mock/requests")
    api.post("/v3/vendors", json=GOOD)
    api.get("/v3/vendors/00901AAAAAAAAAAAAAAA")
    api.get("/v3/vendors?max=5&filters=name:sw:L")
    return lambda query="": [
        (one["operation"], one["status"]) for one in api.get(f"/_mock/requests{query}").json["requests"]
    ]


def test_requests_are_searched_by_all_that_tells_them_apart(asked, api):
    made, missing, listed = asked()
    assert [made, missing, listed] == [("createvendor", 201), ("getvendor", 404), ("listvendors", 200)]
    assert asked("?status=4xx") == [missing] == asked("?status=404") == asked("?operation=getvendor")
    assert asked("?method=post") == [made]
    assert asked("?text=Lake") == [made, listed] and asked("?text=name:sw") == [listed]
    assert asked("?path=/00901A") == [missing]
    first = api.get("/_mock/requests").json["requests"][0]
    assert asked(f"?since={first['number']}") == [missing, listed]
    assert asked("?since=2026-03-02T17:00:00Z") == [made, missing, listed]
    assert asked("?since=2026-03-03") == []
    assert asked("?last=1") == [listed] and asked("?last=2&method=POST") == [made]


def test_links_that_let_anyone_in_are_blotted_out(api):
    customer = api.post("/v3/customers", json={"name": "Harbor", "email": "h@harbor.test"}).json
    invoice = api.post(
        "/v3/invoices", json={"customer": {"id": customer["id"]}, "invoiceLineItems": [{"quantity": 1, "price": 5}]}
    ).json
    body = {"customerId": customer["id"], "email": "h@harbor.test"}
    link = api.post(f"/v3/invoices/{invoice['id']}/payment-link", json=body).json["paymentLink"]
    token = link.partition("?")[0].rpartition("/")[2]
    assert api.http.get(link.partition("//")[2].partition("/")[2]).status_code == 200
    shown = api.get("/_mock/requests").text
    assert token not in shown
    assert "/paymentlink/***" in shown


def test_a_form_is_shown_by_its_fields_without_its_secrets(api):
    keys = api.credentials
    form = {"grant_type": "client_credentials", "client_id": keys["clientId"], "client_secret": keys["clientSecret"]}
    assert api.http.post("/authx/token", data=form).status_code == 200
    (entry,) = api.get("/_mock/requests?path=/authx").json["requests"]
    assert entry["body"]["grant_type"] == "client_credentials"
    assert entry["body"]["client_secret"] == entry["answer"]["access_token"] == "***"
    assert keys["clientSecret"] not in api.get("/_mock/requests").text


def test_what_befell_a_request_on_purpose_is_told_with_it(api):
    fault = api.post("/_mock/faults", json={"operation": "listvendors", "lose": "answer", "latency": 0.001}).json["id"]
    api.get("/v3/vendors")
    (entry,) = api.get("/_mock/requests?operation=listvendors").json["requests"]
    assert entry["faults"] == [f"{fault} latency=0.001 lose=answer"]
    archived = api.get("/_mock/requests/har?operation=listvendors").json["log"]["entries"]
    assert archived[0]["comment"] == f"{fault} latency=0.001 lose=answer"


REQUIRED = {
    "entry": {"startedDateTime", "time", "request", "response", "cache", "timings"},
    "request": {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"},
    "response": {
        "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize",
    },
}  # fmt: skip


def test_the_archive_has_all_that_har_demands_with_urls_whole(asked, api):
    api.post("/_mock/faults", json={"html": 502})
    api.get("/v3/vendors")
    log = api.get("/_mock/requests/har").json["log"]
    assert {"version", "creator", "entries"} <= log.keys()
    for entry in log["entries"]:
        assert entry.keys() >= REQUIRED["entry"]
        assert entry["request"].keys() >= REQUIRED["request"]
        assert entry["response"].keys() >= REQUIRED["response"]
        assert entry["response"]["content"].keys() >= {"size", "mimeType", "text"}
    assert log["entries"][2]["request"]["url"].endswith("/connect/v3/vendors?max=5&filters=name%3Asw%3AL")
    assert log["entries"][2]["request"]["queryString"][0] == {"name": "max", "value": "5"}
    assert json.loads(log["entries"][0]["response"]["content"]["text"])["name"] == "Lake"
    assert log["entries"][3]["response"]["content"]["mimeType"] == "text/html"


def test_the_hour_is_used_up_until_the_clock_enters_the_next_one(api):
    assert api.post("/_mock/limits", json={"usedUp": True}).json["usedUp"]
    api.refused(api.get("/v3/vendors"), 422, "Max number of allowed requests per hour reached: 20000.", code="BDC_1144")
    assert api.spend().get("/v3/spend/budgets").status_code == 429
    api.advance(minutes=1)
    assert api.spend().get("/v3/spend/budgets").status_code == 200  # S&E counts by the minute
    assert api.get("/v3/vendors").status_code == 422
    api.advance(hours=1)
    assert api.login().get("/v3/vendors").status_code == 200
    assert not api.get("/_mock/limits").json["usedUp"]
    api.post("/_mock/limits", json={"usedUp": True})
    assert api.post("/_mock/limits", json={"usedUp": False}).json["usedUp"] is False
    assert api.get("/v3/vendors").status_code == 200


def test_what_was_asked_in_the_open_windows_is_shown(api):
    api.get("/v3/vendors")
    counted = {one["window"]: one for one in api.get("/_mock/limits").json["windows"]}
    assert counted["call"]["credential"] == api.credentials["devKey"]
    assert counted["call"]["count"] >= 1 and counted["call"]["limit"] == 20_000
    api.advance(hours=1)
    assert api.get("/_mock/limits").json["windows"] == []
