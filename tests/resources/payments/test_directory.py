"""Who is found in the directory of the network, and who is not."""

import pytest


def names(api, name, **query):
    answer = api.get("/v3/network", query_string={"name": name, **query})
    assert answer.status_code == 200, answer.text
    return [row["name"] for row in answer.json["results"]]


@pytest.mark.parametrize(
    ("name", "scope", "found"),
    [
        ("music", "BILL", ["Happy Music Supplies"]), ("MUSIC happy", "BILL", ["Happy Music Supplies"]),
        ("musi", "BILL", []), ("freight", "BILL", ["Crescent Freight Lines"]), ("telecom", "BILL", []),
        ("harbor", "BILL", []), ("Quiet Harbor Holdings", "ALL", []), ("...", "BILL", []),
        ("tele", "RPPS", ["Mock Telecom"]), ("o", "RPPS", ["Mock Telecom", "Great Lakes Power & Light"]),
        ("music", "RPPS", []), ("tele", "ALL", ["Mock Telecom"]), ("lines", "ALL", ["Crescent Freight Lines"]),
        (" music ", "BILL", ["Happy Music Supplies"]), ("lak", "ALL", ["Great Lakes Power & Light"]),
    ],
)  # fmt: skip
def test_complete_words_of_organizations_and_parts_of_national_vendors(api, name, scope, found):
    assert names(api, name, scope=scope) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"name": "music", "zipOrPostalCode": "95113"}, 1), ({"name": "music", "zipOrPostalCode": "951"}, 0),
        ({"name": "power", "scope": "RPPS", "zipOrPostalCode": "482"}, 1),
        ({"name": "power", "scope": "RPPS", "zipOrPostalCode": "8201"}, 0),
        ({"name": "telecom", "scope": "RPPS", "accountNumber": "0123456789"}, 1),
        ({"name": "telecom", "scope": "RPPS", "accountNumber": "012345678"}, 0),
        ({"name": "telecom", "scope": "RPPS", "accountNumber": "012345678X"}, 0),
        ({"name": "power", "scope": "RPPS", "accountNumber": "any"}, 1),
    ],
)  # fmt: skip
def test_a_zip_code_and_an_account_number_narrow(api, query, found):
    assert len(names(api, **query)) == found


def test_an_entry_shows_no_more_than_is_public(api):
    [row] = api.get("/v3/network?name=packaging").json["results"]
    assert row == {
        "id": "4417700234567890", "name": "Maumee Valley Packaging", "type": "BILL",
        "addresses": [{
            "line1": "1200 Conant Street", "city": "Maumee", "stateOrProvince": "OH", "zipOrPostalCode": "43537",
            "country": "US",
        }],
        "managedBy": {"name": "Swan Creek Accounting", "email": "desk@swancreek.example", "emailDomain": "swancreek.example"},
    }  # fmt: skip


def test_bad_queries_are_refused(api, world):
    api.refused(api.get("/v3/network"), 400, code="BDC_1108")
    api.refused(api.get("/v3/network?name=music&scope=MARS"), 400, code="BDC_1129")
    api.refused(api.get("/v3/network?name=mu"), 400, "name: size must be between 3 and 2147483647")
    api.refused(api.get("/v3/network?name=mu&scope=ALL"), 400)
    world.choices.update({"network.short_name": "nothing"})
    assert names(api, "mu") == [] and names(api, "mo", scope="ALL") == ["Mock Telecom"]


def test_where_no_scope_looks_is_a_choice(api, world):
    assert names(api, "telecom") == []
    world.choices.update({"network.scope": "ALL"})
    assert names(api, "telecom") == ["Mock Telecom"]


@pytest.mark.parametrize(
    ("networks", "found"), [("RPPS", 1), ("BILL,RPPS", 1), ("RPPS, BILL", 1), ("BILL", 0), ("MARS", 0), ("", 0)]
)
def test_the_older_name_of_the_scope_is_known(api, networks, found):
    assert len(names(api, "telecom", networks=networks)) == found
    assert names(api, "telecom", networks=networks, scope="BILL") == []


def test_a_search_names_no_more_than_25(api):
    for number in range(30):
        assert api.post("/_mock/network/organizations", json={"name": f"Plover {number}"}).status_code == 200
    assert len(names(api, "plover")) == 25


def test_who_joins_is_found_by_its_profile(api):
    added = api.post(
        "/_mock/network/organizations", json={"name": "Dune Optics", "type": "RPPS", "profile": "LIMITED"}
    ).json
    assert added["id"].startswith("0rv") and names(api, "optic", scope="RPPS") == ["Dune Optics"]
    private = {"name": "Dune Shell Co", "profile": "PRIVATE", "networkId": "1234567890123456"}
    assert api.post("/_mock/network/organizations", json=private).json["id"] == "1234567890123456"
    assert names(api, "shell") == []
    assert api.post("/_mock/network/organizations", json=private).status_code == 400
    assert api.post("/_mock/network/organizations", json={"name": "x", "addresses": []}).status_code == 400
    assert len(api.get("/_mock/network").json["organizations"]) == 9
