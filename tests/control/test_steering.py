"""The control API helps who steers by hand: any content type, and every mistake told by name in `{"error": …}`."""

import pytest


@pytest.fixture
def curl(api):
    """What `curl -d BODY` sends: JSON that calls itself a form."""

    def send(path, data=None, method="POST"):
        kind = "application/x-www-form-urlencoded"
        return api.http.open(f"/_mock{path}", method=method, data=data, content_type=kind)

    return send


def test_json_needs_no_header(curl, api):
    assert curl("/clock", '{"advance": {"days": 3}}').json["now"].startswith("2026-03-05")
    assert curl("/faults", '{"operation": "listvendors", "html": 503}').status_code == 201
    assert curl("/choices", '{"rate_limit.status": 429}', "PATCH").json == {"rate_limit.status": 429}


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/clock", None, "give one of advance, set, freeze, run"),
        ("/clock", '{"advnace": {"days": 1}}', "POST /_mock/clock knows no member 'advnace'; did you mean 'advance'?"),
        ("/clock", '{"x": 1}', "POST /_mock/clock knows no member 'x'; it takes advance, set, freeze, run"),
        ("/clock", '{"advance": {"fortnights": 1}}', "advance.fortnights"),
        ("/clock", "advance=3", "POST /_mock/clock takes JSON, not 'advance=3'"),
        ("/clock", '"soon"', "valid dictionary"),
        ("/clock", "[" * 100_000, "takes JSON"),
        ("/faults", '{"operation": "listbillz", "html": 502}', "there is no operation 'listbillz'; did you mean 'listbills'?"),
        ("/faults", '{"method": "FETCH", "html": 502}', "method: Input should be 'GET', 'POST'"),
        ("/faults", '{"path": "vendors", "html": 502}', "path: String should match pattern"),
        ("/faults", '{"latency": 999}', "latency: Input should be less than or equal to 600"),
        ("/webhooks/faults", '{"event": "bill.creatd", "drop": true}', "there is no event 'bill.creatd'; did you mean 'bill.created'?"),
        ("/worlds", '{"nam": "x"}', "did you mean 'name'?"),
        ("/reset", '{"hard": true}', "POST /_mock/reset knows no member 'hard'; it takes none"),
        ("/limits", '{"usedUp": "perhaps"}', "usedUp: Input should be a valid boolean"),
        ("/offline", '{"seconds": 0}', "seconds: Input should be greater than 0"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_name_and_changes_nothing(curl, api, path, body, told):
    before = api.world.store.dump(), api.world.clock.now()
    answer = curl(path, body)
    assert answer.status_code == 400
    assert told in answer.json["error"]
    assert (api.world.store.dump(), api.world.clock.now()) == before
    assert api.get("/_mock/faults").json["faults"] == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=soon", "soon"), ("status=9", "status: String should match pattern"), ("last=0", "last"),
        ("methd=GET", "knows no query parameter 'methd'; did you mean 'method'?"),
    ],
)  # fmt: skip
def test_a_wrong_query_is_told(api, query, told):
    answer = api.get(f"/_mock/requests?{query}")
    assert answer.status_code == 400 and told in answer.json["error"]


def test_what_there_is_not_is_told_plainly_and_is_no_request_to_bill(api):
    api.delete("/_mock/requests")
    assert api.get("/_mock/nothing").json == {"error": "there is no /_mock/nothing; GET /_mock lists all there is"}
    answer = api.put("/_mock/clock", json={})
    assert answer.status_code == 405
    assert answer.json == {"error": "there is no PUT /_mock/clock; GET /_mock lists all there is"}
    assert api.get("/_mock/requests").json == {"requests": []}


def test_all_routes_are_listed_with_what_they_take(api):
    routes = {one["route"]: one for one in api.get("/_mock").json["routes"]}
    assert routes["POST /_mock/clock"] == {
        "route": "POST /_mock/clock",
        "does": "Move the clock; what falls due is done, in order, before the answer.",
        "body": ["advance", "set", "freeze", "run"],
    }
    assert "since" in routes["GET /_mock/requests"]["query"]
    assert all(one["does"] for one in routes.values())
