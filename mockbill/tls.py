"""A throw-away certificate authority, so that clients of any language can be led to the mock under BILL's own hosts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HOSTS = (
    "gateway.stage.bill.com", "gateway.prod.bill.com", "app-dev-bdc-stg.divvy.co", "api.divvy.co", "api-stage.bill.com",
)  # fmt: skip
"""BILL's gateways, the hosts that give a card's number for a token (D docs/virtual-cards), and the one of the list of
error codes (D docs/common-api-error-codes)."""
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Certificate:
    """Where the certificate and the key of a server lie."""

    chain: Path
    key: Path


@contextmanager
def throw_away(ca: Path, *hosts: str) -> Iterator[Certificate]:
    """A certificate for BILL's hosts and these, signed by an authority that is forgotten; `ca` is what clients trust.

    Raises:
        ImportError: trustme is not installed (`pip install 'mockbill[tls]'`).
    """
    import trustme

    authority = trustme.CA(organization_name="mockbill")
    made = authority.issue_cert(*dict.fromkeys([*HOSTS, *HERE, *hosts]))
    authority.cert_pem.write_to_path(ca)
    with TemporaryDirectory() as folder:
        found = Certificate(Path(folder, "chain.pem"), Path(folder, "key.pem"))
        for blob in made.cert_chain_pems:
            blob.write_to_path(found.chain, append=True)
        made.private_key_pem.write_to_path(found.key)
        yield found
