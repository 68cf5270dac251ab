"""Rate limits on the world's clock, and calls in flight."""

import pytest

from mockbill.gateway.call import Principal
from mockbill.gateway.credentials import Sessions
from mockbill.gateway.limits import Limits


def test_the_hourly_limit_resets_with_the_clock_hour(api, world):
    world.choices.update({"rate_limit.per_hour": 4})
    api.advance(minutes=59)
    answers = [api.login().get("/v3/vendors").status_code for _ in range(4)]
    assert answers == [200] * 4
    api.refused(api.get("/v3/vendors"), 422, "Max number of allowed requests per hour reached: 4.", code="BDC_1144")
    api.advance(minutes=1)
    assert api.get("/v3/vendors").status_code == 200


def test_logins_are_counted_per_developer_key(api, world):
    world.choices.update({"rate_limit.logins_per_hour": 3})
    wanted = {name: api.credentials[name] for name in ("username", "password", "organizationId", "devKey")}
    answers = [api.http.post("/connect/v3/login", json=wanted) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 422]  # the fixture signed in once
    assert answers[-1].json[0]["message"] == "Max number of allowed requests per hour reached: 3."


def test_five_text_messages_a_minute(api):
    answers = [api.post("/v3/mfa/challenge", json={}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [422]
    api.advance(minutes=1)
    assert api.post("/v3/mfa/challenge", json={}).status_code == 200


def test_the_status_of_a_limit_is_a_choice(api, world):
    world.choices.update({"rate_limit.per_hour": 0, "rate_limit.status": 429})
    assert api.get("/v3/vendors").status_code == 429


def test_a_fourth_call_in_flight_is_refused_while_three_are_under_way(api, world):
    limits, caller = world.part(Limits), world.part(Sessions).get(api.headers["sessionId"])
    with limits.admit(caller), limits.admit(caller):
        with limits.admit(caller):
            answer = api.get("/v3/vendors")
            api.refused(answer, 422, "Max number of concurrent requests per organization reached.", code="BDC_1322")
        assert api.get("/v3/vendors").status_code == 200


def test_another_developer_key_has_a_limit_of_its_own(api, world):
    limits, caller = world.part(Limits), world.part(Sessions).get(api.headers["sessionId"])
    other = Principal("session", org=caller.org, key="another key")
    with limits.admit(caller), limits.admit(caller), limits.admit(caller), limits.admit(other):
        pass


def test_limits_can_be_switched_off_and_on(api, world):
    world.choices.update({"rate_limit.per_hour": 0})
    assert api.post("/_mock/limits", json={"enabled": False}).status_code == 200
    assert api.get("/v3/vendors").status_code == 200
    api.post("/_mock/limits", json={"enabled": True})
    assert api.get("/v3/vendors").status_code == 422


@pytest.mark.parametrize("refused_first", [False, True])
def test_a_call_refused_by_the_limit_does_not_count(api, world, refused_first):
    world.choices.update({"rate_limit.per_hour": 1})
    api.get("/v3/vendors")
    if refused_first:
        assert api.get("/v3/vendors").status_code == 422
    world.choices.update({"rate_limit.per_hour": 2})
    assert api.get("/v3/vendors").status_code == 200
