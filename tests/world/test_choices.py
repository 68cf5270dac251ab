"""Choices: one table, overridable, never silently wrong."""

import pytest

from mockbill.world.choices import CHOICES, Choices


def test_a_choice_reads_its_default_until_overridden():
    choices = Choices()
    assert choices["rate_limit.status"] == 422
    choices.update({"rate_limit.status": 429})
    assert choices["rate_limit.status"] == 429


@pytest.mark.parametrize(
    "wrong",
    [
        {"nope": 1},
        {"rate_limit.status": 500},
        {"rate_limit.status": True},
        {"rate_limit.concurrent": "3"},
        {"rate_limit.concurrent": -1},
    ],
)
def test_an_unknown_name_or_value_is_refused_and_nothing_changes(wrong):
    choices = Choices()
    with pytest.raises(ValueError):
        choices.update({"list.default_max": 100, **wrong})
    assert choices.overrides == {}


def test_every_choice_says_why_and_allows_its_default():
    for choice in CHOICES.values():
        assert len(choice.reason) > 5
        assert choice.check(choice.default) == choice.default
