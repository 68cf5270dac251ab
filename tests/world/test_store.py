"""The store: rows, columns, order and copies."""

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
