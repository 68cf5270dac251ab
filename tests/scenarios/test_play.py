"""Playing scenarios: what is not as it should be is found, and applications play their own part."""

import pytest

from mockbill.scenarios.looking import differences
from mockbill.scenarios.script import read

HEAD = "about: a\nlesson: b\n"
VENDOR = "{name: L, address: {line1: 1 A St, city: C, zipOrPostalCode: '1', country: US}}"


@pytest.fixture
def fails(simulation):
    """The failure of a scenario of some steps."""

    def fails(steps: str) -> str:
        return simulation.stage.perform(read(HEAD + "play:\n" + steps, "x")).failure

    return fails


@pytest.mark.parametrize(
    ("steps", "failure"),
    [
        ("  - {call: listvendors, answers: {status: 401}}", "x, play: listvendors: expected 401 , came 200"),
        ("  - {call: listvendors, answers: {body: {results: ['*']}}}", "results is [], not ['*']"),
        ("  - {call: listvendors, answers: {body: {results: null}}}", "results is there"),
        ("  - {call: nonsense}", "BILL has no operation 'nonsense'"),
        ("  - {call: getvendor, path: {vendorId: '${who.id}'}}", "${who.id}: there is no who"),
        ("  - {call: getvendor, path: {vendorId: none}}", "getvendor: → 404"),
        ("  - {mock: POST /nowhere}", "POST /nowhere: → 404"),
        ("  - {mock: POST /nowhere, after: {days: 1}}", "there is no action POST /nowhere"),
        ("  - {fault: {code: BDC_9999}}", "the text of BDC_9999 is not known"),
        ("  - {together: [{call: listvendors}], answers: [422]}", "expected ['422'], came ['200']"),
        (f"  - {{listen: {{events: [vendor.created]}}}}\n  - {{call: createvendor, body: {VENDOR}}}\n  - heard: []", "came ['vendor.created']"),
        (
            f"  - {{listen: {{events: [vendor.created]}}}}\n  - {{call: createvendor, body: {VENDOR}}}\n"
            "  - heard: [{event: vendor.created, payload: {vendor: {name: M}}}]", "vendor.name is 'L', not 'M'",
        ),
    ],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_told(fails, steps, failure):
    assert failure in fails(steps)


def test_an_application_plays_its_part_between_the_trouble_and_the_end(mockbill):
    with mockbill.scenario("mfa-needed") as kept:
        mockbill.trust()
        payment = mockbill.client.payments.create(
            {
                "billId": kept["bill"]["id"], "amount": 412.5, "processDate": "2026-03-04", "processingOptions": {},
                "fundingAccount": {"type": "BANK_ACCOUNT", "id": kept["banks"]["results"][0]["id"]},
            }
        )  # fmt: skip
        kept["payment"] = payment


def test_an_application_that_does_not_cope_is_told(mockbill):
    with (
        pytest.raises(AssertionError, match="scenario mfa-needed, then: listpayments"),
        mockbill.scenario("mfa-needed"),
    ):
        pass


def test_the_control_api_lists_plays_prepares_and_checks(api):
    listed = api.get("/_mock/scenarios").json["scenarios"]
    assert {"name", "about", "lesson"} == listed[0].keys()
    played = api.post("/_mock/scenarios", json={"name": "hourly-limit-used-up"}).json
    assert played["passed"] and played["steps"][-1] == {"part": "then", "step": "listvendors → 200"}
    assert api.post("/_mock/scenarios", json={"name": "none"}).status_code == 404
    kept = api.post("/_mock/scenarios", json={"name": "bulk-with-one-bad-row", "here": True}).json["kept"]
    assert kept["vendor"]["id"].startswith("009")
    assert api.post("/_mock/scenarios/check").json["passed"]
    assert api.post("/_mock/scenarios/check").status_code == 400


def test_differences_are_of_what_is_named_alone():
    assert differences({"a": 1}, {"a": 1, "b": 2}) == []
    assert differences([{"a": "*"}], [{"a": 3}]) == []
    assert differences([1], [1, 2]) == ["it is [1, 2], not [1]"]
    assert differences({"a": {"b": 1}}, {"a": {"b": 2}}) == ["a.b is 2, not 1"]


def test_actions_that_were_put_off_happen_in_their_time(api):
    body = {"after": {"hours": 1}, "method": "POST", "path": "/limits", "body": {"enabled": False}}
    assert api.post("/_mock/later", json=body).status_code == 201
    assert api.post("/_mock/later", json=body | {"path": "/payments/none/clear", "body": None}).status_code == 201
    assert [one["state"] for one in api.get("/_mock/later").json["actions"]] == ["WAITING", "WAITING"]
    api.post("/_mock/clock", json={"advance": {"hours": 2}})
    done, failed = api.get("/_mock/later").json["actions"]
    assert done["state"] == "DONE"
    assert failed["state"] == "FAILED" and "there is no payment 'none'" in failed["error"]
    assert api.post("/_mock/later", json=body | {"path": "/nowhere"}).status_code == 400
