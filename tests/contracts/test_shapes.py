"""The shape check: knows absent from null, and says where an answer is wrong."""

import json
from importlib.resources import files
from typing import Any

import pytest
from billcontracts.shapes import operation_at, operations, problems, refusal_problems, whole

VENDOR = {
    "archived": False,
    "id": "00901QWKTRYUMOPLKa1b",
    "name": "Heron",
    "accountType": "BUSINESS",
    "createdTime": "2026-03-02T17:00:00.000+00:00",
    "updatedTime": "2026-03-02T17:00:00.000+00:00",
}


def wrong(change: dict[str, Any]) -> list[str]:
    body = {name: value for name, value in {**VENDOR, **change}.items() if value is not ...}
    return operations()["getvendor"].problems(200, json.dumps(body).encode())


def test_a_right_answer_has_no_problems() -> None:
    assert wrong({}) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": None}, "answer.name is not str but null"),
        ({"phone": None}, "answer.phone is not str but null"),
        ({"name": ...}, "answer.name is missing"),
        ({"colour": "teal"}, "answer.colour is not documented"),
        ({"archived": "false"}, 'answer.archived is not bool but "false"'),
        ({"id": "00n01QWKTRYUMOPLKa1b"}, 'answer.id is not id 009 but "00n01QWKTRYUMOPLKa1b"'),
        ({"createdTime": "2026-03-02T17:00:00Z"}, 'answer.createdTime is not datetime but "2026-03-02T17:00:00Z"'),
        ({"balance": {"amount": "1.00"}}, 'answer.balance.amount is not num but "1.00"'),
        ({"balance": {"amount": True}}, "answer.balance.amount is not num but true"),
        ({"address": "12 Dock Street"}, 'answer.address is not an object but "12 Dock Street"'),
    ],
)
def test_a_wrong_answer_says_where(change: dict[str, Any], told: str) -> None:
    assert wrong(change) == [told]


def test_a_type_may_be_null_where_it_says_so() -> None:
    types = {"Code": {"name!": "str"}}
    assert list(problems("@Code|null", None, types, "at")) == []
    assert list(problems("@Code|null", {}, types, "at")) == ["at.name is missing"]
    assert list(problems("@Code", None, types, "at")) == ["at is not an object but null"]


def test_a_family_is_written_once_for_all_its_members() -> None:
    told = {
        "types": {"Own": {"name": "str"}},
        "operations": {},
        "family": {
            "members": [{"path": "jobs", "Kind": "Job"}, {"path": "items", "Kind": "Item"}],
            "types": {"$Kind": {"...": "@Own"}},
            "operations": {"get$Kind": ["GET /$path/{id}", 200, {"$path!": "@$Kind"}]},
        },
    }
    assert whole(told)["types"] == {"Own": {"name": "str"}, "Job": {"...": "@Own"}, "Item": {"...": "@Own"}}
    assert told["operations"]["getItem"] == ["GET /items/{id}", 200, {"items!": "@Item"}]
    assert operations()["listclassificationjobs"].answer == "page @Job"


def test_the_one_member_that_may_be_null() -> None:
    assert wrong({"paymentInformation": {"payBySubType": None}}) == []


def test_the_status_is_part_of_the_shape() -> None:
    body = json.dumps(VENDOR).encode()
    assert operations()["createvendor"].problems(200, body) == ["status 200 instead of 201"]


def test_an_empty_answer_is_empty() -> None:
    logout = operations()["logout"]
    assert logout.problems(200, b"") == []
    assert logout.problems(200, b"{}") == ["a body where none is documented"]


def test_an_answer_that_may_be_empty() -> None:
    purposes = operations()["listcardfundingpurposes"]
    assert purposes.problems(200, b"") == []
    assert purposes.problems(200, b'{"results": []}') == []
    assert purposes.problems(200, b"{}") == ["answer.results is missing"]


def test_pages_have_texts_as_cursors() -> None:
    page = {"results": [VENDOR], "nextPage": None}
    told = operations()["listvendors"].problems(200, json.dumps(page).encode())
    assert told == ["answer.nextPage is not str but null"]


def test_a_taken_over_type_may_be_added_to() -> None:
    types = {"Base": {"id!": "str"}}
    assert list(problems({"...": "@Base", "fee": "num"}, {"id": "x", "fee": 1}, types, "it")) == []
    assert list(problems({"...": "@Base"}, {}, types, "it")) == ["it.id is missing"]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/connect/v3/vendors/bulk", "createbulkvendor"),
        ("/connect/v3/vendors/00901X/archive", "archivevendor"),
        ("/connect/v3/nothing", None),
    ],
)
def test_a_place_leads_to_its_operation(path: str, slug: str | None) -> None:
    found = operation_at("POST", path)
    assert (found and found.id) == slug


def test_each_shape_is_of_an_operation_of_the_catalogue() -> None:
    rows = files("billcontracts").joinpath("../../fixtures/catalog.tsv").read_text("utf-8").splitlines()
    catalogue = {tuple(row.split("\t")[:3]) for row in rows if not row.startswith("#")}
    assert {(known.id, known.method) for known in operations().values()} <= {row[:2] for row in catalogue}
    places = {slug: path for slug, _, path in catalogue}
    older_spelling = {"createnewsecuritykey"}
    for known in operations().values():
        if known.id not in older_spelling:
            assert known.path == places[known.id]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html>", "the refusal is not JSON"),
        (b"[]", "the refusal is an empty array"),
        (b'{"error": "x"}', "error is not a list"),
        (b'[{"code": "BDC_1"}]', "error[0].timestamp is missing"),
    ],
)
def test_a_refusal_has_one_shape(body: bytes, told: str) -> None:
    assert refusal_problems(body)[0].startswith(told)
