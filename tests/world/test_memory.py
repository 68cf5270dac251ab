"""What a store remembers is never older than what it holds."""

import orjson
import pytest

from mockbill.world import memory
from mockbill.world.memory import Memory, Page
from mockbill.world.store import Among, Column, Condition, Row, Store, Table

NAME = Column("name")
TABLES = [Table("thing", (NAME,)), Table("other", (NAME,))]
KEY = TABLES[0].by_path["id"]
AMONG = Among(KEY, "in", Condition(NAME, "eq", "x"), kind="other", source=NAME, org="o")


@pytest.fixture
def store():
    store = Store(TABLES)
    store.insert("thing", Row({"id": "x", "name": "first"}, org="o"))
    store.insert("other", Row({"id": "1", "name": "x"}, org="o"))
    yield store
    store.close()


def page(store, *conditions):
    return orjson.loads(b"[%b]" % store.page("thing", "o", conditions, (), most=10).bodies)


def test_a_page_is_read_once_while_nothing_changes(store):
    first = page(store)
    store.db.execute("""UPDATE thing SET body = '"behind its back"'""")
    assert page(store) == first


@pytest.mark.parametrize("change", ["insert", "update", "delete", "rollback", "load"])
def test_whatever_changes_a_table_changes_its_pages(store, change):
    image = store.dump()
    row = store.get("thing", "x")
    if change == "rollback":
        store.begin()
        store.insert("thing", Row({"id": "y"}, org="o"))
        assert len(page(store)) == 2
        store.rollback()
        assert len(page(store)) == 1
        return
    if change == "load":
        store.delete("thing", row)
        assert page(store) == []
        store.load(image)
        assert len(page(store)) == 1
        return
    before = page(store)
    if change == "insert":
        store.insert("thing", Row({"id": "y"}, org="o"))
    elif change == "update":
        row["name"] = "second"
        store.update("thing", row)
    else:
        store.delete("thing", row)
    assert page(store) != before


def test_a_page_that_looks_into_another_table_follows_that_one_too(store):
    assert len(page(store, AMONG)) == 1
    store.delete("other", store.get("other", "1"))
    assert page(store, AMONG) == []


def test_it_keeps_a_bounded_number_of_pages_of_bounded_size():
    kept = Memory()
    for number in range(memory.PAGES + 1):
        kept.keep_page((number,), (0,), Page(b"row", False, [1], [1]))
    assert kept.page((0,), (0,)) is None and kept.page((1,), (0,)) == Page(b"row", False, [1], [1])
    kept.keep_page(("large",), (0,), Page(b"x" * (memory.PAGE_BYTES + 1), False, [1], [1]))
    assert kept.page(("large",), (0,)) is None


def test_what_is_gone_takes_no_other_answer_with_it(store):
    """Deliveries sweep their history all the time: the answers of the API must outlive that."""
    first = store.body("thing", "x", "o")
    store.db.execute("UPDATE thing SET body = 'behind its back'")
    assert store.sweep("thing", "o", [Condition(NAME, "eq", "nobody")]) == 0
    store.delete("other", store.get("other", "1"))
    assert store.body("thing", "x", "o") == first
    assert store.sweep("thing", "o", [Condition(NAME, "eq", "first")]) == 1
    assert store.body("thing", "x", "o") is None


def test_a_row_is_remembered_as_it_was_written_last(store):
    store.db.execute("UPDATE thing SET body = 'behind its back'")
    row = store.get("thing", "x", "o")
    assert row["name"] == "first"  # as it was inserted
    row["name"], row.hidden = "second", {"owner": "me"}
    store.update("thing", row)
    again = store.get("thing", "x", "o")
    assert dict(again) == {"id": "x", "name": "second"} and again.hidden == {"owner": "me"} and again.seq == row.seq
    assert store.get("thing", "x", "other") is None and store.body("thing", "x", "other") is None
    store.delete("thing", again)
    assert store.get("thing", "x") is None and store.body("thing", "x", "o") is None


def test_what_was_rolled_back_is_not_remembered(store):
    row = store.get("thing", "x")
    store.begin()
    row["name"] = "undone"
    store.update("thing", row)
    store.insert("thing", Row({"id": "y", "name": "undone"}, org="o"))
    store.rollback()
    assert store.get("thing", "x")["name"] == "first" and store.get("thing", "y") is None


def test_it_keeps_a_bounded_number_of_rows_of_bounded_size(monkeypatch):
    monkeypatch.setattr(memory, "ROWS", 2)
    kept = Memory()
    for key in "abc":
        kept.keep_row("thing", key, (1, "o", b"{}", None))
    assert kept.row("thing", "a") is None and kept.row("thing", "c")
    kept.keep_row("thing", "large", (1, "o", b"x" * (memory.ROW_BYTES + 1), None))
    assert kept.row("thing", "large") is None
