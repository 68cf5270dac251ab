"""Scenarios as they are written: mistakes are told where they are."""

import pytest

from mockbill.scenarios.script import find, read

WHOLE = "about: a\nlesson: b\nplay:\n  - call: listvendors\n"


def test_a_scenario_is_read_top_to_bottom():
    scenario = read(WHOLE + "then:\n  - advance: {days: 1}\n", "mine")
    assert scenario.name == "mine" and scenario.world.seed == "empty"
    assert scenario.play[0].call == "listvendors" and scenario.then[0].advance == {"days": 1}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("about: a\n", "scenario x: lesson: Field required"),
        (WHOLE + "afterwards: []\n", "afterwards: Extra inputs are not permitted"),
        (WHOLE.replace("call", "cal"), "play.0.cal: Extra inputs"),
        (WHOLE + "then: [{advance: {days: 1}, call: x}]", "then.0: .* has one of call, .*; this one has call, advance"),
        (WHOLE + "then: [{by: me}]", "this one has none"),
        ("- a\n", "scenario x"),
        ("a: [", "scenario x is no YAML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_is(text, wrong):
    with pytest.raises(ValueError, match=wrong):
        read(text, "x")


def test_a_scenario_is_found_by_name_or_file(tmp_path):
    assert find("mfa-needed").lesson
    file = tmp_path / "mine.yaml"
    file.write_text(WHOLE)
    assert find(str(file)).name == "mine"
    with pytest.raises(ValueError, match="there is no scenario 'none'; there are .*mfa-needed"):
        find("none")
