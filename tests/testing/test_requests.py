"""Assertions about what was asked of a world."""

import pytest

from mockbill.testing.requests import at

VENDOR = {"name": "Lake", "address": {"line1": "1", "city": "C", "zipOrPostalCode": "1", "country": "US"}}


@pytest.fixture
def asked(mockbill):
    mockbill.client.vendors.create(VENDOR)
    mockbill.client.vendors.create({**VENDOR, "name": "Pine"})
    mockbill.client.vendors.list()
    return mockbill.requests


def test_a_call_is_found_by_what_was_sent_and_answered(asked):
    (request,) = asked.assert_called("createvendor", times=1, body__name="Pine", status=201)
    assert request["answer"]["name"] == "Pine"
    assert len(asked.assert_called("createvendor", answer__id=lambda id: id.startswith("009"))) == 2
    asked.assert_not_called("createbill")
    asked.assert_not_called("createvendor", body__name="Oak")


def test_a_near_miss_is_told_with_what_it_held(asked):
    with pytest.raises(AssertionError) as caught:
        asked.assert_called("createvendor", body__name="Oak", body__address__city="C", body__email="x")
    text = str(caught.value)
    assert text.startswith("expected createvendor at least once with body.name = 'Oak', body.address.city = 'C'")
    assert "#2 POST /connect/v3/vendors → 201, but body.name is 'Lake'; body.email is not there" in text
    assert "body.address.city is" not in text


def test_too_many_calls_are_told(asked):
    with pytest.raises(
        AssertionError, match="expected createvendor 1 time; it came 2 times\\n  #2 POST .*\\n  #3 POST"
    ):
        asked.assert_called("createvendor", times=1)
    with pytest.raises(AssertionError, match="expected listvendors 0 times; it came 1 time"):
        asked.assert_not_called("listvendors")


def test_a_call_that_never_came_is_told_with_what_did(asked):
    with pytest.raises(AssertionError, match="did you mean createvendor?"):
        asked.assert_called("createvendors")
    with pytest.raises(AssertionError, match="what came: login, createvendor, listvendors"):
        asked.assert_called("getpriceplan")


def test_a_path_leads_into_lists():
    request = {"body": {"payments": [{"billId": "00n"}]}}
    assert at(request, ["body", "payments", "0", "billId"]) == "00n"
    assert at(request, ["body", "payments", "1"]) is at(request, ["nothing"])


def test_the_archive_holds_what_the_journal_shows(asked, mockbill):
    log = asked.har()["log"]
    assert log["version"] == "1.2" and log["creator"]["name"] == "mockbill"
    entry = log["entries"][1]
    assert entry["request"]["method"] == "POST" and entry["request"]["url"].endswith("/connect/v3/vendors")
    assert '"name":"Lake"' in entry["request"]["postData"]["text"]
    assert entry["response"]["status"] == 201 and entry["response"]["statusText"] == "Created"
    assert entry["startedDateTime"].startswith("2026-03-02T17:00")
    assert mockbill.credentials["devKey"] not in str(log)
