"""The organization: read and changed by its administrators."""

import pytest


@pytest.fixture
def home(api):
    return f"/v3/organizations/{api.credentials['organizationId']}"


def test_the_organization_is_shown_whole(api, home):
    shown = api.get(home).json
    assert shown["id"] == api.credentials["organizationId"] and shown["archived"] is False
    assert shown["address"]["countryName"] == "United States"
    assert shown["processingOptions"] == {
        "mailingAddressSameAsPhysical": False, "individualTransferOut": False, "individualTransferIn": False,
    }  # fmt: skip
    assert "taxId" not in shown and "partnerName" not in shown


def test_a_change_merges_and_moves_the_time(api, home):
    before = api.get(home).json
    change = {"address": {"zipOrPostalCode": "43605"}, "companyOwner": {"name": "Ida", "dateOfBirth": "1980-02-03"}}
    after = api.patch(home, json=change).json
    assert after["address"] == before["address"] | {"zipOrPostalCode": "43605"}
    assert after["companyOwner"] == change["companyOwner"] and after["updatedTime"] > before["updatedTime"]
    assert api.get(home).json == after


def test_a_country_is_named_anew(api, home):
    assert api.patch(home, json={"address": {"country": "CA"}}).json["address"]["countryName"] == "Canada"


def test_the_address_is_copied_to_the_mailing_address_when_asked(api, home):
    options = {"processingOptions": {"mailingAddressSameAsPhysical": "true"}}
    after = api.patch(home, json=options).json
    assert after["mailingAddress"] == after["address"]
    moved = api.patch(home, json={"address": {"city": "Akron"}}).json
    assert moved["mailingAddress"]["city"] == "Akron"


def test_a_mailing_address_must_become_whole(api, home):
    answer = api.patch(home, json={"mailingAddress": {"line1": "PO Box 1", "country": "US"}})
    rule = "must not be blank"
    api.refused(answer, 400, f"mailingAddress.city: {rule}", f"mailingAddress.zipOrPostalCode: {rule}", code=None)
    assert "mailingAddress" not in api.get(home).json


def test_the_tax_id_is_masked_unless_chosen(api, home, world):
    assert api.patch(home, json={"taxId": "12-3456789", "taxIdType": "EIN"}).json["taxId"] == "**** ****"
    world.choices.update({"organization.mask_tax_id": False})
    assert api.patch(home, json={"taxId": "12-3456789"}).json["taxId"] == "12-3456789"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name: must not be blank"),
        ({"name": "x" * 101}, "name: Maximum length cannot be greater than 100 characters."),
        ({"industry": "x" * 501}, "industry: Maximum length cannot be greater than 500 characters."),
        ({"taxIdType": "VAT"}, "taxIdType: Cannot deserialize"),
        ({"companyOwner": {"dateOfBirth": "03/02/1980"}}, "companyOwner.dateOfBirth: must be a date"),
        ({"address": {"country": "XX"}}, "address.country: Cannot deserialize"),
    ],
)
def test_bad_values_are_400_and_change_nothing(api, home, change, field):
    before = api.get(home).json
    answer = api.patch(home, json=change)
    assert answer.status_code == 400 and field in answer.json[0]["message"], answer.text
    assert api.get(home).json == before


def test_industries_are_listed_and_others_refused_by_choice(api, home, world):
    listed = api.get("/v3/organizations/industries").json["results"]
    assert "Restaurant Caterer or Bar" in listed and listed == list(dict.fromkeys(listed))
    assert api.patch(home, json={"industry": "Kite repair"}).json["industry"] == "Kite repair"
    world.choices.update({"organization.unlisted_industry": "refuse"})
    api.refused(api.patch(home, json={"industry": "Boat repair"}), 422)
    assert api.patch(home, json={"industry": "Printing"}).status_code == 200


@pytest.mark.parametrize("who", ["ben", "dana", "fay"])
def test_it_is_for_administrators(api, home, who):
    caller = api.as_user(f"{who}@mockbill.test")
    api.refused(caller.get(home), 403, code="BDC_1145")
    api.refused(caller.patch(home, json={"phone": "1"}), 403, code="BDC_1145")
    assert caller.get("/v3/organizations/industries").status_code == 200


def test_another_organization_is_not_found(api):
    api.refused(api.get("/v3/organizations/00801AAAAAAAAAA00000"), 404, code="BDC_1205")
    api.refused(api.patch("/v3/organizations/00801AAAAAAAAAA00000", json={}), 404, code="BDC_1205")
