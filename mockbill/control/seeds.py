"""How a new world is filled: signed up and empty, or with a past that the API's own operations made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from ..gateway.call import Call
from ..gateway.verbs import put
from ..resources.classifications import chart_of_accounts
from ..resources.payments.directory import open_directory
from ..resources.platform.signup import Credentials, sign_up
from ..resources.spend.company import found_company
from ..world.clock import DAY
from ..world.world import World
from . import random_company, small_business, written_company
from .actor import Actor
from .written_company import Act

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


@dataclass(frozen=True)
class Life:
    """The past of a seed: how many days ago it begins, and what plays it."""

    days: int
    live: Callable[[Actor], None]


def plant(world: World, seed: str, credentials: Mapping[str, str], do: Act) -> None:
    """Fill a world by the name of a seed; `credentials` replace the usual ones by name.

    A seed with a past begins that long ago, and its clock is played forward to where the world's stands.

    Parameters:
        do: does an action of the control API, for a file that asks for one.

    Raises:
        ValueError: an unknown seed or credential, a file that tells of what cannot be.
    """
    keys = Credentials.of(credentials)
    life = life_of(seed, do)
    if life is None:
        found(world, keys)
        return
    stands, now = world.clock.state(), world.clock.now()
    world.clock.set(now - life.days * DAY, frozen=True)
    life.live(found(world, keys))
    world.advance_to(now)
    world.clock.load(stands)


def life_of(seed: str, do: Act) -> Life | None:
    """The past of a seed; None for one that has none."""
    if seed == "empty":
        return None
    if seed == "small-business":
        return Life(DAYS, small_business.live)
    if of := random_company.asked(seed):
        return Life(DAYS, partial(random_company.live, seed=of[0], size=of[1]))
    if written_company.is_file(seed):
        past = written_company.read(seed)
        return Life(past.days, lambda act: written_company.live(act, do, seed, past))
    raise ValueError(
        f"unknown seed {seed!r}; there are small-business, empty, random:SEED:SIZE and files of YAML or JSON"
    )


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
