"""Faults that befall an answer on its way; refusals and delays are in tests/control."""

import pytest

from mockbill.wsgi import UNCUT


def test_a_server_that_cannot_cut_a_connection_says_so(api):
    api.post("/_mock/faults", json={"lose": "answer", "operation": "listvendors"})
    answer = api.get("/v3/vendors")
    assert answer.status_code == 500 and answer.data == UNCUT


def test_a_fault_has_an_effect_and_no_other(api):
    answer = api.post("/_mock/faults", json={"operation": "listvendors"})
    assert answer.status_code == 400
    assert answer.json["error"].startswith("a fault needs an effect: latency, jitter, code")
    assert api.post("/_mock/faults", json={"lose": "everything"}).status_code == 400


def test_jitter_is_the_same_in_worlds_of_one_seed(simulation, monkeypatch):
    import mockbill.gateway.faults as faults
    from mockbill.gateway.call import Principal

    waits = []
    monkeypatch.setattr(faults, "pause", waits.append)
    operation = next(operation for operation in simulation.operations if operation.id == "listvendors")
    for _ in range(2):
        world = simulation.worlds.create()
        world.part(faults.Faults).add({"jitter": 2.0, "latency": 1.0, "skip": 0, "times": 0, "probability": 1.0})
        for _ in range(3):
            world.part(faults.Faults).meet(operation, Principal("session"), "/connect/v3/vendors").before()
    assert waits[:3] == waits[3:]
    assert all(1 <= wait <= 3 for wait in waits) and len(set(waits)) == 3


def test_a_limit_is_refused_in_the_words_and_with_the_status_of_that_limit(api):
    api.post("/_mock/faults", json={"code": "BDC_1144"})
    (told,) = api.get("/v3/vendors").json
    assert told["message"] == "Max number of allowed requests per hour reached: 20000."
    budgets = api.spend().get("/v3/spend/budgets")
    assert budgets.status_code == 429
    assert budgets.json[0]["message"] == "Max number of allowed requests per minute reached: 60."
    assert api.http.get("/connect-events/v3/subscriptions", headers=api.headers).status_code == 429
    login = api.http.post("/connect/v3/login", json={})
    assert login.json[0]["message"] == "Max number of allowed requests per hour reached: 200."
    api.patch("/_mock/choices", json={"rate_limit.status": 429})
    assert api.get("/v3/vendors").status_code == 429
    api.delete("/_mock/faults")
    api.post("/_mock/faults", json={"code": "BDC_1322", "operation": "listvendors"})
    assert api.get("/v3/vendors").status_code == 429


def test_any_code_of_bills_may_be_told_with_a_message(api):
    rule = {"operation": "listvendors", "code": "BDC_1999", "message": "Something of its own.", "times": 1}
    api.post("/_mock/faults", json=rule)
    api.refused(api.get("/v3/vendors"), 422, "Something of its own.", code="BDC_1999")
    assert api.post("/_mock/faults", json={"code": "BDC_1999"}).json == {
        "error": "the text of BDC_1999 is not known; give a message"
    }
    api.patch("/_mock/choices", json={"error.texts": {"BDC_1999": "Learnt."}})
    api.post("/_mock/faults", json={"code": "BDC_1999", "status": 409})
    api.refused(api.get("/v3/vendors"), 409, "Learnt.", code="BDC_1999")


@pytest.mark.parametrize(
    "rule", [{"expire": True}, {"code": "BDC_1999", "message": "Of its own."}, {"code": "BDC_1144"}]
)
def test_a_refusal_that_was_asked_for_is_no_guess(api, rule):
    api.post("/_mock/faults", json=rule)
    assert api.get("/v3/vendors").headers["X-Mockbill-Evidence"] in "DO"


@pytest.mark.parametrize("path", ["/connect/v3/vendors/{vendorId}", "/v3/vendors/00901", "/connect/v3/vendors/00901"])
def test_a_path_is_met_by_how_it_begins_with_ids_or_as_it_is_declared(api, path):
    api.post("/_mock/faults", json={"path": path, "html": 503})
    assert api.get("/v3/vendors/00901AAAAAAAAAAAAAAA").status_code == 503
    assert api.get("/v3/vendors").status_code == 200


def test_a_fault_meets_one_credential_and_method_and_no_other(api):
    other = api.as_user("ben@mockbill.test")
    api.post("/_mock/faults", json={"credential": other.headers["sessionId"], "method": "GET", "html": 502})
    assert other.get("/v3/vendors").status_code == 502
    assert other.post("/v3/vendors", json={}).status_code == 400
    assert api.get("/v3/vendors").status_code == 200
    api.delete("/_mock/faults")
    api.post("/_mock/faults", json={"credential": api.credentials["devKey"], "html": 502})
    assert (api.get("/v3/vendors").status_code, other.get("/v3/vendors").status_code) == (502, 502)
    assert api.spend().get("/v3/spend/budgets").status_code == 200


@pytest.mark.parametrize("rule", [{"lose": "answer"}, {"lose": "request"}, {"spoil": "truncated"}])
def test_a_server_that_cannot_cut_refuses_such_a_fault(api, monkeypatch, rule):
    monkeypatch.setattr(api.simulation.front, "cuts", False)
    answer = api.post("/_mock/faults", json=rule)
    assert answer.status_code == 409 and "mockbill serve --network-faults" in answer.json["error"]
    assert api.post("/_mock/offline", json={"seconds": 1}).status_code == 409
    assert api.post("/_mock/faults", json={"spoil": "garbage"}).status_code == 201
