"""What could be wrong with an answer: derived from its shape, and made so."""

import json
from typing import Any

import pytest
from billcontracts.deviations import Answer, Deviation, altered, members, of_event, of_operation
from billcontracts.shapes import Operation, operations

TYPES = {"Row": {"id!": "id 009", "note": "str", "lines": [{"amount!": "num"}], "parent": "@Row"}}
LIST = Operation("listrows", "payables", "GET", "/connect/v3/rows", 200, "page @Row", TYPES)
MAKE = Operation("createrow", "payables", "POST", "/connect/v3/rows", 201, "@Row", TYPES)
REFUSED = Answer(404, json.dumps([{"code": "BDC_1205", "message": "Not there."}]).encode())


def row(**more: Any) -> Answer:
    return Answer(201, json.dumps({"id": "00901ABCDEFGHIJK1a2b", **more}).encode())


def test_members_of_a_page_are_found_and_a_type_within_itself_once() -> None:
    found = dict(members("page @Row", TYPES))
    assert found["results.[].lines.[].amount"] is True
    assert found["results.[].note"] is found["nextPage"] is False
    assert [at for at in found if at.startswith("results.[].parent")] == ["results.[].parent"]


def test_a_list_can_ignore_only_what_it_takes() -> None:
    kinds = {one.kind for one in of_operation(LIST, ["max", "page"])}
    assert {"unlimited", "unpaged", "gap", "repeat"} <= kinds
    assert not {"unfiltered", "unsorted", "undone"} & kinds


def test_a_write_can_be_left_undone_and_a_refusal_be_another() -> None:
    found = {one.id for one in of_operation(MAKE, (), ["404 BDC_1205"])}
    assert {"createrow undone", "createrow status", "createrow refused-code 404 BDC_1205"} <= found
    assert "createrow null id" not in found  # what is always there is never unset


@pytest.mark.parametrize(
    ("kind", "at", "before", "after"),
    [
        ("drop", "note", {"note": "a"}, {}),
        ("type", "note", {"note": "a"}, {"note": ["a"]}),
        ("null", "note", {}, {"note": None}),
        ("drop", "lines.[].amount", {"lines": [{"amount": 1}, {"amount": 2}]}, {"lines": [{}, {}]}),
    ],
)
def test_a_member_goes_wrong(kind: str, at: str, before: Any, after: Any) -> None:
    wrong = altered(Deviation("createrow", kind, at), row(**before))
    assert wrong == row(**after)


@pytest.mark.parametrize(("kind", "at"), [("drop", "note"), ("type", "lines.[].amount"), ("refused-code", "404 X")])
def test_what_is_not_there_cannot_go_wrong(kind: str, at: str) -> None:
    assert altered(Deviation("createrow", kind, at), row()) is None


def test_a_set_member_is_not_made_null() -> None:
    assert altered(Deviation("createrow", "null", "note"), row(note="a")) is None


@pytest.mark.parametrize(
    ("kind", "status", "refusal"),
    [
        ("refused-status", 422, "422 BDC_1205"),
        ("refused-code", 404, "404 BDC_9999"),
        ("refused-text", 404, "404 BDC_1205"),
    ],
)
def test_a_refusal_goes_wrong(kind: str, status: int, refusal: str) -> None:
    wrong = altered(Deviation("createrow", kind, "404 BDC_1205"), REFUSED)
    assert wrong and (wrong.status, wrong.refusal) == (status, refusal)
    assert wrong != REFUSED


def test_every_operation_and_notification_can_go_wrong() -> None:
    for operation in operations().values():
        assert of_operation(operation), operation.id
    kinds = {one.kind for one in of_event("vendor.created")}
    assert {"unsigned", "missing", "twice", "late", "drop", "type"} <= kinds
