"""Every scenario of the library plays as it is written, on the moved clock."""

import pytest

from mockbill.scenarios.script import library

MET = {
    "session-expiry-during-sync", "three-concurrency-storm", "page-walk-while-rows-change", "duplicate-webhook",
    "webhook-before-the-api-answers", "failed-ach-after-paid", "returned-check", "voided-payment", "mfa-needed",
    "vendor-joins-the-network", "approval-denied", "card-declined", "bulk-with-one-bad-row", "document-upload-stuck",
    "subscription-disabled-after-retries",
}  # fmt: skip
"""What integrators really meet."""


def test_the_library_holds_what_integrators_meet():
    assert set(library()) >= MET


@pytest.mark.parametrize("name", library())
def test_it_plays(simulation, name):
    worlds = len(simulation.worlds.all())
    report = simulation.stage.perform(library()[name])
    assert not report.failure
    assert {step.part for step in report.steps} >= {"play", "then"}
    assert len(simulation.worlds.all()) == worlds
