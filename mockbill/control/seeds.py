"""How a new world is filled."""

from ..gateway.call import Call
from ..gateway.verbs import put
from ..resources.classifications import chart_of_accounts
from ..resources.platform.signup import DEFAULTS, sign_up
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


def plant(world: World, seed: str) -> None:
    """Fill a world by the name of a seed. Raises ValueError on an unknown one."""
    if seed != "empty":
        raise ValueError(f"unknown seed {seed!r}")
    with world.transaction():
        call = sign_up(world)
        add_accounts(call)
        found_company(call, DEFAULTS.apiToken)


def add_accounts(call: Call) -> None:
    for name, type, number in ACCOUNTS:
        put(call, chart_of_accounts, {"name": name, "account": {"type": type, "number": number}})
