"""Invented values of the same form as real ones: the same value has the same pseudonym, two values never share one."""

import base64
import re
import string
from collections.abc import Callable
from secrets import SystemRandom

from .shapes import ID, UUID

EMAIL = re.compile(r"[^@\s\"']+@[^@\s\"']+\.[A-Za-z]{2,}")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+")
STANDARD = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
RELAY = re.compile(r"[A-Za-z]+:[\w-]+")
BASE32 = "0123456789abcdefghijklmnopqrstuv"
TRIES = 40


class Pseudonyms:
    """Draws them, by chance alone, so that none tells what it stands for."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.avoid: set[str] = set()
        """What no pseudonym may be, as it is written for itself."""
        self._used: set[str] = set()
        self._chance = SystemRandom()

    def of(self, value: str) -> str:
        """The pseudonym of a value."""
        if value not in self.known:
            make = self._maker(value)
            found = next((one for one in (make(value) for _ in range(TRIES)) if self._free(one, value)), None)
            while found is None:  # too short for all there are: longer, then
                longer = make(value) + self._like("x" * 4)
                found = longer if self._free(longer, value) else None
            self._used.add(found)
            self.known[value] = found
        return self.known[value]

    def number(self, value: float) -> float:
        """Another number of the same kind and length; nothing stays nothing."""
        digits = self._like(str(value))
        return type(value)(digits) if digits not in ("", "-") else value

    def _free(self, one: str, value: str) -> bool:
        return one != value and one not in self._used and one not in self.avoid and one not in self.known

    def _maker(self, value: str) -> Callable[[str], str]:
        if ID.fullmatch(value):
            return lambda one: one[:3] + self._like(one[3:])
        if UUID.fullmatch(value):
            return lambda one: one[:4] + "".join(self._chance.choice(BASE32) for _ in one[4:])
        if STANDARD.fullmatch(value):
            return self._hex
        if EMAIL.fullmatch(value):
            return lambda one: f"{self._like(one.partition('@')[0]).replace('@', 'a')}@example.com"
        if ADDRESS.fullmatch(value):
            return lambda one: f"https://files.example.com/{self._like('x' * 16)}"
        if relay(value):
            return self._relay
        return self._like

    def _like(self, value: str) -> str:
        """Digits for digits, capitals for capitals, letters for letters; all else as it is."""
        return "".join(self._sign(sign) for sign in value)

    def _sign(self, sign: str) -> str:
        if sign.isdigit():
            return self._chance.choice(string.digits)
        if sign.isupper():
            return self._chance.choice(string.ascii_uppercase)
        return self._chance.choice(string.ascii_lowercase) if sign.isalpha() else sign

    def _hex(self, value: str) -> str:
        drawn = "".join(self._chance.choice("0123456789abcdef") if sign != "-" else sign for sign in value.lower())
        return f"{drawn[:14]}4{drawn[15:19]}8{drawn[20:]}"

    def _relay(self, value: str) -> str:
        kind, _, rest = relay(value).partition(":")
        inner = self._hex(rest) if STANDARD.fullmatch(rest) else self._like(rest)
        return base64.b64encode(f"{kind}:{inner}".encode()).decode()


def relay(value: str) -> str:
    """What an older id of S&E says (`Card:400012`, in base64); empty of anything else."""
    try:
        told = base64.b64decode(value, validate=True).decode("ascii")
    except ValueError:
        return ""
    return told if RELAY.fullmatch(told) else ""
