"""What one answer tells of an object the next may not deny."""

from typing import Any

import httpx
import pytest
from billcontracts.consistency import Memory, unsaid
from billcontracts.exchanges import Watch
from billcontracts.failures import Failure
from billcontracts.shapes import Operation

TYPES = {
    "Told": {"id!": "id 009", "name": "str", "lines": [{"amount": "num", "note": "str"}]},
    "Row": {"...": "@Told", "vendorName": "str"},
    "Use": {"id!": "id 009", "name": "str", "amount": "num"},
}
LIST = Operation("listrows", "payables", "GET", "/connect/v3/rows", 200, "page @Row", TYPES)
GET = Operation("getrow", "payables", "GET", "/connect/v3/rows/{id}", 200, "@Row", TYPES)
USE = Operation("getuse", "payables", "GET", "/connect/v3/uses/{id}", 200, "@Use", TYPES)
PATCH = Operation("updaterow", "payables", "PATCH", "/connect/v3/rows/{id}", 200, "@Told", TYPES)
BULK = Operation("bulkrows", "payables", "PATCH", "/connect/v3/rows/bulk", 200, {"rows!": ["@Told"]}, TYPES)
ROW = {"id": "00901ABCDEFGHIJK1a2b", "name": "Heron", "lines": [{"amount": 1.0, "note": "a"}]}


class Told:
    """What a memory makes of one answer after another."""

    def __init__(self) -> None:
        self.memory = Memory()

    def __call__(self, operation: Operation, answer: Any, query: str = "", sent: Any = None) -> list[str]:
        request = httpx.Request(operation.method, f"https://bill.test{operation.path}{query}", json=sent)
        self.memory.asked(request)
        response = httpx.Response(200, json=answer, request=request)
        return [f"{wrong.kind} {wrong.at}" for wrong in self.memory.problems(operation, response)]


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (ROW, []),
        ({**ROW, "name": "Egret"}, ["value Row.name"]),
        ({name: value for name, value in ROW.items() if name != "name"}, ["missing Row.name"]),
        ({**ROW, "lines": [{"amount": 1.0}]}, ["missing Row.lines[].note"]),
        ({**ROW, "vendorName": "New"}, ["missing Row.vendorName"]),
    ],
)
def test_a_list_and_its_row_tell_the_same(told: Told, other: dict[str, Any], found: list[str]) -> None:
    assert told(LIST, {"results": [ROW]}) == []
    assert told(GET, other) == found


def test_after_a_write_all_may_be_otherwise(told: Told) -> None:
    told(GET, ROW)
    assert told(PATCH, {**ROW, "name": "Egret"}) == []
    assert told(GET, {**ROW, "name": "Egret"}) == []


def test_a_write_that_is_under_way_ends_what_is_known(told: Told) -> None:
    told(GET, ROW)
    told.memory.asked(httpx.Request("POST", "https://bill.test/_mock/clock"))
    assert told(GET, {**ROW, "name": "Egret"}) == []


def test_what_a_write_answers_then_reads_so_by_what_both_types_build_on(told: Told) -> None:
    told(PATCH, ROW)
    assert told(GET, {**ROW, "vendorName": "Heron"}) == []  # the answer of a write need not tell it
    told(PATCH, ROW)
    assert told(GET, {"id": ROW["id"], "name": "Heron"}) == ["missing Told.lines"]


def test_two_types_must_agree_where_they_say_the_same(told: Told) -> None:
    told(GET, ROW)
    assert told(USE, {"id": ROW["id"], "name": "Egret", "amount": 5}) == ["value Use.name"]


def test_a_query_that_asks_for_more_is_another_matter(told: Told) -> None:
    told(GET, ROW)
    assert told(GET, {**ROW, "name": "Egret"}, query="?billApprovals=true") == []
    assert told(LIST, {"results": [{**ROW, "name": "Egret"}]}, query="?max=5&filters=x") == ["value Row.name"]


@pytest.mark.parametrize(
    ("sent", "answer", "found"),
    [
        ({"name": "Heron", "unknown": 1}, ROW, []),
        ({"name": "Heron"}, {"id": ROW["id"]}, ["missing answer.name"]),
        ({"name": "", "lines": [{"note": ""}]}, {"id": ROW["id"]}, []),
        ({"name": None}, {"id": ROW["id"]}, []),
        ({"lines": [{"note": "a"}]}, {**ROW, "lines": [{"amount": 1.0}]}, ["missing answer.lines[].note"]),
    ],
)
def test_what_was_sent_is_told(told: Told, sent: Any, answer: Any, found: list[str]) -> None:
    assert told(PATCH, answer, sent=sent) == found


def test_in_bulk_each_by_its_place() -> None:
    bare = {"id": ROW["id"]}
    wrong = list(unsaid(BULK.answer["rows!"], [{"name": "a"}, {"name": "b"}], [ROW, bare], TYPES))
    assert [one.at for one in wrong] == ["answer[].name"]


def test_on_a_mock_it_fails_the_contract_and_elsewhere_it_is_inferred_drift() -> None:
    vendor = {
        "archived": False, "id": ROW["id"], "name": "Heron", "accountType": "NONE",
        "createdTime": "2026-03-02T17:00:00.000+00:00", "updatedTime": "2026-03-02T17:00:00.000+00:00",
    }  # fmt: skip

    def twice(watch: Watch) -> None:
        for more in ({"email": "ap@heron.example"}, {}):
            request = httpx.Request("GET", f"https://bill.test/connect/v3/vendors/{ROW['id']}")
            watch.request(request)
            watch.response(httpx.Response(200, json={**vendor, **more}, request=request))

    with pytest.raises(Failure, match="Vendor.email is gone"):
        twice(Watch())
    live = Watch(strict=False)
    twice(live)
    (found,) = live.drift.worst_first()
    assert (found.at, found.counts) == ("Vendor.email", False)
    assert live.kept["getvendor"]
