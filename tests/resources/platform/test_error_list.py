"""BILL's list of error codes: served to anyone, and what it says otherwise is said by refusals too."""

import pytest
from werkzeug.test import Client

from mockbill.gateway.errors import CODES, refuse_for


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/api/v2/Errors.json", "/v2/Errors.json"])
def test_anyone_reads_it_by_either_method(simulation, world, method, path):
    stranger = Client(simulation.app(world))
    answer = stranger.open(path, method=method, data="anything" if method == "POST" else None)
    assert answer.status_code == 200
    assert (answer.json["response_status"], answer.json["response_message"]) == (0, "Success")
    texts = answer.json["response_data"]
    assert list(texts) == sorted(CODES)
    assert texts["BDC_1109"] == "Session is invalid.  Please log in."
    assert texts["BDC_1111"] == "No active user for: ${paramName0}, ${paramName1}."


def test_it_may_come_bare(api):
    api.patch("/_mock/choices", json={"error.list_form": "bare"})
    assert set(api.http.get("/v2/Errors.json").json) == set(CODES)


def test_a_text_that_was_learnt_is_listed_and_said_with_its_parameters(api):
    learnt = {
        "BDC_1205": "There is no such object.",
        "BDC_1143": "Bad ${paramName0}: ${paramName1}",
        "BDC_1999": "New.",
    }
    api.patch("/_mock/choices", json={"error.texts": learnt})
    listed = api.http.get("/v2/Errors.json").json["response_data"]
    assert len(listed) == len(CODES) + 1 and listed.items() >= learnt.items()
    assert api.get("/v3/vendors/00901AAAAAAAAAAAAAAA").json[0]["message"] == "There is no such object."
    long = {"name": "N" * 201, "address": {"line1": "1", "city": "C", "zipOrPostalCode": "94607", "country": "US"}}
    (told,) = api.post("/v3/vendors", json=long).json
    assert told["message"].startswith("Bad name: Maximum length")


def test_what_a_payment_is_refused_for_twice_keeps_its_bill_in_front():
    """The payments core tells a refusal plain and with the bill's id."""
    plain, about = refuse_for("BDC_1159", "00n01X").body("now", {"BDC_1159": "Too much."})
    assert (plain["message"], about["message"]) == ("Too much.", "00n01X : Too much.")


def test_a_refusal_in_words_of_ours_names_the_choice(api):
    assert api.get("/v3/vendors/00901AAAAAAAAAAAAAAA").headers["X-Mockbill-Choices"] == "error.texts"
    assert "X-Mockbill-Choices" not in api.http.get("/connect/v3/vendors").headers  # BDC_1109 was observed


@pytest.mark.parametrize("wrong", [[], "none", {"BDC_1205": 1}])
def test_texts_are_texts(api, wrong):
    answer = api.patch("/_mock/choices", json={"error.texts": wrong})
    assert answer.status_code == 400 and "error.texts" in answer.json["error"]
