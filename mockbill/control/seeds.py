"""How a new world is filled: signed up and empty, or with a past that the API's own operations made."""

from collections.abc import Callable, Mapping

from ..gateway.call import Call
from ..gateway.verbs import put
from ..resources.classifications import chart_of_accounts
from ..resources.payments.directory import open_directory
from ..resources.platform.signup import Credentials, sign_up
from ..resources.spend.company import found_company
from ..world.clock import DAY
from ..world.world import World
from . import random_company, small_business
from .actor import Actor

DAYS = 90
"""How long ago a seed with a past begins."""

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

    A seed with a past begins that long ago, and its clock is played forward to where the world's stands.

    Raises:
        ValueError: an unknown seed or credential.
    """
    keys = Credentials.of(credentials)
    life = life_of(seed)
    if life is None:
        found(world, keys)
        return
    stands, now = world.clock.state(), world.clock.now()
    world.clock.set(now - DAYS * DAY, frozen=True)
    life(found(world, keys))
    world.advance_to(now)
    world.clock.load(stands)


def life_of(seed: str) -> Callable[[Actor], None] | None:
    """What plays the past of a seed; None for one that has none."""
    if seed == "empty":
        return None
    if seed == "small-business":
        return small_business.live
    if of := random_company.asked(seed):
        return lambda act: random_company.live(act, *of)
    raise ValueError(f"unknown seed {seed!r}; there are small-business, empty and random:SEED:SIZE")


def found(world: World, keys: Credentials) -> Actor:
    """A signed-up organization; answers its administrator."""
    with world.transaction():
        call = sign_up(world, keys)
        add_accounts(call)
        open_directory(world)
        admin = found_company(call, keys.apiToken)
    return Actor(world, call.org, call.principal.user, admin["uuid"])


def add_accounts(call: Call) -> None:
    for name, type, number in ACCOUNTS:
        put(call, chart_of_accounts, {"name": name, "account": {"type": type, "number": number}})
