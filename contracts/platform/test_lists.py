"""Lists: pages, filters and sorting, as all of /connect has them; shown on vendors."""

from collections.abc import Iterator
from typing import Any

import pytest
from billclient import Client
from billcontracts import contract
from billcontracts.factories import Make, unique
from billcontracts.properties import properties
from billcontracts.refusals import CLIENT_ERROR, refused
from hypothesis import given
from hypothesis import strategies as st

COUNT = 7


@pytest.fixture(scope="module")
def rows(make: Make) -> list[dict[str, Any]]:
    """Seven vendors that share the beginning of a name no one else has."""
    family = unique("Wader")
    kinds = ("BUSINESS", "PERSON", "NONE")
    made = [
        make.vendor(name=f"{family} {letter}", accountType=kinds[index % 3], email=f"{letter}@wader.example")
        for index, letter in enumerate("gfaedcb")
    ]
    make.bill.vendors.archive(made[0]["id"])
    return [make.bill.vendors.get(row["id"]) for row in made]


@pytest.fixture(scope="module")
def ours(rows: list[dict[str, Any]]) -> str:
    """The filter that finds exactly them."""
    return f'name:sw:"{rows[0]["name"][:-2]}"'


def walk(bill: Client, **query: Any) -> Iterator[list[str]]:
    """The ids of page after page."""
    page = bill.vendors.list(**query)
    yield [row["id"] for row in page]
    while page.next_page:
        page = bill.vendors.list(max=query["max"], page=page.next_page)
        yield [row["id"] for row in page]


@contract("PL-LIST-001", "max takes 1 and 100.", "O", "observed")
@pytest.mark.parametrize("max", [1, 100])
@pytest.mark.parametrize("kind", ["vendors", "bills", "payments", "chart_of_accounts", "banks"])
def test_max_bounds(bill: Client, kind: str, max: int) -> None:
    assert len(getattr(bill, kind).list(max=max)) <= max


@contract("PL-LIST-002", "max of 0 or 101 is 400.", "O", "observed")
@pytest.mark.parametrize("max", [0, 101, -1])
@pytest.mark.parametrize("kind", ["vendors", "bills", "payments", "chart_of_accounts", "banks"])
def test_max_out_of_bounds(bill: Client, kind: str, max: int) -> None:
    with refused(400):
        getattr(bill, kind).list(max=max)


@contract("PL-LIST-003", "max that is no number is 400.", "I", "docs/search-op-with-lists")
def test_max_no_number(bill: Client) -> None:
    with refused(400):
        bill.vendors.list(max="many")


@contract("PL-LIST-004", "A walk meets every row once, in pages of the size asked for.", "O", "observed")
def test_walk(bill: Client, rows: list[dict[str, Any]], ours: str) -> None:
    pages = list(walk(bill, max=3, filters=ours))
    assert [len(page) for page in pages] == [3, 3, 1]
    assert sorted(sum(pages, [])) == sorted(row["id"] for row in rows)


@contract("PL-LIST-005", "The last page has no nextPage, the first no prevPage: absent, not null.", "O", "observed")
def test_ends(bill: Client, rows: list[dict[str, Any]], ours: str) -> None:
    answer = bill.request("GET", "/v3/vendors", params={"max": 100, "filters": ours})
    assert answer.keys() == {"results"}


@contract("PL-LIST-006", "prevPage leads back to the page before.", "D", "docs/search-op-with-lists")
def test_way_back(bill: Client, rows: list[dict[str, Any]], ours: str) -> None:
    first = bill.vendors.list(max=3, filters=ours, sort="name:asc")
    second = bill.vendors.list(max=3, page=first.next_page)
    back = bill.vendors.list(max=3, page=second.prev_page)
    assert [row["id"] for row in back] == [row["id"] for row in first]


@contract("PL-LIST-007", "A page token carries filters and sort, so later pages need none.", "O", "observed")
def test_token_carries_query(bill: Client, rows: list[dict[str, Any]], ours: str) -> None:
    first = bill.vendors.list(max=4, filters=ours, sort="name:desc")
    second = bill.vendors.list(max=4, page=first.next_page)
    assert [row["name"][-1] for row in [*first, *second]] == list("gfedcba")


@contract(
    "PL-LIST-008",
    "A row made during a walk makes no other row come twice or be left out.",
    "I",
    "docs/search-op-with-lists",
)
def test_insert_during_walk(bill: Client, make: Make) -> None:
    family = unique("Plover")
    made = [make.vendor(name=f"{family} {letter}")["id"] for letter in "bdf"]
    page = bill.vendors.list(max=2, filters=f'name:sw:"{family}"', sort="name:asc")
    make.vendor(name=f"{family} a")
    rest = bill.vendors.list(max=2, page=page.next_page)
    assert [row["id"] for row in [*page, *rest]] == made


@contract("PL-LIST-009", "A page token that is none is refused.", "I", "docs/search-op-with-lists")
def test_bad_token(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.vendors.list(page="no-such-page")


@contract("PL-LIST-010", "Each operator finds what it says.", "D", "docs/filterable-fields")
@pytest.mark.parametrize(
    ("term", "kept"),
    [
        ("accountType:eq:PERSON", "fd"), ("accountType:ne:PERSON", "gaecb"), ('accountType:in:"PERSON,NONE"', "fadc"),
        ('accountType:nin:"PERSON,NONE"', "geb"), ("archived:eq:true", "g"), ("archived:ne:true", "faedcb"),
        ("name:eq:{name} c", "c"), ('name:sw:"{name} a"', "a"),
        ('createdTime:gt:"{first}"', "faedcb"), ('createdTime:gte:"{first}"', "gfaedcb"),
        ('createdTime:lt:"{last}"', "gfaedc"), ('createdTime:lte:"{last}"', "gfaedcb"),
    ],
)  # fmt: skip
def test_operators(bill: Client, rows: list[dict[str, Any]], ours: str, term: str, kept: str) -> None:
    term = term.format(name=rows[0]["name"][:-2], first=rows[0]["createdTime"], last=rows[-1]["createdTime"])
    found = bill.vendors.list(max=100, filters=f"{ours},{term}")
    assert sorted(row["name"][-1] for row in found) == sorted(kept)


@contract("PL-LIST-011", "A list of ids in double quotes finds exactly those rows.", "D", "docs/search-op-with-lists")
def test_ids_in(bill: Client, rows: list[dict[str, Any]]) -> None:
    wanted = sorted(row["id"] for row in rows[2:5])
    found = bill.vendors.list(max=100, filters=f'id:in:"{",".join(wanted)}"')
    assert sorted(row["id"] for row in found) == wanted


@contract("PL-LIST-012", "sw is case-sensitive.", "O", "observed")
def test_starts_with_case(bill: Client, rows: list[dict[str, Any]]) -> None:
    assert len(bill.vendors.list(filters=f'name:sw:"{rows[0]["name"][:-2].upper()}"')) == 0


@contract("PL-LIST-013", "Dates may be given in each of BILL's five forms.", "D", "docs/search-op-with-lists")
@pytest.mark.parametrize("form", ["{0}T00:00:00.000Z", "{0}T00:00:00.000", "{0}T00:00:00", "{0}T00:00", "{0}"])
def test_date_forms(bill: Client, rows: list[dict[str, Any]], ours: str, form: str) -> None:
    since = form.format(rows[0]["createdTime"][:10])
    assert len(bill.vendors.list(max=100, filters=f'{ours},createdTime:gte:"{since}"')) == COUNT


@contract("PL-LIST-014", "Two conditions on one field make a range.", "D", "docs/search-op-with-lists")
def test_range(bill: Client, rows: list[dict[str, Any]], ours: str) -> None:
    low, high = rows[1]["createdTime"], rows[3]["createdTime"]
    found = bill.vendors.list(max=100, filters=f'{ours},createdTime:gte:"{low}",createdTime:lte:"{high}"')
    assert sorted(row["name"][-1] for row in found) == ["a", "e", "f"]


@contract(
    "PL-LIST-015", "A filter on an unknown field, with an unknown operator or a bad value is 400.", "O", "observed"
)
@pytest.mark.parametrize(
    "term",
    ["colour:eq:teal", "name:like:x", "archived:eq:maybe", "createdTime:gte:yesterday", "accountType:eq:CHARITY"],
)
def test_bad_filter(bill: Client, term: str) -> None:
    with refused(400):
        bill.vendors.list(filters=term)


@contract(
    "PL-LIST-016", "sort takes a field with asc or desc, and ascends without either.", "D", "docs/search-op-with-lists"
)
@pytest.mark.parametrize(
    ("sort", "order"),
    [("name:asc", "abcdefg"), ("name:desc", "gfedcba"), ("name", "abcdefg"), ("createdTime:asc", "gfaedcb")],
)
def test_sort(bill: Client, rows: list[dict[str, Any]], ours: str, sort: str, order: str) -> None:
    assert [row["name"][-1] for row in bill.vendors.list(max=100, filters=ours, sort=sort)] == list(order)


@contract("PL-LIST-017", "A sort on an unknown field is refused.", "I", "docs/sortable-fields")
def test_bad_sort(bill: Client) -> None:
    with refused(CLIENT_ERROR):
        bill.vendors.list(sort="colour:asc")


@contract(
    "PL-LIST-018", "Whatever the filter, sort and size, the pages partition the rows.", "D", "docs/search-op-with-lists"
)
@properties
@given(
    size=st.integers(1, 8),
    sort=st.sampled_from(
        [None, "name:asc", "name:desc", "archived", "email:desc", "createdTime:asc", "updatedTime:desc"]
    ),
    term=st.sampled_from(["", ",archived:eq:false", ",accountType:ne:NONE", ',accountType:in:"PERSON,BUSINESS"']),
)
def test_pages_partition(
    bill: Client, rows: list[dict[str, Any]], ours: str, size: int, sort: str | None, term: str
) -> None:
    whole = [row["id"] for row in bill.vendors.list(max=100, filters=ours + term, sort=sort)]
    pages = list(walk(bill, max=size, filters=ours + term, sort=sort))
    assert sum(pages, []) == whole
    assert all(len(page) == size for page in pages[:-1])
