"""What a random company sells, and what its people buy with cards: beside its vendors and bills, at the same times."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ..gateway.call import Call
from ..gateway.verbs import find
from ..resources.payments.calendar import today
from ..resources.spend import booking
from ..resources.spend.card_funds import cards
from .actor import Actor
from .spend import Swipe, budget_of, told

if TYPE_CHECKING:
    from faker import Faker

INVOICES = 4
"""How many a customer gets, and how often a card is used."""
MOST_CARDS = 200
TERMS = (15, 30, 45)
ACCOUNT = {"routingNumber": "074000010", "type": "CHECKING", "ownerType": "BUSINESS"}
SHOPS = (
    ("Larch Hardware", "5251"),
    ("Copper Kettle Cafe", "5814"),
    ("Northline Rail", "4112"),
    ("Paperwing Supply", "5943"),
)


class Trade:
    """The other half of a random company; `go` does what belongs to one of so many steps of its past."""

    def __init__(self, act: Actor, fake: "Faker", size: int) -> None:
        self.act, self.fake, self.world = act, fake, act.world
        self.terms = [
            act("createpaymentterm", {"name": f"Net {days}", "daysDue": days}, organizationId=act.org)["id"]
            for days in TERMS
        ]
        self.accounts: dict[str, str] = {}
        self.customers = [self.customer(number) for number in range((size + 1) // 2)]
        self.cards = self.people_with_cards(min((size + 4) // 5, MOST_CARDS))

    def go(self, step: int, steps: int) -> None:
        """Send the invoices and make the purchases of a step."""
        for many, deed in ((len(self.customers), self.sell), (len(self.cards), self.buy)):
            for number in range(many * INVOICES * step // steps, many * INVOICES * (step + 1) // steps):
                deed(number)

    # Sales

    def customer(self, number: int) -> str:
        name = f"{self.fake.company()[:90]} {number}"
        fields = {
            "name": name,
            "email": f"ap{number}@example.test",
            "phone": self.fake.numerify("419555####"),
            "accountType": "BUSINESS",
            "paymentTermId": self.fake.random_element(self.terms),
            "billingAddress": {
                "line1": self.fake.street_address(),
                "city": self.fake.city(),
                "stateOrProvince": self.fake.state_abbr(
                    include_territories=False, include_freely_associated_states=False
                ),
                "zipOrPostalCode": self.fake.postcode(),
                "country": "US",
            },
        }
        id: str = self.act("createcustomer", fields)["id"]
        if self.fake.random_int(1, 4) == 1:
            account = {**ACCOUNT, "nameOnAccount": name, "accountNumber": self.fake.numerify("9########")}
            self.accounts[id] = self.act("createcustomerbankaccount", account, customerId=id)["id"]
            self.act("authorizetochargecustomer", {"authorizedToCharge": True}, customerId=id)
        return id

    def sell(self, number: int) -> None:
        """An invoice; one of a customer that may be charged is charged, half of the others are paid by check, or in part."""
        customer, fake = self.customers[number % len(self.customers)], self.fake
        line = {
            "quantity": fake.random_int(1, 20),
            "price": fake.random_int(200, 40_000) / 100,
            "description": fake.sentence(4),
        }
        body = {"customer": {"id": customer}, "invoiceNumber": f"T-{number + 1:06}", "invoiceLineItems": [line]}
        invoice, paid = self.act("createinvoice", body), fake.random_int(0, 5)
        due = invoice["totalAmount"]
        if account := self.accounts.get(customer):
            if number >= len(self.customers):  # BILL has verified the account by the customer's second invoice
                self.charge(invoice, account, due)
        elif paid < 3:
            self.record(invoice, due if paid else round(due / 2, 2))

    def charge(self, invoice: dict[str, Any], account: str, amount: float) -> None:
        self.act(
            "chargecustomer",
            {
                "customerId": invoice["customerId"],
                "fundingAccount": {"type": "BANK_ACCOUNT", "id": account},
                "invoicePayments": [{"invoiceId": invoice["id"], "amount": amount}],
            },
        )

    def record(self, invoice: dict[str, Any], amount: float) -> None:
        self.act(
            "recordinvoice",
            {
                "paymentDate": (today(self.world.clock.now()) + timedelta(days=1)).isoformat(),
                "paymentType": "CHECK",
                "amount": amount,
                "customerId": invoice["customerId"],
                "invoices": [{"id": invoice["id"], "amount": amount}],
            },
        )

    # Spend & Expense

    def people_with_cards(self, count: int) -> list[str]:
        """So many people, one budget for every ten of them, and a card for each."""
        owner = self.act("getcurrentuser")["uuid"]
        budgets: list[str] = []
        made = []
        for number in range(count):
            person = {"firstName": self.fake.first_name(), "lastName": self.fake.last_name(), "role": "MEMBER"}
            user = self.act("createuser", {**person, "email": f"member{number}@example.test"})["uuid"]
            if number % 10 == 0:
                plan = {"owners": [owner], "recurringInterval": "MONTHLY", "limit": 50_000, "recurringLimit": 50_000}
                budgets.append(self.act("createbudget", {"name": f"Team {number // 10 + 1}", **plan})["uuid"])
            card = {
                "name": f"Card {number + 1}",
                "userId": user,
                "budgetId": budgets[-1],
                "limit": 2000,
                "recurringLimit": 2000,
            }
            id = self.act("createbudgetcard", card)["uuid"]
            self.act("unfreezecard", cardId=id)
            made.append(id)
        return made

    def buy(self, number: int) -> None:
        """A purchase; three of four clear, of the fourth nobody has asked for the money yet, or ever does."""
        shop, code = self.fake.random_element(SHOPS)
        body = {
            "cardId": self.cards[number % len(self.cards)],
            "amount": self.fake.random_int(300, 60_000) / 100,
            "merchantName": shop,
            "merchantCategoryCode": code,
        }
        said = Swipe.model_validate(body).model_dump(exclude_none=True)
        by = Call.by_clock(self.world, self.act.org)
        card = find(by, cards, said["cardId"])
        made = booking.use(by, card, budget_of(by, card, None), told(by, said))
        if made["transactionType"] == "AUTHORIZATION" and number % 4 < 3:
            booking.clear(by, made, made.hidden["held"])
