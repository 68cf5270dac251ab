"""How a notification is signed (D docs/bill-webhook-api-general-rules, O)."""

import hmac
from base64 import b64encode
from hashlib import sha256

HEADER = "x-bill-sha-signature"


def sign(body: bytes, key: str) -> str:
    """Base64 of HMAC-SHA256 over the exact bytes of the body; the key is used as text, not decoded first (O)."""
    return b64encode(hmac.new(key.encode(), body, sha256).digest()).decode()
