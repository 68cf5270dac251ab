"""A code is asked for on a terminal only, and only when the user wants one sent."""

import io
import sys
from contextlib import nullcontext
from typing import Any

import pytest
from billclient import NO_RETRY, Client, Session
from billcontracts.trust import DEVICE, ask_for_code

from tests.contracts.posing import Posing, posing


class Terminal(io.StringIO):
    """What the user types."""

    def isatty(self) -> bool:
        return True


def asked(where: Posing, monkeypatch: pytest.MonkeyPatch, typed: io.StringIO) -> tuple[Session, bool]:
    names = ("BILL_USERNAME", "BILL_PASSWORD", "BILL_ORGANIZATION_ID", "BILL_DEV_KEY")
    session = Session(*(where.environ[name] for name in names))
    monkeypatch.setattr(sys, "stdin", typed)
    with Client(session, gateway=where.url, retry=NO_RETRY) as client:
        found = ask_for_code(client, session, nullcontext)
        return found, client.session.info()["mfaStatus"] == "COMPLETE"


@pytest.fixture
def where() -> Any:
    with posing() as found:
        yield found


def test_a_code_makes_this_session_and_the_next_trusted(
    where: Posing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found, trusted = asked(where, monkeypatch, Terminal("y\n123456\n"))
    assert trusted
    assert (found.device, bool(found.rememberMeId)) == (DEVICE, True)
    assert f"export BILL_REMEMBER_ME_ID={found.rememberMeId} BILL_DEVICE={DEVICE}" in capsys.readouterr().out
    with Client(found, gateway=where.url, retry=NO_RETRY) as again:
        assert again.session.login()["trusted"] is True


@pytest.mark.parametrize("typed", [Terminal("\n"), Terminal("y\n000000\n"), io.StringIO("y\n123456\n")])
def test_without_a_code_the_run_goes_on_untrusted(
    where: Posing, monkeypatch: pytest.MonkeyPatch, typed: io.StringIO
) -> None:
    found, trusted = asked(where, monkeypatch, typed)
    assert not trusted
    assert found.rememberMeId is None
