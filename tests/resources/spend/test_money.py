"""However charges, clearings, refunds, moves, closings and periods follow each other: no cent is lost or made.

A plain model notes what each charge holds and what has cleared of it, and in which period of which account. At every
step the figures of budgets, members and cards agree with it, and so do the transactions that BILL lists.
"""

from dataclasses import dataclass, field, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from mockbill.gateway.limits import Limits
from mockbill.simulation import Simulation
from mockbill.world.clock import DAY, FIXTURE_START
from tests.conftest import Api

CENTS = st.integers(1, 30_000)
SMALL = st.integers(1, 8_000)
PERCENT = st.integers(1, 130)
PICK = st.integers(0, 1)
HOLD = 7 * DAY


@dataclass
class Money:
    """What one transaction counts for, in cents. `at` is the period it is in, for each account; None: in none."""

    uuid: str
    cents: int
    budget: str
    user: str
    card: str
    at: dict[str, int | None]
    ends: int = 0
    reversed: int = 0
    first: int = 0
    shared: bool = False

    def account(self, kind):
        return {"budget": self.budget, "member": (self.budget, self.user), "card": self.card}[kind]


@dataclass
class Account:
    """A budget, a member of one or a card: how many periods it has begun."""

    turns: int = 0
    start: str = ""
    cards: set = field(default_factory=set)


class Spending(RuleBasedStateMachine):
    """Two budgets, two users and their cards against lists of money."""

    cards, holds, paid = Bundle("cards"), Bundle("holds"), Bundle("paid")

    @initialize(target=cards, settle=st.sampled_from(["row", "in_place"]), holds=st.sampled_from(["stay", "carry"]))
    def begin(self, settle, holds):
        choices = {"spend.settle": settle, "spend.holds_at_period_end": holds, "spend.new_card_status": "ACTIVATED"}
        self.simulation = Simulation()
        self.world = self.simulation.open_default(clock=FIXTURE_START, choices=choices)
        self.world.part(Limits).enabled = False
        self.spend = Api(self.simulation, self.world).spend()
        self.in_place, self.carry = settle == "in_place", holds == "carry"
        self.users = [user["uuid"] for user in self.get("users")["results"][:2]]
        self.accounts: dict[object, Account] = {}
        self.held: list[Money] = []
        self.cleared: list[Money] = []
        self.budgets = [
            self.add_budget("MONTHLY", carryOver=True, limit=200, overspendBuffer=50),
            self.add_budget("WEEKLY", limit=250),
        ]
        return multiple(*(self.add_card(n % 2, n // 2, 20_000, n == 3, n == 1) for n in range(4)))

    def teardown(self):
        if hasattr(self, "simulation"):
            self.simulation.worlds.close()

    # The company

    def get(self, path):
        answer = self.spend.get(f"/v3/spend/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def send(self, method, path, body=None, status=200):
        full = path if path.startswith("/_mock") else f"/v3/spend/{path}"
        answer = self.spend.call(method, full, json=body)
        assert answer.status_code == status, answer.text
        return answer.json if answer.data else None

    def add_budget(self, interval, **fields):
        body = {
            "name": interval,
            "owners": self.users[:1],
            "recurringInterval": interval,
            "recurringLimit": 200,
            **fields,
        }
        budget = self.send("POST", "budgets", body)
        self.accounts[budget["uuid"]] = Account(start=budget["currentPeriod"]["startDate"])
        self.accounts[budget["uuid"], self.users[0]] = Account()
        return budget["uuid"]

    def counts(self, money, kind, cleared=False):
        """Whether money is in the current period of one of its accounts."""
        at, account = money.at[kind], self.accounts.get(money.account(kind))
        return at is not None and account is not None and (self.carry and not cleared or at == account.turns)

    def now_at(self, money, kinds=("budget", "member", "card")):
        accounts = {kind: self.accounts.get(money.account(kind)) for kind in kinds}
        return {kind: account.turns if account else None for kind, account in accounts.items()}

    def sums(self, kind, key):
        """What is held and what has cleared in the current period of an account, in cents."""
        held = sum(one.cents for one in self.held if one.account(kind) == key and self.counts(one, kind))
        paid = sum(one.cents for one in self.cleared if one.account(kind) == key and self.counts(one, kind, True))
        return held, paid

    def shared(self, budget):
        """What has been spent of the funds that are nobody's own."""
        ours = [(one, False) for one in self.held] + [(one, True) for one in self.cleared]
        return sum(
            one.cents
            for one, cleared in ours
            if one.shared and one.budget == budget and self.counts(one, "budget", cleared)
        )

    def steer(self, money, action, **body):
        return self.send("POST", f"/_mock/spend/transactions/{money.uuid}/{action}", body)

    # What happens

    @rule(target=cards, budget=PICK, user=PICK, cents=CENTS, sharing=st.booleans(), recurring=st.booleans())
    def another_card(self, budget, user, cents, sharing, recurring):
        return self.add_card(budget, user, cents, sharing, recurring)

    def add_card(self, budget, user, cents, sharing, recurring):
        body = {"name": "c", "userId": self.users[user], "budgetId": self.budgets[budget]}
        limits = {"limit": cents / 100, "recurringLimit": cents / 200 if recurring else 0}
        card = self.send("POST", "cards", body | ({"shareBudgetFunds": True} if sharing else limits))["uuid"]
        self.accounts[card] = Account()
        self.accounts[self.budgets[budget]].cards.add(card)
        return card

    @rule(target=holds, key=cards, cents=CENTS)
    def swipe(self, key, cents):
        return multiple(*self.use(key, cents))

    @rule(target=holds, key=cards, first=SMALL, second=SMALL)
    def swipe_twice(self, key, first, second):
        return multiple(*self.use(key, first), *self.use(key, second))

    @rule(target=paid, key=cards, cents=SMALL)
    def buy(self, key, cents):
        return multiple(*(self.settle(money, money.cents, False) for money in self.use(key, cents)))

    def use(self, key, cents):
        """A use is allowed exactly if the card is active and card and budget have the amount left."""
        card = self.get(f"cards/{key}")
        budget = self.get(f"budgets/{card['budgetUuid']}")["currentPeriod"]
        own, left = card["currentPeriod"].get("limit"), budget["limit"] + budget.get("overspendBuffer", 0)
        free = round((left - budget["assigned"]) * 100) - self.shared(card["budgetUuid"])
        allowed = (
            card["status"] == "ACTIVATED"
            and (cents <= free if own is None else sum(self.sums("card", key)) + cents <= round(own * 100))
            and sum(self.sums("budget", card["budgetUuid"])) + cents <= round(left * 100)
        )
        now = self.world.clock.now()
        made = self.send("POST", "/_mock/spend/transactions", {"cardId": key, "amount": cents / 100})
        assert made["transactionType"] == ("AUTHORIZATION" if allowed else "DECLINE"), (card, budget, cents)
        if not allowed:
            return []
        money = Money(made["uuid"], cents, card["budgetUuid"], card["userUuid"], key, {}, now + HOLD, first=cents)
        money.at, money.shared = self.now_at(money), own is None
        self.held.append(money)
        return [money]

    @rule(target=paid, money=holds, percent=PERCENT, more=st.booleans())
    def clear(self, money, percent, more):
        if not money.cents:
            return multiple()
        return self.settle(money, max(1, money.cents * percent // 100), more and not self.in_place)

    def settle(self, money, amount, more):
        made = self.steer(money, "clear", amount=amount / 100, more=more)
        at = {kind: turn if self.counts(money, kind) else None for kind, turn in self.now_at(money).items()}
        paid = replace(money, uuid=made["uuid"], cents=amount, at=at, first=amount, reversed=0)
        money.cents -= min(amount, money.cents) if more else money.cents
        if self.in_place:
            self.held.remove(money)
        self.cleared.append(paid)
        return paid

    @rule(money=holds, percent=PERCENT)
    def reverse(self, money, percent):
        if not money.cents or money not in self.held:
            return
        amount = max(1, money.cents * percent // 100)
        path = f"/_mock/spend/transactions/{money.uuid}/reverse"
        self.send("POST", path, {"amount": amount / 100}, 200 if amount <= money.cents else 400)
        if amount <= money.cents:
            money.cents, money.reversed = money.cents - amount, money.reversed + amount

    @rule(target=paid, money=paid, percent=PERCENT)
    def refund(self, money, percent):
        """What was given back already cannot be given back again; a refund itself neither."""
        left = money.first - money.reversed if money.first > 0 else 0
        amount = max(1, abs(money.first) * percent // 100)
        path = f"/_mock/spend/transactions/{money.uuid}/refund"
        made = self.send("POST", path, {"amount": amount / 100}, 200 if amount <= left else 400)
        if amount > left:
            return multiple()
        money.reversed += amount
        back = replace(money, uuid=made["uuid"], cents=-amount, first=-amount, reversed=0)
        back.at = self.now_at(back)
        self.cleared.append(back)
        return back

    def charge_to(self, money, pick, cleared):
        counted = self.counts(money, "budget", cleared)
        same = money.budget == self.budgets[pick]
        moved = self.send("PUT", f"transactions/{money.uuid}", {"budgetId": self.budgets[pick]})
        assert moved["budgetUuid"] == self.budgets[pick]
        if not same:
            money.budget = self.budgets[pick]
            now = self.now_at(money, ("budget", "member"))
            money.at = money.at | (now if counted else dict.fromkeys(now))

    @rule(money=holds, pick=PICK)
    def move_what_is_held(self, money, pick):
        if money in self.held:
            self.charge_to(money, pick, False)

    @rule(money=paid, pick=PICK)
    def move_what_has_cleared(self, money, pick):
        self.charge_to(money, pick, True)

    @rule(card=cards, cents=CENTS)
    def limit(self, card, cents):
        if self.get(f"cards/{card}")["status"] != "DELETED":
            self.send("PATCH", f"cards/{card}", {"shareBudgetFunds": False, "limit": cents / 100})

    @rule(card=cards, pick=PICK)
    def move_card(self, card, pick):
        if self.get(f"cards/{card}")["status"] != "DELETED":
            self.send("PATCH", f"cards/{card}", {"budgetId": self.budgets[pick]})
            for budget in self.budgets:
                self.accounts[budget].cards.discard(card)
            self.accounts[self.budgets[pick]].cards.add(card)

    @rule(card=cards, what=st.sampled_from(["freeze", "unfreeze", "unfreeze", ""]))
    def switch(self, card, what):
        if self.get(f"cards/{card}")["status"] != "DELETED":
            self.send("POST" if what else "DELETE", f"cards/{card}/{what}".rstrip("/"))

    @rule(pick=PICK, cents=CENTS)
    def enroll(self, pick, cents):
        """The second user joins a budget, for the first time or again."""
        key = self.budgets[pick], self.users[1]
        self.send("PUT", f"budgets/{key[0]}/members/{key[1]}", {"limit": cents / 100, "recurringLimit": 10})
        self.accounts.setdefault(key, Account())

    @rule(pick=PICK)
    def leave(self, pick):
        """The second user leaves a budget, and their cards in it end."""
        path = f"budgets/{self.budgets[pick]}/members/{self.users[1]}"
        if (self.budgets[pick], self.users[1]) in self.accounts and not self.get(path)["retired"]:
            self.send("DELETE", path)

    @rule(hours=st.sampled_from([1, 30, 24 * 3, 24 * 8]))
    def wait(self, hours):
        self.pass_on({"advance": {"hours": hours}})

    @rule()
    def wait_for_next_week(self):
        """The WEEKLY budget begins a new period."""
        end = self.get(f"budgets/{self.budgets[1]}")["currentPeriod"]["endDate"]
        self.pass_on({"set": f"{end}T12:00:00Z"})

    def pass_on(self, clock):
        """Periods end, and what nobody has cleared in a week is let go."""
        self.send("POST", "/_mock/clock", clock)
        for money in self.held:
            if money.cents and self.world.clock.now() >= money.ends:
                money.cents, money.reversed = 0, money.reversed + money.cents
        for budget in self.budgets:
            start = self.get(f"budgets/{budget}")["currentPeriod"]["startDate"]
            if start != self.accounts[budget].start:
                self.accounts[budget].start = start
                self.turn(budget)

    def turn(self, budget):
        live = [card for card in self.accounts[budget].cards if self.get(f"cards/{card}")["status"] != "DELETED"]
        for key in [budget, *((budget, user) for user in self.users), *live]:
            if key in self.accounts:
                self.accounts[key].turns += 1

    # What must hold

    @invariant()
    def budgets_agree(self):
        for budget in getattr(self, "budgets", ()):
            spent = self.get(f"budgets/{budget}")["currentPeriod"]["spent"]
            held, paid = self.sums("budget", budget)
            assert [round(spent[part] * 100) for part in ("pending", "cleared", "total")] == [held, paid, held + paid]

    @invariant()
    def members_agree(self):
        for key in getattr(self, "accounts", ()):
            if isinstance(key, tuple):
                spent = self.get(f"budgets/{key[0]}/members/{key[1]}")["spent"]
                assert round(spent * 100) == sum(self.sums("member", key))

    @invariant()
    def cards_agree(self):
        for key in getattr(self, "accounts", ()):
            if isinstance(key, str) and key.startswith("crd_"):
                assert round(self.get(f"cards/{key}")["currentPeriod"]["spent"] * 100) == sum(self.sums("card", key))

    @invariant()
    def what_is_assigned_is_what_members_and_cards_have(self):
        for budget in getattr(self, "budgets", ()):
            members = self.get(f"budgets/{budget}/members")["results"]
            cards = self.get(f"cards?max=100&filters=budgetIds:eq:{budget}")["results"]
            limits = [row.get("limit", 0) for row in members] + [row["currentPeriod"].get("limit", 0) for row in cards]
            assigned = self.get(f"budgets/{budget}")["currentPeriod"]["assigned"]
            assert round(assigned * 100) == sum(round(limit * 100) for limit in limits)

    @invariant()
    def the_transactions_tell_the_same(self):
        if not hasattr(self, "budgets"):
            return
        rows = [row for row in self.listed() if row["transactionType"] != "DECLINE"]
        for budget in self.budgets:
            told = sum(
                round(row["amount"] * 100)
                for row in rows
                if row["transactionType"] == "CLEAR" and row["budgetUuid"] == budget
            )
            assert told == sum(one.cents for one in self.cleared if one.budget == budget)
        known = {one.uuid: one.first - one.reversed for one in self.held}
        for row in rows:
            original = row["originalAuthTransactionUuid"] or row["uuid"]
            if row["transactionType"] == "AUTHORIZATION" and original in known:
                known[original] -= round(row["amount"] * 100)
        assert not any(known.values())

    def listed(self):
        rows, cursor = [], ""
        while cursor is not None:
            page = self.get(f"transactions?max=50{cursor}")
            rows += page["results"]
            cursor = f"&nextPage={page['nextPage']}" if "nextPage" in page else None
        return rows


Spending.TestCase.settings = settings(
    max_examples=20, stateful_step_count=30, deadline=None, report_multiple_bugs=False
)
TestSpending = Spending.TestCase
