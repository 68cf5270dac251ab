"""The control API: worlds, clock, choices, faults, apps; mistakes get a clear 400."""

import pytest


def test_info_tells_how_to_get_in(api):
    info = api.get("/_mock/info").json
    assert info["credentials"] == api.credentials
    assert info["urls"]["connect"].endswith("/connect") and info["urls"]["events"].endswith("/connect-events")
    assert info["clock"]["mode"] == "frozen" and info["mfaToken"] == "123456"
    assert set(info["credentials"]) == {
        "username", "password", "organizationId", "devKey", "apiToken", "appKey", "partnerUsername", "partnerPassword",
        "clientId", "clientSecret",
    }  # fmt: skip


def test_the_clock_is_advanced_set_frozen_and_run(api):
    assert (
        api.post("/_mock/clock", json={"advance": {"days": 1, "hours": 2}}).json["now"].startswith("2026-03-03T19:00")
    )
    assert api.post("/_mock/clock", json={"set": "2026-05-01"}).json["now"].startswith("2026-05-01T00:00:00")
    assert api.post("/_mock/clock", json={"set": "2026-04-01T12:00:00Z"}).json["now"].startswith("2026-04-01T12:00:00")
    assert api.post("/_mock/clock", json={"run": True}).json["mode"] == "real"
    assert api.post("/_mock/clock", json={"freeze": True}).json["mode"] == "frozen"


@pytest.mark.parametrize(
    "body",
    [
        {}, {"advance": {"fortnights": 1}}, {"advance": {"days": -1}}, {"set": "soon"}, {"advance": {"days": 1}, "run": True},
        {"foo": 1}, {"advance": {"weeks": 1e9}}, {"set": "9999-01-01"}, [], "x",
    ],
)  # fmt: skip
def test_a_clock_body_that_cannot_be_is_a_clear_400(api, body):
    before = api.world.clock.now()
    answer = api.post("/_mock/clock", json=body)
    assert answer.status_code == 400 and answer.json
    assert api.world.clock.now() == before


def test_choices_are_listed_and_changed(api):
    assert api.patch("/_mock/choices", json={"rate_limit.status": 429}).json == {"rate_limit.status": 429}
    listed = api.get("/_mock/choices").json["rate_limit.status"]
    assert (listed["value"], listed["default"]) == (429, 422) and listed["reason"]
    answer = api.patch("/_mock/choices", json={"rate_limit.stats": 429})
    assert answer.status_code == 400 and "rate_limit.stats" in answer.json["error"]


def test_a_fault_refuses_as_told_until_used_up(api):
    api.post("/_mock/faults", json={"operation": "listvendors", "code": "BDC_1001", "skip": 1, "times": 2})
    assert [api.get("/v3/vendors").status_code for _ in range(5)] == [200, 500, 500, 200, 200]
    assert api.get("/_mock/faults").json["faults"][0]["applied"] == 2


def test_a_fault_may_answer_html_expire_a_session_or_change_the_status(api):
    fault = api.post("/_mock/faults", json={"html": 502}).json["id"]
    answer = api.get("/v3/vendors")
    assert answer.status_code == 502 and answer.content_type.startswith("text/html")
    assert api.delete(f"/_mock/faults/{fault}").status_code == 204
    api.post("/_mock/faults", json={"code": "BDC_1107", "status": 429, "times": 1})
    api.refused(api.get("/v3/vendors"), 429, "Organization is locked out.", code="BDC_1107")
    api.post("/_mock/faults", json={"expire": True, "times": 1})
    assert [api.get("/v3/vendors").status_code for _ in range(2)] == [401, 401]
    assert api.login().get("/v3/vendors").status_code == 200


@pytest.mark.parametrize(
    "rule", [{}, {"code": "BDC_9999"}, {"latency": -1}, {"operation": "listvendors"}, {"html": 404}]
)
def test_a_fault_that_cannot_be_is_a_clear_400(api, rule):
    assert api.post("/_mock/faults", json=rule).status_code == 400
    assert api.get("/_mock/faults").json == {"faults": []}


def test_a_fault_by_chance_repeats_with_the_seed(simulation):
    from tests.conftest import Api

    def run():
        api = Api(simulation, simulation.worlds.create()).login()
        api.post("/_mock/faults", json={"operation": "listvendors", "code": "BDC_1001", "probability": 0.5})
        return [api.get("/v3/vendors").status_code for _ in range(20)]

    first = run()
    assert first == run() and set(first) == {200, 500}


def test_worlds_are_made_from_seeds_and_snapshots_and_deleted(api):
    api.post(
        "/v3/vendors",
        json={"name": "Kept", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}},
    )
    snapshot = api.post("/_mock/snapshots").json["id"]
    made = api.post("/_mock/worlds", json={"name": "twin", "snapshot": snapshot})
    assert made.status_code == 201 and made.json["credentials"]["devKey"] != api.credentials["devKey"]
    assert "twin" in [world["name"] for world in api.get("/_mock/worlds").json["worlds"]]
    twin = api.simulation.worlds.by_name["twin"]
    assert [vendor["name"] for vendor in twin.store.find("vendor")] == ["Kept"]
    assert api.delete("/_mock/worlds/twin").status_code == 204
    assert api.delete("/_mock/worlds/twin").status_code == 404


@pytest.mark.parametrize(
    "body", [{"seed": "nope"}, {"name": "a b"}, {"clock": "soon"}, {"choices": {"x": 1}}, {"name": "default"}]
)
def test_a_world_that_cannot_be_is_a_clear_400(api, body):
    before = api.get("/_mock/worlds").json
    assert api.post("/_mock/worlds", json=body).status_code == 400
    assert api.get("/_mock/worlds").json == before


def test_a_snapshot_is_restored_whole(api):
    snapshot = api.post("/_mock/snapshots", json={"name": "before"}).json["id"]
    api.post("/v3/classifications/chart-of-accounts", json={"name": "Boats"})
    api.advance(days=3)
    assert api.post(f"/_mock/snapshots/{snapshot}/restore").status_code == 204
    assert api.get("/_mock/clock").json["now"].startswith("2026-03-02T17")
    names = [row["name"] for row in api.get("/v3/classifications/chart-of-accounts").json["results"]]
    assert "Boats" not in names
    assert api.post("/_mock/snapshots/nope/restore").status_code == 404


def test_an_unknown_world_is_named(api):
    from werkzeug.test import Client

    answer = Client(api.simulation.app()).get("/_mock/info?world=nowhere")
    assert answer.status_code == 404 and "nowhere" in answer.json["error"]


@pytest.mark.parametrize("body", [{"scope": "everything"}, {"userEmail": "nobody@x.test"}])
def test_an_app_that_cannot_be_is_a_clear_400(api, body):
    assert api.post("/_mock/apps", json=body).status_code == 400


def test_requests_are_filtered_and_forgotten(api):
    api.get("/v3/vendors/nope")
    api.get("/v3/vendors")
    found = api.get("/_mock/requests?path=vendors&status=404").json["requests"]
    assert [entry["path"] for entry in found] == ["/connect/v3/vendors/nope"]
    assert len(api.get("/_mock/requests?last=1").json["requests"]) == 1
    api.delete("/_mock/requests")
    assert api.get("/_mock/requests").json == {"requests": []}
