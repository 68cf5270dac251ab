"""BILL's list of error codes is read in whichever form it comes, and what differs is told and learnt."""

import json

import pytest
from billclient import SANDBOX, Gateway
from billcontracts import codes
from billcontracts.drift import refusals
from billcontracts.run import probe

from tests.contracts.posing import Answer, posing

LISTED = {"BDC_1109": "Session is invalid. Please log in.", "BDC_2000": "Is new, ${paramName0}."}


@pytest.mark.parametrize(
    ("answer", "form"),
    [
        ({"response_status": 0, "response_data": LISTED}, "v2"),
        (LISTED, "bare"),
        ({"errors": [{"error_code": code, "error_message": text} for code, text in LISTED.items()]}, None),
        ({code: {"message": text} for code, text in LISTED.items()}, "bare"),
        ([{"code": code, "message": text, "severity": "ERROR"} for code, text in LISTED.items()], None),
    ],
)
def test_codes_and_texts_are_read_in_any_likely_form(answer, form):
    assert codes.texts(answer) == LISTED
    assert codes.form(answer) == form


def test_the_sandbox_has_its_list_on_another_host():
    assert codes.place(SANDBOX) == "https://api-stage.bill.com/api/v2/Errors.json"
    assert codes.place(Gateway.at("http://127.0.0.1:8585")) == "http://127.0.0.1:8585/api/v2/Errors.json"


def test_what_v3_was_seen_to_answer_outranks_the_list_and_nothing_else_does():
    known = {code: ways[0].text for code, ways in refusals().items() if ways[0].text != "*"}
    assert codes.compare(known).learnt == {}
    assert [refusals()[code][0].evidence for code in ("BDC_1361", "BDC_1171")] == ["O", "I"]
    listed = {**known, "BDC_1361": "No trust.", "BDC_1171": "Taken: ${paramName0}", "BDC_2000": "New."}
    found = codes.compare(listed)
    assert set(found.otherwise) == {"BDC_1361", "BDC_1171"}
    assert found.otherwise["BDC_1171"]["known"] == "Duplicate number: {0}."
    assert found.learnt == {"BDC_1171": "Taken: ${paramName0}", "BDC_2000": "New."}


def test_parameters_and_spaces_are_no_difference():
    assert codes.compare({"BDC_1111": "No active user for:  ${paramName0}, {1}."}).otherwise == {}


def test_a_target_that_lists_other_texts_teaches_them(monkeypatch, tmp_path):
    """The list of a live target goes into the choices that `serve --choices` takes."""

    def alter(answer: Answer) -> None:
        answer.body["response_data"] |= {"BDC_1205": "No such object: ${paramName0}.", "BDC_2000": "New."}
        del answer.body["response_data"]["BDC_5324"]

    seen, choices = tmp_path / "seen.json", tmp_path / "choices.json"
    with posing({"get_errors": alter}) as where:
        for name, value in where.environ.items():
            monkeypatch.setenv(name, value)
        from billcontracts.questions import PROBES

        monkeypatch.setattr("billcontracts.questions.PROBES", [one for one in PROBES if one.id.startswith("P-ERR-")])
        assert probe(where.url, seen, choices) == 0
        assert [path for _, path in where.pose.asked].count("/api/v2/Errors.json") == 1
    assert json.loads(choices.read_text()) == {
        "error.texts": {"BDC_1205": "No such object: ${paramName0}.", "BDC_2000": "New."},
        "error.list_form": "v2",
    }
    (told,) = [one for one in json.loads(seen.read_text()) if one["id"] == "P-ERR-5"]
    assert "1 new, 1 with another text" in told["seen"]
    assert told["details"]["otherwise"]["BDC_1205"]["known"] == "No data found for object with given ID."
    assert told["details"]["lacking"] == ["BDC_5324"]
