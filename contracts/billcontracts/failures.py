"""How a broken promise explains itself: title, what was asked, what came, what was expected, on which evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Wrong

SECRETS = "password|devKey|appKey|apiToken|sessionId|securityKey|access_token|client_secret|rememberMeId|accountNumber|taxId|cvv|pan"
LONGEST = 2_000


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as it is told: without headers, without secrets."""

    method: str = ""
    path: str = ""
    sent: str = ""
    status: int = 0
    answer: str = ""

    @property
    def request(self) -> str:
        return redact(f"{self.method} {self.path} {self.sent}".strip())

    @property
    def told(self) -> str:
        return redact(f"{self.status} {self.answer}".strip())


class Failure(AssertionError):
    """BILL (or what stands for it) broke a promise; `wrong` is in what, where that can be told."""

    def __init__(
        self,
        title: str,
        exchange: Exchange | None = None,
        *,
        expected: str = "",
        evidence: str = "",
        wrong: Sequence[Wrong] = (),
    ) -> None:
        self.title, self.expected, self.evidence = title, expected, evidence
        self.exchange, self.wrong = exchange, list(wrong)
        self.request = exchange.request if exchange else ""
        self.answer = exchange.told if exchange else ""
        lines = [("request", self.request), ("answer", self.answer), ("expected", expected), ("evidence", evidence)]
        super().__init__("\n".join([title, *(f"  {name + ':':<10}{text}" for name, text in lines if text)]))


def redact(text: str) -> str:
    """Without secrets, and not endless."""
    text = re.sub(rf'("(?:{SECRETS})"\s*:\s*")[^"]*"', r'\1…"', text)
    text = re.sub(r"((?:client_secret|token|key)=)[^&\s]*", r"\1…", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
