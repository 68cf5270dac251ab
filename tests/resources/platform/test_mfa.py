"""Two-step verification: phones, challenges, remembered devices, the trust of a session."""

import pytest


@pytest.fixture
def phoneless(api, world):
    """A user who has no phone yet."""
    user = world.store.find("user", None, email="eli@mockbill.test")[0]
    user.hidden["phones"] = []
    world.store.update("user", user)
    return api.as_user("eli@mockbill.test")


def challenge(api):
    answer = api.post("/v3/mfa/challenge", json={})
    assert answer.status_code == 200
    return answer.json["challengeId"]


def validate(api, id, token="123456", **more):
    return api.post("/v3/mfa/challenge/validate", json={"challengeId": id, "token": token, **more})


def test_a_phone_is_set_up_in_two_steps_and_trusts_no_session(phoneless):
    assert phoneless.get("/v3/login/session").json["mfaStatus"] == "SETUP"
    setup = phoneless.post("/v3/mfa/setup", json={"phone": "4085550123", "type": "TEXT"}).json["setupId"]
    answer = phoneless.post("/v3/mfa/setup/validate", json={"setupId": setup, "type": "TEXT", "token": "123456"})
    assert answer.json == {"status": "SUCCESS"}
    assert phoneless.get("/v3/mfa/phones").json == {
        "results": [{"type": "MOBILE", "last4digits": "0123", "primary": True}]
    }
    assert phoneless.get("/v3/login/session").json["mfaStatus"] == "CHALLENGE"


def test_a_second_phone_is_refused(api):
    answer = api.post("/v3/mfa/setup", json={"phone": "4085550123", "type": "TEXT"})
    api.refused(answer, 422, "Mfa action blocked.", code="BDC_5324")


def test_secondary_phones_are_gone(phoneless, api):
    assert phoneless.post("/v3/mfa/setup", json={"phone": "1", "type": "TEXT", "primary": False}).status_code == 400
    assert api.post("/v3/mfa/challenge", json={"useBackup": True}).status_code == 400
    assert api.post("/v3/mfa/challenge", json={"useBackup": "false"}).status_code == 200


def test_a_challenge_needs_a_phone(phoneless, api):
    answer = phoneless.post("/v3/mfa/challenge", json={})
    api.refused(answer, 422, "Specified 2-Step Verification phone is not setup or is invalid.", code="BDC_1354")


def test_the_right_code_trusts_this_session_only(api):
    other = api.as_user("ada@mockbill.test")
    assert validate(api, challenge(api)).json["rememberMeId"]
    assert api.get("/v3/login/session").json["mfaStatus"] == "COMPLETE"
    assert other.get("/v3/login/session").json["mfaStatus"] == "CHALLENGE"


def test_a_code_works_once(api):
    id = challenge(api)
    assert validate(api, id).status_code == 200
    assert validate(api, id).status_code == 422


def test_a_wrong_code_is_refused_and_too_many_end_the_challenge(api):
    id = challenge(api)
    for _ in range(5):
        api.refused(validate(api, id, "000000"), 422, code="BDC_1356")
    api.refused(validate(api, id), 422, code="BDC_1358")


@pytest.mark.parametrize("code", ["BDC_1356", "BDC_1374"])
def test_a_code_expires(api, world, code):
    if code != "BDC_1356":
        world.choices.update({"mfa.expired_code": code})
    id = challenge(api)
    api.advance(minutes=10)
    api.refused(validate(api, id), 422, code=code)


def test_a_setup_may_answer_failed_by_choice(phoneless, world):
    world.choices.update({"mfa.setup_wrong_code": "failed"})
    setup = phoneless.post("/v3/mfa/setup", json={"phone": "4085550123", "type": "VOICE"}).json["setupId"]
    answer = phoneless.post("/v3/mfa/setup/validate", json={"setupId": setup, "type": "VOICE", "token": "1"})
    assert (answer.status_code, answer.json) == (200, {"status": "FAILED"})


def remembered(api, remember=True):
    return validate(api, challenge(api), rememberMe=remember, device="laptop").json["rememberMeId"]


def test_a_remembered_device_steps_a_session_up_for_30_days(api):
    id = remembered(api)
    api.login()
    assert api.post("/v3/mfa/step-up", json={"rememberMeId": id, "device": "phone"}).json == {"trusted": False}
    assert api.post("/v3/mfa/step-up", json={"rememberMeId": id, "device": "laptop"}).json == {"trusted": True}
    assert api.get("/v3/login/session").json["mfaStatus"] == "COMPLETE"
    api.advance(days=30)
    api.login()
    answer = api.post("/v3/mfa/step-up", json={"rememberMeId": id, "device": "laptop"})
    assert (answer.status_code, answer.json) == (200, {"trusted": False})


def test_an_id_that_is_not_remembered_is_good_for_nothing_later(api):
    id = remembered(api, remember=False)
    api.login()
    assert api.post("/v3/mfa/step-up", json={"rememberMeId": id, "device": "laptop"}).json == {"trusted": False}


def test_a_remembered_device_signs_in_trusted(api):
    wanted = {name: api.credentials[name] for name in ("username", "password", "organizationId", "devKey")}
    answer = api.http.post("/connect/v3/login", json={**wanted, "rememberMeId": remembered(api), "device": "laptop"})
    assert answer.json["trusted"] is True


def test_codes_under_way_stand_in_the_world(api):
    id = challenge(api)
    assert [code["id"] for code in api.get("/_mock/mfa").json["codes"]] == [id]
