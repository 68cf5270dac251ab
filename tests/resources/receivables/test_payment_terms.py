"""Payment terms: their limits, their days, and whose they are."""

import pytest


def test_a_term_is_made_changed_and_listed(api, receivables):
    term = receivables.term(45)
    assert term == api.get(f"{receivables.terms}/{term['id']}").json
    assert list(term) == ["id", "name", "daysDue", "createdTime", "updatedTime"] and term["id"].startswith("00p")
    changed = api.patch(f"{receivables.terms}/{term['id']}", json={"name": "Slow", "daysDue": 45}).json
    assert changed == term | {"name": "Slow", "updatedTime": changed["updatedTime"]}
    other = receivables.term(0)
    listed = api.get(receivables.terms, query_string={"sort": "daysDue:asc"}).json["results"]
    assert [row["id"] for row in listed] == [other["id"], term["id"]]


def test_two_terms_never_have_the_same_days(api, receivables):
    term, other = receivables.term(30), receivables.term(60)
    twin = api.post(receivables.terms, json={"name": "x", "daysDue": 30})
    text = "A payment term with this number of days already exists."
    assert text in twin.json[0]["message"]
    api.refused(twin, 422)
    api.refused(api.patch(f"{receivables.terms}/{other['id']}", json={"daysDue": 30}), 422)
    assert api.get(f"{receivables.terms}/{other['id']}").json == other
    assert [row["daysDue"] for row in api.get(receivables.terms).json["results"]] == [term["daysDue"], 60]


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"daysDue": -1}, "daysDue: must be greater than or equal to 0"),
        ({"daysDue": 1000}, "daysDue: must be less than or equal to 999"),
        ({"daysDue": None}, "daysDue: must not be null"),
        ({"name": " "}, "name: must not be blank"),
    ],
)
def test_limits(api, receivables, wrong, text):
    api.refused(api.post(receivables.terms, json={"name": "Net", "daysDue": 1, **wrong}), 400, text, code=None)
    term = receivables.term(1)
    if None not in wrong.values():
        api.refused(api.patch(f"{receivables.terms}/{term['id']}", json=wrong), 400, text, code=None)


def test_another_organizations_terms_are_not_found(api, receivables):
    term = receivables.term()
    path = "/v3/organizations/00801AAAAAAAAAA00000/payment-terms"
    for answer in (
        api.get(path),
        api.get(f"{path}/{term['id']}"),
        api.post(path, json={"name": "x", "daysDue": 3}),
        api.patch(f"{path}/{term['id']}", json={"name": "x"}),
    ):
        api.refused(answer, 404, code="BDC_1205")
