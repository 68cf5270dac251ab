"""Many worlds in one process; the credential chooses."""

import pytest

from mockbill.world.world import World


def test_each_new_world_has_credentials_of_its_own(simulation):
    one, other = simulation.worlds.create(), simulation.worlds.create()
    mine, theirs = one.store.meta("credentials"), other.store.meta("credentials")
    for name in ("devKey", "apiToken", "clientId", "clientSecret"):
        assert mine[name] != theirs[name]
    assert simulation.worlds.of_credential(mine["devKey"]) is one
    assert simulation.worlds.of_credential(theirs["clientId"]) is other


def test_a_session_of_one_world_is_refused_by_another(simulation, api, world):
    assert simulation.worlds.of_token(api.headers["sessionId"]) is world
    other = simulation.worlds.create()
    key = other.store.meta("credentials")["devKey"]
    answer = api.get("/v3/vendors", headers={"devKey": key})
    api.refused(answer, 401, code="BDC_1109")


def test_an_unknown_credential_is_refused_by_the_default_world(simulation):
    from werkzeug.test import Client

    answer = Client(simulation.app()).get("/connect/v3/vendors", headers={"devKey": "nobody", "sessionId": "nobody"})
    assert answer.status_code == 401


def test_a_removed_world_is_forgotten(simulation):
    world = simulation.worlds.create("short-lived")
    key = world.store.meta("credentials")["devKey"]
    simulation.worlds.remove("short-lived")
    assert simulation.worlds.of_credential(key) is None
    assert isinstance(simulation.worlds.default, World)


def test_the_default_world_cannot_be_removed(simulation):
    with pytest.raises(ValueError, match="reset it"):
        simulation.worlds.remove("default")


def test_reset_brings_a_world_back_to_its_beginning(api, world):
    world.reset()
    before = world.fingerprint()
    api.login().post("/v3/classifications/chart-of-accounts", json={"name": "Boats"})
    assert world.fingerprint() != before
    world.reset()
    assert world.fingerprint() == before
