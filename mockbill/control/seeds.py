"""How a new world is filled."""

from collections.abc import Mapping

from ..gateway.call import Call
from ..gateway.verbs import put
from ..resources.classifications import chart_of_accounts
from ..resources.platform.signup import Credentials, sign_up
from ..resources.spend.company import found_company
from ..world.world import World

ACCOUNTS = (
    ("Checking", "BANK", "1000"),
    ("Accounts Payable", "ACCOUNTS_PAYABLE", "2000"),
    ("Accounts Receivable", "ACCOUNTS_RECEIVABLE", "1200"),
    ("Sales", "INCOME", "4000"),
    ("Cost of Goods Sold", "COST_OF_GOODS_SOLD", "5000"),
    ("Office Supplies", "EXPENSE", "6100"),
    ("Rent", "EXPENSE", "6200"),
    ("Utilities", "EXPENSE", "6300"),
)


def plant(world: World, seed: str, credentials: Mapping[str, str]) -> None:
    """Fill a world by the name of a seed; `credentials` replace the usual ones by name.

    Raises:
        ValueError: an unknown seed or credential.
    """
    keys = Credentials.of(credentials)
    if seed != "empty":
        raise ValueError(f"unknown seed {seed!r}")
    with world.transaction():
        call = sign_up(world, keys)
        add_accounts(call)
        found_company(call, keys.apiToken)


def add_accounts(call: Call) -> None:
    for name, type, number in ACCOUNTS:
        put(call, chart_of_accounts, {"name": name, "account": {"type": type, "number": number}})
