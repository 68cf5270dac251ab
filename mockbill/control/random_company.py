"""A company of any size with made-up names: the same seed and size give the same company."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from ..resources.payments.calendar import add_business_days, today
from ..world.clock import DAY
from .actor import Actor
from .random_trade import Trade

if TYPE_CHECKING:
    from faker import Faker

DAYS = 90
BILLS = 4
STEPS = 12
"""In how many steps the past is played; what is made in one is written at once."""
MOST = 100_000
NAME = re.compile(r"random:(-?\d{1,18}):(\d{1,6})")


def asked(seed: str) -> tuple[int, int] | None:
    """Seed and size of `random:SEED:SIZE`. Raises ValueError on a size that is too large."""
    found = NAME.fullmatch(seed)
    if found is None:
        return None
    if not 1 <= int(found[2]) <= MOST:
        raise ValueError(f"a random company has 1 to {MOST} vendors, not {found[2]}")
    return int(found[1]), int(found[2])


def live(act: Actor, seed: int, size: int) -> None:
    """Make `size` vendors and four bills for each, over the 90 days from where the clock stands; pay half of them.
    What is sold and bought beside that is random_trade.py's.
    """
    from faker import Faker

    fake, other = Faker("en_US"), Faker("en_US")
    fake.seed_instance(seed)
    other.seed_instance(f"trade {seed}")
    world = act.world
    account = next(row["id"] for row in act("listclassificationchartofaccounts")["results"] if "Goods" in row["name"])
    bank = act("listbankaccounts")["results"][0]["id"]
    with world.transaction():
        vendors = [vendor(act, fake, number) for number in range(size)]
        trade = Trade(act, other, size)
    start, bills = world.clock.now(), size * BILLS
    for step in range(STEPS):
        world.advance_to(start + step * DAYS * DAY // STEPS)
        with world.transaction():
            for number in range(bills * step // STEPS, bills * (step + 1) // STEPS):
                bill(act, fake, vendors[number % size], number, account, bank)
            trade.go(step, STEPS)


def vendor(act: Actor, fake: "Faker", number: int) -> str:
    name = fake.company()[:90]
    fields = {
        "name": f"{name} {number}" if number else name,
        "email": f"ar{number}@example.test",
        "phone": fake.numerify("419555####"),
        "accountType": fake.random_element(("BUSINESS", "PERSON", "NONE")),
        "address": {
            "line1": fake.street_address(),
            "city": fake.city(),
            "stateOrProvince": fake.state_abbr(include_territories=False, include_freely_associated_states=False),
            "zipOrPostalCode": fake.postcode(),
            "country": "US",
        },
    }
    made: str = act("createvendor", fields)["id"]
    return made


def bill(act: Actor, fake: "Faker", vendor: str, number: int, account: str, bank: str) -> None:
    day = today(act.world.clock.now())
    amount = fake.random_int(2_000, 900_000) / 100
    made = act(
        "createbill",
        {
            "vendorId": vendor,
            "dueDate": (day + timedelta(days=fake.random_int(5, 45))).isoformat(),
            "invoice": {"invoiceNumber": f"R-{number + 1:06}", "invoiceDate": day.isoformat()},
            "billLineItems": [
                {
                    "amount": amount,
                    "description": fake.sentence(4),
                    "classifications": {"chartOfAccountId": account},
                }
            ],
        },
    )
    if fake.random_int(0, 1):
        act(
            "createpayment",
            {
                "billId": made["id"],
                "amount": amount,
                "processDate": add_business_days(day, fake.random_int(1, 12)).isoformat(),
                "fundingAccount": {"type": "BANK_ACCOUNT", "id": bank},
                "processingOptions": {"requestPayFaster": False},
            },
        )
