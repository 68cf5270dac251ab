"""The examples of docs/testing.md run, and its table knows everything a world offers."""

import re
from pathlib import Path

from mockbill.testing.worlds import MockWorld

pytest_plugins = ["pytester"]
PAGE = (Path(__file__).parents[2] / "docs" / "testing.md").read_text()


def test_every_example_runs(pytester):
    examples = re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    tests = sum(example.count("def test_") for example in examples)
    assert tests >= 6
    pytester.makepyfile(**{f"test_example_{number}": example for number, example in enumerate(examples)})
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=tests)


def test_everything_a_world_offers_is_told():
    offered = {
        name for name in (*vars(MockWorld), "clock", "faults", "requests", "emails", "choices", "app") if name[0] != "_"
    }
    told = set(re.findall(r"`\.?(?:mockbill\.)?([a-z_]+)[`(.\[]", PAGE)) | set(re.findall(r"`\.([a-z_]+)", PAGE))
    assert offered - told <= {"close", "intercept"}  # the block or the fixture closes; intercept has its own chapter
