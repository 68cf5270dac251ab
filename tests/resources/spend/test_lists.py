"""The lists of S&E: paging by index, filters, sort."""

import base64

import pytest


def cursor(index):
    return base64.b64encode(f"arrayconnection:{index}".encode()).decode()


def names(answer):
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json["results"]]


def test_the_cursor_is_the_index_of_the_last_row(spend):
    first = spend.get("/v3/spend/users?max=1").json
    assert first["nextPage"] == "YXJyYXljb25uZWN0aW9uOjA="
    assert "prevPage" not in first
    second = spend.get(f"/v3/spend/users?max=1&nextPage={first['nextPage']}").json
    assert second["nextPage"] == cursor(1)
    assert second["results"][0]["firstName"] == "Ines"
    last = spend.get(f"/v3/spend/users?max=1&nextPage={second['nextPage']}").json
    assert "nextPage" not in last
    back = spend.get(f"/v3/spend/users?max=1&prevPage={last['prevPage']}").json
    assert back["results"] == second["results"]
    beyond = spend.get(f"/v3/spend/users?nextPage={cursor(500)}")
    assert (beyond.status_code, beyond.json["results"]) == (200, [])


@pytest.mark.parametrize("text", ["x", "=", "YXJyYXk=", "YXJyYXljb25uZWN0aW9uOi0x", "%ff"])
def test_a_cursor_that_is_none_is_refused(spend, text):
    spend.refused(spend.get(f"/v3/spend/users?nextPage={text}"), 400)
    spend.refused(spend.get(f"/v3/spend/budgets?prevPage={text}"), 400)


def test_max_is_bounded(spend):
    spend.refused(spend.get("/v3/spend/users?max=101"), 400, "max: must be less than or equal to 100")
    spend.refused(spend.get("/v3/spend/budgets?max=0"), 400, "max: must be greater than or equal to 1")
    assert len(spend.get("/v3/spend/users?max=100").json["results"]) == 3


def test_twenty_rows_a_page_unless_told(spend, make_user):
    for count in range(22):
        make_user(first=f"U{count}")
    page = spend.get("/v3/spend/users").json
    assert len(page["results"]) == 20
    assert page["nextPage"] == "YXJyYXljb25uZWN0aW9uOjE5"
    rest = spend.get(f"/v3/spend/users?nextPage={page['nextPage']}").json
    assert [user["firstName"] for user in rest["results"]] == ["U17", "U18", "U19", "U20", "U21"]


def test_unknown_query_names_are_ignored(spend):
    assert len(spend.get("/v3/spend/users?email=x&page=2&limit=1&sort=email:asc").json["results"]) == 3


@pytest.mark.parametrize(
    "filters",
    ["bogus:eq:1", "budgetId:eq:x", "name:ne:x", "retired:eq:maybe", "isBudgetGroup:in:true", "name", "name:eq:a:b"],
)
def test_a_filter_that_does_not_exist_is_refused(spend, filters):
    spend.refused(spend.get("/v3/spend/budgets", query_string={"filters": filters}), 400)


def test_filters_of_budgets(spend, make_budget):
    group = make_budget("Sites", budgetGroup=True)
    child = make_budget("Site one", parentBudgetId=group["id"])
    assert (child["parentBudgetId"], child["parentBudgetUuid"]) == (group["id"], group["uuid"])
    for filters, expected in (
        ("isBudgetGroup:eq:true", ["Sites"]),
        ("name:sw:Sit", ["Sites", "Site one"]),
        ("name:sw:sit", []),
        ('name:eq:"Site one"', ["Site one"]),
        (f"parentBudgetId:eq:{group['uuid']}", ["Site one"]),
        (f"parentBudgetId:eq:{group['id']}", ["Site one"]),
        (f'budgetIds:in:"{group["id"]},{child["uuid"]},x"', ["Sites", "Site one"]),
        (f"budgetIds:eq:{child['id']}", ["Site one"]),
        ("name:sw:Site,isBudgetGroup:eq:false", ["Site one"]),
        ("retired:eq:true", []),
    ):
        assert names(spend.get("/v3/spend/budgets", query_string={"filters": filters})) == expected, filters


def test_two_filters_parameters_or_a_semicolon_filter_nothing(spend, make_budget):
    make_budget()
    everything = ["Company budget", "Field crew"]
    assert names(spend.get("/v3/spend/budgets?filters=name:eq:x&filters=retired:eq:true")) == everything
    assert names(spend.get("/v3/spend/budgets?filters=name:eq:x;retired:eq:true")) == everything
    assert names(spend.get('/v3/spend/budgets?filters=name:eq:"x;y"')) == []


def test_budgets_sort_by_one_field(spend, make_budget):
    make_budget("Alpha", limit=50_000)
    make_budget("Beta", limit=10)
    assert names(spend.get("/v3/spend/budgets?sort=limit:asc")) == ["Beta", "Company budget", "Alpha"]
    assert names(spend.get("/v3/spend/budgets?sort=limit:desc")) == ["Alpha", "Company budget", "Beta"]
    assert names(spend.get("/v3/spend/budgets?sort=name")) == ["Alpha", "Beta", "Company budget"]
    assert names(spend.get("/v3/spend/budgets?sort=spent:asc&max=1")) == ["Company budget"]
    for sort in ("name:asc,limit:asc", "currentPeriod.limit:asc", "owner", "name:up"):
        spend.refused(spend.get(f"/v3/spend/budgets?sort={sort}"), 400)
