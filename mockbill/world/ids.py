"""Ids, tokens and numbers of a world, all drawn from its seed, so that a run can be repeated.

BILL's ids have 20 characters: a prefix of 3, two digits, ten capital letters and a lower-case base-36
counter (O; D docs/classification-of-bill-generated-ids).
"""

import base64
import random
import secrets
import uuid
from hashlib import blake2b

CAPITALS = bytes(ord("A") + i % 26 for i in range(256))
DIGITS = bytes(ord("0") + i % 10 for i in range(256))
BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
PAIRS = [high + low for high in BASE36 for low in BASE36]
BASE32HEX = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv")


def base36(number: int, width: int) -> str:
    text = ""
    for _ in range(0, width, 2):
        number, pair = divmod(number, len(PAIRS))
        text = PAIRS[pair] + text
    return text[-width:]


def base32hex(drawn: uuid.UUID) -> str:
    """The 26 characters of a UUID in an S&E id."""
    return base64.b32encode(drawn.bytes).rstrip(b"=").translate(BASE32HEX).decode()


def fresh_key() -> str:
    """A random name for a world, unlike any other in any process."""
    return secrets.token_hex(4)


class Ids:
    """Draws what looks random; `count` is the whole state."""

    def __init__(self, seed: str, secret: str) -> None:
        self.seed = seed
        self.secret = secret
        self.count = 0

    def _draw(self, secret: str = "") -> bytes:
        self.count += 1
        return blake2b(f"{self.seed}/{secret}/{self.count}".encode(), digest_size=32).digest()

    def new(self, prefix: str) -> str:
        """A BILL id, e.g. `00901QWKTRYUMOP0004c`."""
        letters = self._draw()[:10].translate(CAPITALS).decode()
        return f"{prefix}01{letters}{base36(self.count, 5)}"

    def uuid(self) -> str:
        """A UUID version 4."""
        return str(uuid.UUID(bytes=self._draw()[:16], version=4))

    def spend(self, prefix: str, kind: str) -> tuple[str, str]:
        """The two ids of an S&E object: base64 of `Kind:number`, and prefix plus base32hex of a UUIDv4 (O)."""
        handle = base32hex(uuid.UUID(bytes=self._draw()[:16], version=4))
        return base64.b64encode(f"{kind}:{400_000 + self.count}".encode()).decode(), f"{prefix}_{handle}"

    def spend_uuid(self, prefix: str, kind: str) -> tuple[str, str]:
        """The two ids of what has no number: the older one is base64 of `Kind:uuid` (O), of the same UUID (I)."""
        drawn = uuid.UUID(bytes=self._draw()[:16], version=4)
        return base64.b64encode(f"{kind}:{drawn}".encode()).decode(), f"{prefix}_{base32hex(drawn)}"

    def capitals(self, length: int) -> str:
        return self._draw()[:length].translate(CAPITALS).decode()

    def digits(self, length: int) -> str:
        return self._draw()[:length].translate(DIGITS).decode()

    def token(self) -> str:
        """An opaque secret; it differs between worlds of one seed and begins with nothing that tells."""
        return base64.urlsafe_b64encode(self._draw(self.secret)).decode().rstrip("=")

    def key(self) -> str:
        """44 characters of base64, the form of a webhook security key (I)."""
        return base64.b64encode(self._draw(self.secret)).decode()

    def dice(self) -> random.Random:
        """A generator of its own for whoever needs many draws (faults with a probability, seeds)."""
        return random.Random(self._draw())
