"""Lists: size, order, filters, tokens."""

import pytest

ADDRESS = {"line1": "1 Quay", "city": "Oakland", "zipOrPostalCode": "94607", "country": "US"}


def add(api, name, **fields):
    answer = api.post("/v3/vendors", json={"name": name, "address": ADDRESS, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def names(answer):
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json["results"]]


@pytest.fixture
def five(api):
    return [add(api, name) for name in ("Cedar", "Alder", "Birch", "birch", "Elm")]


def query(api, **parameters):
    return api.get("/v3/vendors", query_string=parameters)


def test_without_a_sort_rows_come_as_they_were_made(api, five):
    assert names(query(api)) == ["Cedar", "Alder", "Birch", "birch", "Elm"]


def test_the_last_page_has_no_next_page_and_the_first_no_previous(api, five):
    whole = query(api).json
    assert "nextPage" not in whole and "prevPage" not in whole


@pytest.mark.parametrize("sort", ["", "name:asc", "name:desc", "name", "archived,name:desc", "createdTime:desc"])
@pytest.mark.parametrize("most", [1, 2, 4])
def test_a_walk_forth_and_back_meets_every_row_once(api, five, sort, most):
    whole = names(query(api, sort=sort))
    seen, answer, pages = [], query(api, sort=sort, max=most), []
    while True:
        pages.append(names(answer))
        seen += pages[-1]
        if "nextPage" not in answer.json:
            break
        answer = query(api, page=answer.json["nextPage"])
    assert seen == whole and all(len(page) <= most for page in pages)
    for page in reversed(pages[:-1]):
        answer = query(api, page=answer.json["prevPage"])
        assert names(answer) == page
    assert "prevPage" not in answer.json


@pytest.mark.parametrize("changed", [{"filters": "name:eq:Elm"}, {"sort": "name:desc"}])
def test_a_page_keeps_filters_and_sort_of_its_list_or_refuses_others_by_choice(api, world, five, changed):
    same = {"filters": "archived:eq:false", "sort": "name:asc"}
    page = query(api, **same, max=2).json["nextPage"]
    assert names(query(api, **{**same, **changed}, page=page)) == ["Cedar", "Elm"]
    world.choices.update({"list.changed_query": "refuse"})
    api.refused(query(api, **{**same, **changed}, page=page), 400)
    for alike in (same, {}):
        assert names(query(api, **alike, page=page)) == ["Cedar", "Elm"]


def test_rows_inserted_during_a_walk_neither_repeat_nor_hide_others(api, five):
    first = query(api, sort="name:asc", max=2)
    add(api, "Aaa")
    add(api, "Dogwood")
    rest = query(api, page=first.json["nextPage"], max=100)
    assert names(first) == ["Alder", "Birch"]
    assert names(rest) == ["Cedar", "Dogwood", "Elm", "birch"]


def test_a_token_carries_the_query_and_only_max_overrides_it(api, five):
    first = query(api, sort="name:desc", filters="name:sw:B", max=1)
    assert names(first) == ["Birch"]
    second = query(
        api,
        sort="name:desc",
        max=2,
        page=query(api, sort="name:desc", max=1).json["nextPage"],
        filters="archived:eq:true",
    )
    assert names(second) == ["Elm", "Cedar"]


@pytest.mark.parametrize("token", ["nope", "", "eyJrIjoiYmlsbCJ9", "%00", "e30"])
def test_a_token_that_is_none_is_refused(api, five, token):
    answer = query(api, page=token)
    if token == "":
        assert names(answer)
    else:
        api.refused(answer, 400, "page: invalid")


@pytest.mark.parametrize(
    ("most", "message"),
    [
        ("0", "max: must be greater than or equal to 1"),
        ("101", "max: must be less than or equal to 100"),
        ("-1", "max: must be greater than or equal to 1"),
        ("abc", "Invalid parameter value for parameter,value: max, abc."),
    ],
)
def test_a_size_out_of_range_is_refused(api, most, message):
    api.refused(query(api, max=most), 400, message)


@pytest.mark.parametrize("most", ["1", "100"])
def test_the_bounds_themselves_are_taken(api, five, most):
    assert len(names(query(api, max=most))) == min(int(most), 5)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("name:eq:Birch", ["Birch"]),
        ('name:eq:"Birch"', ["Birch"]),
        ("name:sw:B", ["Birch"]),
        ('name:sw:"b"', ["birch"]),
        ("archived:eq:true", ["Elm"]),
        ("archived:ne:true,name:sw:A", ["Alder"]),
        ("accountType:in:PERSON", ["Alder"]),
        ('accountType:in:"PERSON,BUSINESS"', ["Cedar", "Alder"]),
        ('accountType:nin:"NONE,BUSINESS"', ["Alder"]),
        ("accountType:ne:NONE", ["Cedar", "Alder"]),
        ("address.country:eq:CA", ["Birch"]),
        ("", ["Cedar", "Alder", "Birch", "Elm"]),
    ],
)
def test_operators_and_quoting(api, filters, found):
    add(api, "Cedar", accountType="BUSINESS")
    add(api, "Alder", accountType="PERSON")
    if filters.startswith("name:sw") and "b" in filters:
        add(api, "birch")
    add(api, "Birch", address=ADDRESS | {"country": "CA"})
    elm = add(api, "Elm")
    api.post(f"/v3/vendors/{elm['id']}/archive")
    assert names(query(api, filters=filters)) == found


@pytest.mark.parametrize("form", ['"{0}.000+00:00"', "{0}.000Z", "{0}", '"{0}"'])
def test_times_are_taken_in_every_documented_form(api, form):
    made = add(api, "Old")["createdTime"]
    api.advance(minutes=10)
    add(api, "New")
    after = made[:17] + "59"
    assert names(query(api, filters=f"createdTime:gt:{form.format(after)}")) == ["New"]
    assert names(query(api, filters=f"createdTime:lte:{form.format(after)}")) == ["Old"]
    assert names(query(api, filters=f"createdTime:gte:2026-03-02,createdTime:lt:{form.format(after)}")) == ["Old"]


@pytest.mark.parametrize(
    ("filters", "code", "message"),
    [
        ("bogus:eq:1", "BDC_1130", "Invalid list filter field: bogus."),
        ("name:like:x", "BDC_1131", "Invalid list filter operator: like."),
        ("name:gt:x", "BDC_1131", "Invalid list filter operator: gt."),
        ("archived:eq:maybe", "BDC_1129", "Invalid parameter value for parameter,value: archived, maybe."),
        (
            "createdTime:gte:yesterday",
            "BDC_1129",
            "Invalid parameter value for parameter,value: createdTime, yesterday.",
        ),
        ("accountType:eq:ROBOT", "BDC_1129", "Invalid parameter value for parameter,value: accountType, ROBOT."),
        ("nothing", "BDC_1129", "Invalid parameter value for parameter,value: filters, nothing."),
        ('name:eq:"half', "BDC_1129", 'Invalid parameter value for parameter,value: filters, name:eq:"half.'),
    ],
)
def test_a_filter_that_cannot_be_is_refused(api, filters, code, message):
    answer = query(api, filters=filters)
    api.refused(answer, 400, message, code=code)


@pytest.mark.parametrize("sort", ["bogus", "name:up", "name:asc,bogus:desc", ","])
def test_a_sort_that_cannot_be_is_refused(api, sort):
    assert query(api, sort=sort).status_code == 400


def test_unknown_query_names_are_ignored(api, five):
    assert len(names(query(api, limit=1, offset=3))) == 5
