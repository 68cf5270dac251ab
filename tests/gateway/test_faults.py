"""Faults that befall an answer on its way; refusals and delays are in tests/control."""

from mockbill.wsgi import UNCUT


def test_a_server_that_cannot_cut_a_connection_says_so(api):
    api.post("/_mock/faults", json={"lose": "answer", "operation": "listvendors"})
    answer = api.get("/v3/vendors")
    assert answer.status_code == 500 and answer.data == UNCUT


def test_a_fault_has_an_effect_and_no_other(api):
    answer = api.post("/_mock/faults", json={"operation": "listvendors"})
    assert answer.status_code == 400
    assert answer.json["error"].startswith("a fault needs an effect: latency, jitter, code")
    assert api.post("/_mock/faults", json={"lose": "everything"}).status_code == 400


def test_jitter_is_the_same_in_worlds_of_one_seed(simulation, monkeypatch):
    import mockbill.gateway.faults as faults
    from mockbill.gateway.call import Principal

    waits = []
    monkeypatch.setattr(faults, "pause", waits.append)
    operation = next(operation for operation in simulation.operations if operation.id == "listvendors")
    for _ in range(2):
        world = simulation.worlds.create()
        world.part(faults.Faults).add({"jitter": 2.0, "latency": 1.0, "skip": 0, "times": 0, "probability": 1.0})
        for _ in range(3):
            world.part(faults.Faults).meet(operation, Principal("session")).before()
    assert waits[:3] == waits[3:]
    assert all(1 <= wait <= 3 for wait in waits) and len(set(waits)) == 3
