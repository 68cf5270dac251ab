"""The examples of the documents run, and the table of docs/testing.md knows everything a world offers."""

import re
from pathlib import Path

import httpcore  # noqa: F401 - an inner run forgets what it was the first to import, and httpx would know two of it
import pytest

from mockbill.scenarios.script import read
from mockbill.testing.worlds import MockWorld

pytest_plugins = ["pytester"]
DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "testing.md").read_text()


def examples_of(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", (DOCS / page).read_text(), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("page", "least"), [("testing.md", 9), ("scenarios.md", 1)])
def test_every_example_runs(pytester, page, least):
    examples = examples_of(page, "python")
    tests = sum(example.count("def test_") for example in examples)
    assert tests >= least
    pytester.makepyfile(**{f"test_example_{number}": example for number, example in enumerate(examples)})
    pytester.runpytest_inprocess("-p", "no:cacheprovider").assert_outcomes(passed=tests)


def test_the_scenario_that_is_shown_plays(simulation):
    (text,) = examples_of("scenarios.md", "yaml")
    assert not simulation.stage.perform(read(text, "shown")).failure


def test_everything_a_world_offers_is_told():
    offered = {
        name for name in (*vars(MockWorld), "clock", "faults", "requests", "emails", "choices", "app") if name[0] != "_"
    }
    told = set(re.findall(r"`\.?(?:mockbill\.)?([a-z_]+)[`(.\[]", PAGE)) | set(re.findall(r"`\.([a-z_]+)", PAGE))
    assert offered - told <= {"close", "intercept"}  # the block or the fixture closes; intercept has its own chapter
