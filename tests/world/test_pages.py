"""A page is what a select gives, however the database comes to it."""

import orjson
import pytest

from mockbill.world import store as stores
from mockbill.world.statements import may_be_near
from mockbill.world.store import FEW, Column, Condition, Row, Store, Table

DAY, NUMBER, NOTE = Column("day", index=True), Column("number", "number"), Column("note")
TABLE = Table("thing", (DAY, NUMBER, NOTE))
COUNT = FEW + 60


@pytest.fixture
def store():
    store = Store([TABLE])
    for number in range(COUNT):
        fields = {"id": str(number), "day": f"2026-{1 + number % 12:02d}", "number": number % 7, "note": "a\nb,c"}
        store.insert("thing", Row(fields, org="ab"[number % 5 == 0]))
    yield store
    store.close()


def ids(bodies):
    return [row["id"] for row in orjson.loads(b"[%b]" % bodies)]


CONDITIONS = {
    "all": [],
    "most of a range": [Condition(DAY, "gte", "2026-02")],
    "few of a range": [Condition(DAY, "gt", "2026-11")],
    "a range of two ends": [Condition(DAY, "gt", "2026-03"), Condition(DAY, "lte", "2026-06")],
    "none": [Condition(DAY, "lt", "2000")],
    "one value": [Condition(DAY, "eq", "2026-05")],
}
ORDERS = {"as they came": [], "by number": [(NUMBER, False)], "by day and number": [(DAY, True), (NUMBER, False)]}


@pytest.mark.parametrize("near", [1, 40, 1000])
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("conditions", CONDITIONS.values(), ids=CONDITIONS)
def test_pages_forth_and_back_are_the_rows_of_a_select(store, conditions, order, near, monkeypatch):
    monkeypatch.setattr(stores, "NEAR", near)
    whole = [orjson.loads(row[1])["id"] for row in store.select("thing", "a", conditions, order, limit=-1)]
    page = store.page("thing", "a", conditions, order, most=30)
    pages = [page]
    while page.more:
        page = store.page("thing", "a", conditions, order, most=30, after=page.last)
        pages.append(page)
    assert [id for page in pages for id in ids(page.bodies)] == whole
    for earlier, later in zip(pages, pages[1:], strict=False):
        back = store.page("thing", "a", conditions, order, most=30, after=later.first, backward=True)
        assert ids(back.bodies) == ids(earlier.bodies) and back.more == (earlier is not pages[0])


def test_a_page_may_begin_anywhere_and_be_empty(store):
    found = store.page("thing", "a", [], [], most=3, offset=5)
    whole = [orjson.loads(row[1])["id"] for row in store.select("thing", "a", [], [], limit=-1)]
    assert ids(found.bodies) == whole[5:8] and found.more
    assert store.page("thing", "a", [], [], most=0).bodies == b""
    beyond = store.page("thing", "a", [], [], most=3, offset=COUNT)
    assert (beyond.bodies, beyond.more, beyond.first, beyond.last) == (b"", False, [], [])


def test_an_index_is_asked_first_where_it_gives_the_order_or_one_value():
    wide, one, other = Condition(DAY, "gt", "x"), Condition(DAY, "eq", "x"), Condition(NOTE, "gt", "x")
    assert may_be_near([wide], []) and may_be_near([wide, other], [])
    assert not may_be_near([wide], [(DAY, False)]) and not may_be_near([wide, one], [])
    assert not may_be_near([other], []) and not may_be_near([], [])


def test_a_large_table_gets_an_index_from_the_first_who_sorts_it(store, monkeypatch):
    def indexed():
        return store.db.execute("SELECT count(*) FROM sqlite_master WHERE name='thing_number'").fetchone()[0]

    store.page("thing", "a", [], [(NUMBER, False)], most=9)
    assert not indexed()
    monkeypatch.setattr(stores, "MANY", COUNT)
    store.begin()
    store.page("thing", "a", [], [(NUMBER, True)], most=9)
    assert not indexed()
    store.rollback()
    before = store.page("thing", "a", [], [(NUMBER, False)], most=9)
    store.page("thing", "a", [], [(NUMBER, False), (NOTE, False)], most=9)
    assert indexed()
    store.insert("thing", Row({"id": "new", "day": "", "number": 9, "note": ""}, org="a"))
    assert store.page("thing", "a", [], [(NUMBER, False)], most=9) == before
