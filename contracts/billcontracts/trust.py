"""MFA on a live target: a remembered device, or a code that the user is asked for, once in a run."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from billclient import APIError, Client, Session

DEVICE = "billcontracts"


def ask_for_code(client: Client, session: Session, aside: Callable[[], AbstractContextManager[None]]) -> Session:
    """The session's credentials, trusted if the user has a code at hand; else as they were.

    Parameters:
        client: signed in with `session`.
        aside: gives the terminal back to us for as long as we ask.
    """
    with aside():
        if session.rememberMeId or not sys.stdin.isatty():
            return session
        if client.session.info()["mfaStatus"] != "CHALLENGE":
            return session
        print(f"\nPayments and bank accounts need MFA. Have BILL send a code to {session.username}? [y/N] ", end="")
        if input().strip().lower() not in ("y", "yes"):
            return session
        try:
            given = client.mfa.trust(lambda: input("The code: ").strip(), device=DEVICE)
        except APIError as refused:
            print(f"BILL did not take it: {'; '.join(refused.messages)}. Going on without.")
            return session
        print(f"For 30 days: export BILL_REMEMBER_ME_ID={given['rememberMeId']} BILL_DEVICE={DEVICE}")
    return type(session)(
        session.username, session.password, session.organizationId, session.devKey, given["rememberMeId"], DEVICE
    )
