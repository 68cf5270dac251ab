"""Invented values of the same form as real ones: the same value has the same pseudonym, two values never share one."""

import base64
import json
import re
import string
from collections.abc import Callable, Iterable
from secrets import SystemRandom
from uuid import UUID as UUID4

from ..shapes import ID, UUID

EMAIL = re.compile(r"[^@\s\"']+@[^@\s\"']+\.[A-Za-z]{2,}")
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+")
STANDARD = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
RELAY = re.compile(r"[A-Za-z]+:[\w-]+")
BASE32 = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv")
PATTERN = "00000000-0000-4000-8000-000000000000"
BARE_ID = re.compile(r"(?<![0-9A-Za-z])[0-9a-z]{3}[0-9A-Za-z]{17}(?![0-9A-Za-z])")
BETWEEN = re.compile(r"[\":,/ ]+")
TRIES = 40


class Pseudonyms:
    """Draws them, by chance alone, so that none tells what it stands for."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.avoid: set[str] = set()
        """What no pseudonym may be, as it is written for itself."""
        self.planned: dict[str, str] = {}
        self.numbers: dict[float, float] = {}
        self.phrases: set[str] = set()
        """Those known that have signs between which a text is taken apart."""
        self._used: set[str] = set()
        self._chance = SystemRandom()

    def of(self, value: str) -> str:
        """The pseudonym of a value."""
        if value not in self.known:
            make = self._maker(value)
            found = self.planned.get(value) or next(
                (one for one in (make(value) for _ in range(TRIES)) if self._free(one, value)), None
            )
            while found is None:  # too short for all there are: longer, then
                longer = make(value) + self._like("x" * 4)
                found = longer if self._free(longer, value) else None
            self._used.add(found)
            self.known[value] = found
            if BETWEEN.search(value):
                self.phrases.add(value)
        return self.known[value]

    def in_order(self, values: Iterable[str]) -> None:
        """Have values of one form (ids of one prefix, numbers of one kind) sort as they do, once they are asked for."""
        by_form: dict[str, list[str]] = {}
        for value in sorted(set(values)):
            if value.strip("0"):
                by_form.setdefault(form(value), []).append(value)
        for found in by_form.values():
            drawn = Pseudonyms()
            for value, one in zip(found, sorted(drawn.of(one) for one in found), strict=True):
                self._used.add(one)
                self.planned[value] = one

    def number(self, value: float) -> float:
        """Another number of the same kind and length."""
        return self.numbers.setdefault(value, type(value)(self._like(str(value))))

    def _free(self, one: str, value: str) -> bool:
        return one != value and one not in self._used and one not in self.avoid and one not in self.known

    def _maker(self, value: str) -> Callable[[str], str]:
        if ID.fullmatch(value):
            return lambda one: one[:3] + self._like(one[3:])
        if UUID.fullmatch(value):
            return lambda one: one[:4] + base32hex(self._hex(PATTERN))
        if STANDARD.fullmatch(value):
            return self._hex
        if EMAIL.fullmatch(value):
            return lambda one: f"{self._like(one.partition('@')[0]).replace('@', 'a')}@example.com"
        if ADDRESS.fullmatch(value):
            return lambda one: f"https://files.example.com/{self._like('x' * 16)}"
        if relay(value):
            return self._relay
        if TOKEN.fullmatch(value):
            return lambda one: ".".join((claims(alg="none"), claims(jti=self._hex(PATTERN)), self._like("x" * 16)))
        return self._mixed

    def _mixed(self, value: str) -> str:
        """A text in which an id that is known has the id's pseudonym (a policy's begins with its organization's)."""
        parts = re.split(f"({BARE_ID.pattern})", value)
        return "".join(self.of(part) if BARE_ID.fullmatch(part) else self._like(part) for part in parts)

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


def form(value: str) -> str:
    """What kind of sign stands where; of an id its prefix."""
    if ID.fullmatch(value):
        return value[:3]
    return re.sub(r"[a-z]", "a", re.sub(r"[A-Z]", "A", re.sub(r"\d", "0", value)))


def base32hex(uuid: str) -> str:
    """A UUID as it stands in an id of S&E."""
    return base64.b32encode(UUID4(uuid).bytes).rstrip(b"=").translate(BASE32).decode()


def claims(**told: str) -> str:
    """A part of a JSON web token."""
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def relay(value: str) -> str:
    """What an older id of S&E says (`Card:400012`, in base64); empty of anything else."""
    try:
        told = base64.b64decode(value, validate=True).decode("ascii")
    except ValueError:
        return ""
    return told if RELAY.fullmatch(told) else ""
