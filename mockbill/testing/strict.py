"""`--mockbill-strict`: which tests lean on what BILL does not say.

An answer with evidence I rests on a guess, often on choices that have names. A test that passes because of one may
fail against BILL; this tells which do.
"""

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

import pytest

FIXTURES = ("mockbill", "mockbill_server")


class Strict:
    """A plugin of one session; `fail` also fails such tests."""

    def __init__(self, fail: bool) -> None:
        self.fail = fail
        self.leaning: dict[str, list[str]] = {}
        self._seen: WeakKeyDictionary[Any, int] = WeakKeyDictionary()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: Any) -> Iterator[None]:
        yield
        guesses = [guess for name in FIXTURES if name in item.funcargs for guess in self.guesses(item.funcargs[name])]
        if guesses:
            self.leaning[item.nodeid] = list(dict.fromkeys(guesses))
            if self.fail:
                pytest.fail("it relies on what BILL does not say:\n  " + "\n  ".join(self.leaning[item.nodeid]), False)

    def guesses(self, world: Any) -> Iterator[str]:
        """What of a world's answers since the last time rested on a guess."""
        seen = self._seen.get(world, 0)
        for request in world.requests:
            if request["number"] > seen:
                self._seen[world] = request["number"]
                if request["evidence"] == "I":
                    choices = f" ({', '.join(request['choices'])})" if request["choices"] else ""
                    yield f"{request['operation'] or request['path']} → {request['status']}{choices}"

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self.leaning:
            return
        terminalreporter.section("mockbill: tests that rely on what BILL does not say")
        for test, guesses in self.leaning.items():
            terminalreporter.write_line(test)
            for guess in guesses:
                terminalreporter.write_line(f"  {guess}")
