"""The pytest plugin: fixtures that give each test a BILL of its own. Imports nothing heavy until one is asked for."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .worlds import MockWorld

MARKER = (
    "mockbill(seed, clock, choices, credentials): the world of the `mockbill` fixture: what it holds, the time at"
    " which it stands (or 'real'), overridden choices, an application's own credentials."
)
OPTIONS = ("seed", "clock", "choices", "credentials")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("mockbill_seed", "what the worlds of the mockbill fixtures hold (empty)", default="")
    parser.addini("mockbill_clock", "the ISO 8601 time at which they stand, or real", default="")
    parser.addini("mockbill_choices", "overridden choices, a line each: name = JSON value", type="linelist")
    parser.addini(
        "mockbill_credentials", "an application's own credentials, a line each: name = value", type="linelist"
    )
    parser.getgroup("mockbill").addoption(
        "--mockbill-strict",
        nargs="?",
        const="list",
        choices=("list", "fail"),
        help="list (or fail) the tests whose answers relied on what BILL does not say",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    if strict := config.getoption("--mockbill-strict"):
        from .strict import Strict

        config.pluginmanager.register(Strict(strict == "fail"), "mockbill-strict")


@pytest.fixture
def mockbill(request: pytest.FixtureRequest) -> Iterator["MockWorld"]:
    """A fresh BILL for this test, in this process; `@pytest.mark.mockbill(…)` says what it holds."""
    yield from opened(options_of(request.config) | marked(request.node))


@pytest.fixture(scope="session")
def mockbill_server(request: pytest.FixtureRequest) -> Iterator["MockWorld"]:
    """One BILL for all tests of the session, on a real socket: `.url`, `.env`."""
    for world in opened(options_of(request.config)):
        assert world.url
        yield world


def opened(options: dict[str, Any]) -> Iterator["MockWorld"]:
    from .worlds import world

    try:
        found = world(**options)
        entered = found.__enter__()
    except ValueError as error:
        raise pytest.UsageError(f"mockbill: {error}") from error
    try:
        yield entered
    finally:
        found.__exit__(None, None, None)


def marked(node: Any) -> dict[str, Any]:
    """The options of all `mockbill` markers, the nearest last."""
    options: dict[str, Any] = {}
    for mark in reversed(list(node.iter_markers("mockbill"))):
        unknown = sorted(mark.kwargs.keys() - set(OPTIONS))
        if mark.args or unknown:
            wrong = f"unknown {', '.join(unknown)}" if unknown else "they are named"
            raise pytest.UsageError(f"@pytest.mark.mockbill takes {', '.join(OPTIONS)}; {wrong}")
        options |= mark.kwargs
    return options


def options_of(config: pytest.Config) -> dict[str, Any]:
    """What the ini file says."""
    options: dict[str, Any] = {
        name: config.getini(f"mockbill_{name}") for name in ("seed", "clock") if config.getini(f"mockbill_{name}")
    }
    if choices := pairs(config, "mockbill_choices"):
        options["choices"] = {name: json_of(name, value) for name, value in choices.items()}
    if credentials := pairs(config, "mockbill_credentials"):
        options["credentials"] = credentials
    return options


def pairs(config: pytest.Config, name: str) -> dict[str, str]:
    found = {}
    for line in config.getini(name):
        key, equals, value = line.partition("=")
        if not equals:
            raise pytest.UsageError(f"{name}: a line is `name = value`, not {line!r}")
        found[key.strip()] = value.strip()
    return found


def json_of(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError as error:
        raise pytest.UsageError(f"mockbill_choices: the value of {name} is JSON, not {value!r}") from error
