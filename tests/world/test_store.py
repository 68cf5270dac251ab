"""The store: rows, columns, order and copies."""

import sqlite3
from contextlib import closing

import pytest

from mockbill.world.store import FEW, Column, Condition, Row, Store, Table

TABLE = Table(
    "thing",
    (
        Column("name", index=True),
        Column("amount", "number"),
        Column("open", "flag"),
        Column("hidden.owner"),
        Column("a.b"),
    ),
)


@pytest.fixture
def store():
    store = Store([TABLE])
    yield store
    store.close()


def add(store, id, org="o", **fields):
    hidden = fields.pop("hidden", {})
    return store.insert("thing", Row({"id": id, **fields}, org=org, hidden=hidden))


def ids(rows):
    import orjson

    return [orjson.loads(row[1])["id"] for row in rows]


def test_a_row_comes_back_as_it_was_with_what_is_beside_it(store):
    add(store, "1", name="x", a={"b": "c"}, hidden={"owner": "me"})
    row = store.get("thing", "1", "o")
    assert dict(row) == {"id": "1", "name": "x", "a": {"b": "c"}}
    assert row.hidden == {"owner": "me"} and row.org == "o"


def test_a_row_is_found_by_columns_in_it_below_it_and_beside_it(store):
    add(store, "1", name="x", a={"b": "c"}, hidden={"owner": "me"})
    add(store, "2", name="x")
    assert [row["id"] for row in store.find("thing", "o", name="x")] == ["1", "2"]
    assert [row["id"] for row in store.find("thing", "o", a__b="c")] == ["1"]
    assert [row["id"] for row in store.find("thing", None, hidden__owner="me")] == ["1"]


def test_organizations_do_not_see_each_others_rows(store):
    add(store, "1", org="a")
    assert store.get("thing", "1", "b") is None and store.body("thing", "1", "b") is None
    assert store.find("thing", "b") == []


def test_money_compares_exactly(store):
    add(store, "1", amount=0.1 + 0.2)
    column = TABLE.by_path["amount"]
    assert ids(store.select("thing", "o", [Condition(column, "eq", column.stored(0.3))], (), limit=9)) == ["1"]


def test_text_compares_bytewise_and_ties_fall_to_insertion(store):
    for id, name in (("1", "b"), ("2", "B"), ("3", "b"), ("4", "a")):
        add(store, id, name=name)
    assert ids(store.select("thing", "o", [], [(TABLE.by_path["name"], False)], limit=9)) == ["2", "4", "1", "3"]


@pytest.mark.parametrize("directions", [(False, False), (True, True), (False, True), (True, False)])
@pytest.mark.parametrize("backward", [False, True])
def test_a_walk_by_position_meets_every_row_once(store, directions, backward):
    for number in range(12):
        add(store, str(number), name="ab"[number % 2], amount=number % 3)
    order = [(TABLE.by_path["name"], directions[0]), (TABLE.by_path["amount"], directions[1])]
    whole = ids(store.select("thing", "o", [], order, limit=99))
    seen, position = [], None
    while rows := store.select("thing", "o", [], order, limit=5, after=position, backward=backward):
        seen += ids(rows)
        position = [*rows[-1][2:], rows[-1][0]]
    assert seen == (whole[::-1] if backward else whole)


def test_a_copy_is_a_store_of_its_own(store):
    add(store, "1")
    copy = Store([TABLE], image=store.dump())
    copy.begin()
    add(copy, "2")
    copy.rollback()
    add(copy, "3")
    assert [row["id"] for row in copy.find("thing", "o")] == ["1", "3"]
    assert [row["id"] for row in store.find("thing", "o")] == ["1"]
    copy.close()


def test_a_file_store_can_become_a_copy_and_is_removed_whole(store, tmp_path):
    add(store, "1")
    path = tmp_path / "w.sqlite"
    other = Store([TABLE], str(path))
    other.load(store.dump())
    assert other.get("thing", "1", "o")
    other.destroy()
    assert list(tmp_path.iterdir()) == []


def indexes(store):
    return {name for (name,) in store.db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'")}


def test_indexes_come_once_there_are_rows_and_again_after_a_rollback(store):
    wanted = {"thing_org", "thing_name"}
    for number in range(FEW - 1):
        add(store, str(number))
    assert not wanted & indexes(store)
    store.begin()
    add(store, "undone")
    assert wanted <= indexes(store)
    store.rollback()
    assert not wanted & indexes(store)
    add(store, "kept")
    assert wanted <= indexes(store)


def tables(store):
    return {name for (name,) in store.db.execute("SELECT name FROM sqlite_master WHERE type='table'")}


def test_a_table_comes_with_its_first_use_and_again_after_a_rollback(store):
    assert "thing" not in tables(store) and store.counts() == {"thing": 0}
    store.begin()
    add(store, "undone")
    store.rollback()
    assert "thing" not in tables(store)
    assert store.find("thing", "o") == [] and store.get("thing", "undone") is None
    add(store, "kept")
    assert [row["id"] for row in store.find("thing", "o")] == ["kept"] and store.counts() == {"thing": 1}


@pytest.mark.parametrize(
    "read",
    [
        lambda store: store.get("thing", "1"),
        lambda store: store.body("thing", "1", "o"),
        lambda store: store.find("thing", "o", name="x"),
        lambda store: store.has("thing", "o", name="x"),
        lambda store: store.sweep("thing", "o", []),
        lambda store: store.page("thing", "o", [], [], most=5).bodies,
    ],
)
def test_what_was_never_written_reads_as_nothing_and_changes_no_contents(store, read):
    before = list(store.contents())
    assert not read(store)
    assert list(store.contents()) == before


def test_whether_a_row_is_there_is_known_by_its_columns(store):
    add(store, "1", name="x", a={"b": "c"})
    assert store.has("thing", "o", name="x", a__b="c") and store.has("thing", None, name="x") and store.has("thing")
    assert not store.has("thing", "o", name="x", a__b="d") and not store.has("thing", "other")


def test_a_file_of_another_page_size_can_become_a_copy(store, tmp_path):
    add(store, "1")
    path = str(tmp_path / "w.sqlite")
    with closing(sqlite3.connect(path)) as earlier:
        earlier.execute("PRAGMA page_size=1024")
        earlier.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
    other = Store([TABLE], path)
    other.load(store.dump())
    assert other.get("thing", "1", "o") and other.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.destroy()


def test_a_store_that_became_a_copy_takes_no_table_for_another():
    """SQLite counts the changes of a schema: a statement prepared after two tables came fits after two others."""
    store = Store([Table(name, (Column("name"),)) for name in ("one", "two")])
    image = store.dump()

    def insert(*names):
        for name in names:
            store.insert(name, Row({"id": str(store.counts()[name]), "name": name}, org="o"))

    insert("one", "two", "one")
    store.load(image)
    insert("two", "one")
    assert store.counts() == {"one": 1, "two": 1}
    assert [row["name"] for row in store.find("two", "o")] == ["two"]
    store.close()
