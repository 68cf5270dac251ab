"""What the tests of recordings share: a few contracts, and how they are recorded on a mock that poses as the sandbox.

`python -m tests.contracts.recordings` makes the one that is kept in `fixtures/recordings/` anew.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from billcontracts.recorded.recording import Recording, read

from tests.contracts.posing import Posing, posing

CONTRACTS = """
import pytest
from billcontracts import contract
from billcontracts.factories import unique
from billcontracts.refusals import refused
from hypothesis import given, strategies as st
from concurrent.futures import ThreadPoolExecutor

@pytest.fixture(scope="module")
def shared(make):
    return make.vendor(name=unique("Shared"))

@contract("AP-VEND-001", "A vendor is made, read, changed and listed.", "D", "docs/ap-vendors")
def test_vendor(bill, make):
    made = make.vendor(phone="4195550100")
    bill.vendors.update(made["id"], {"name": unique("Other")})
    assert bill.vendors.get(made["id"])["phone"] == "4195550100"
    assert bill.vendors.list(max=2).results

@contract("AP-VEND-002", "A bill is made of a shared vendor and read.", "D", "docs/ap-bills")
def test_bill(bill, make, shared):
    made = make.invoice(shared, 12.5, 30.0)
    assert made["dueAmount"] == 42.5 and made["vendorId"] == shared["id"]
    bill.bills.list(filters=f"vendorId:eq:{shared['id']}", max=5)

@contract("AP-VEND-003", "The lasting vendor has a customer.", "D", "docs/ar-customers")
@pytest.mark.parametrize("n", [1, 2])
def test_customer(make, n):
    assert make.lasting_vendor()["id"] and make.customer()["id"]

@contract("AP-VEND-008", "An unknown customer is refused.", "D", "docs/ar-customers")
def test_refused(bill):
    with refused(404, "BDC_1205"):
        bill.customers.get("0cu01NOSUCHCUSTOMER0")

@contract("AP-VEND-005", "An unknown item is refused.", "D", "docs/items")
def test_other_code(bill, today):
    with refused(404, "BDC_1205"):
        bill.items.get("0ii01NOSUCHITEM00000")

@contract("AP-VEND-006", "The phones, the organization and the banks are listed.", "D", "docs/mfa")
def test_company(bill):
    bill.mfa.phones()
    bill.users.list()
    bill.banks.list()
    with refused(400, "BDC_1130"):
        bill.customers.list(filters="nonsense:eq:1")

@contract("AP-VEND-007", "Many vendors are made at once.", "D", "docs/ap-vendors")
def test_at_once(bill, make):
    bodies = [make.vendor_body() for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        made = list(pool.map(bill.vendors.create, bodies))
    assert [one["name"] for one in made] == [one["name"] for one in bodies]

@contract("AP-VEND-004", "A mock has levers.", "D", "docs/x")
def test_control(control): ...

@contract("AP-VEND-009", "Any name will do.", "D", "docs/ap-vendors")
@given(name=st.text("abc", min_size=2, max_size=9))
def test_any(name): ...
"""
PLAYED = {f"AP-VEND-00{n}": "skipped" if n in (4, 9) else "passed" for n in range(1, 10)}


def recorded(run_contracts: Callable[..., Any], where: Posing, file: Path, text: str = CONTRACTS) -> Recording:
    """Record contracts on what poses as BILL, whether they hold there or not."""
    done = run_contracts(text, "--target", where.url, "--record", str(file), environ=where.environ)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert f"exchanges recorded in {file}" in done.stdout, done.stdout
    return read(file)


KEPT = Path(__file__).parents[2] / "fixtures" / "recordings" / "posing-mock.jsonl"
CHOSEN = (
    "classifications/test_items.py", "payables/test_bill_refusals.py",
    "payments/test_options.py", "platform/test_sessions.py", "platform/test_oauth.py",
    "receivables/test_contacts.py", "receivables/test_payment_terms.py", "spend/test_users.py",
    "webhooks/test_subscriptions.py",
)  # fmt: skip
"""Some contracts of every area, few enough to be kept."""


def main() -> None:
    """Record the chosen contracts anew, on a mock that poses as the sandbox."""
    folder = Path(__file__).parents[2] / "contracts"
    options = ["-c", os.devnull, "--rootdir", str(folder), "-p", "billcontracts.plugin", "-p", "no:randomly", "-q"]
    options += ["--import-mode=importlib", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    with posing() as where:
        command = [sys.executable, "-m", "pytest", *(str(folder / name) for name in CHOSEN), *options]
        environ = {name: value for name, value in os.environ.items() if not name.startswith("BILL_")} | where.environ
        subprocess.run([*command, "--target", where.url, "--record", str(KEPT)], env=environ, check=True)


if __name__ == "__main__":
    main()
