"""One customer: who it is, whom we know there, at which stage we stand with it."""

from .cast import ACCOUNTS, COLLEAGUES, ENGLISH_FAMILY, ENGLISH_GIVEN, FAMILY, GIVEN, MANAGERS
from .changes import away
from .draw import DAY, Draw, date_text, day, day_of, first_of, office_hour
from .stories import BARE, LEVELS, PAIRS, PLANS, ROLES, STEPS, STORIES, TITLES, YEARS

WAN = 1_000_000  # 万 in minor units
LARGE = 450  # 万 a year from which an account is assessed and looked after as a large one


class Customer:
    def __init__(self, row, seed, journal):
        self.id, self.name, self.industry, self.city, self.country, self.region = row
        self.plan = PLANS[self.id]
        self.story = STORIES[self.plan.story]
        self.steps = STEPS[self.story.stages]
        self.number = int(self.id[1:])
        self.draw = Draw(seed, self.id)
        self.journal = journal
        self.manager = MANAGERS[self.number % len(MANAGERS)]
        self.people = {}  # function -> contact id, as of the day that is being told
        self.counts = {}
        self.opens_in = next(y for y, revenue in zip(YEARS, self.plan.revenue) if revenue)
        self.opened = office_hour(self.draw, first_of(self.opens_in) + 3 + self.number % 12)
        self.large = max(self.plan.revenue) >= LARGE or self.plan.currency != "CNY"

    @property
    def known_from(self):
        """The first day on which something happens with it."""
        return day_of(self.opened) + 3

    @property
    def trades_from(self):
        """The first day on which orders are placed: a climber is courted for months before."""
        if self.plan.story != "climber":
            return self.known_from
        return max(self.known_from, first_of(*next(step[:2] for step in self.steps if step[2] != "pre")))

    @property
    def is_bare(self):
        """Whether its notes name people and say nothing about their work."""
        return self.id in BARE

    @property
    def local(self):
        return self.country in ("CN", "SG")

    def note(self, source, kind, key, time, data, **how):
        if not away(self.id, time):
            self.journal.note(source, kind, self.id, key, time, data, **how)

    def key(self, prefix):
        """The next number of a series of this account, such as V-C001-0042."""
        self.counts[prefix] = self.counts.get(prefix, 0) + 1
        return f"{prefix}-{self.id}-{self.counts[prefix]:04d}"

    def at(self, ordinal):
        """An office hour of that day or the next working day, after the account was opened."""
        return office_hour(self.draw, max(ordinal, day_of(self.opened) + 2))

    def money(self, minor):
        return {"currency": self.plan.currency, "amount_minor": minor}

    def stage(self, year, month):
        return [name for y, m, name in self.steps if (y, m) <= (year, month)][-1]

    def open(self):
        note, start = self.note, self.opened
        limit = max(self.plan.revenue) // 6 * WAN
        note("/crm", "account.opened", self.id, start, {
            "name": self.name, "industry": self.industry, "country": self.country,
            "region": self.region, "city": self.city, "credit_limit_minor": limit,
            "currency": self.plan.currency}, prompt=True)
        note("/erp", "account.alias_set", f"{self.id}:/erp", start + DAY // 24,
             {"system": "/erp", "external_id": str(10000 + self.number * 7)})
        note("/crm", "owner.assigned", f"{self.id}:1", start + DAY // 20,
             {"owner": self.manager, "role": "key_account_manager"}, prompt=True)
        self.meet("Purchasing", start + DAY // 10)
        if self.large and self.plan.brand:
            self.assess(self.at(day_of(start) + 20))

    def assess(self, when):
        famous = self.plan.brand == "leading" and self.number <= 5
        for criterion, value in (
                ("brand_class", self.plan.brand), ("famous_elevator_company", famous),
                ("leap_growth", famous or self.plan.story == "rising"),
                ("global_sourcing", famous or self.country != "CN"),
                ("competes_in_parts", self.number == 4)):
            key = f"{self.id}:{criterion}:{date_text(day_of(when))}"
            self.note("/crm", "account.assessed", key, when,
                      {"criterion": criterion, "value": value, "rater": "市场部"})

    def meet(self, function, when):
        """A contact of that function becomes known; an earlier one is succeeded."""
        contact = self.key("P")
        if self.local:
            name = self.draw.pick(FAMILY) + self.draw.pick(GIVEN)
        else:
            name = f"{self.draw.pick(ENGLISH_GIVEN)} {self.draw.pick(ENGLISH_FAMILY)}"
        number = self.draw.between(100, 199)
        self.people[function] = contact
        self.note("/crm", "contact.added", contact, when, {
            "contact_id": contact, "name": name, "title": TITLES[function][not self.local],
            **({} if self.is_bare else {"function": function, "level": LEVELS[function]}),
            "phone": f"+86 21 5550 0{number}" if self.local else f"+1 202 555 0{number}",
            "email": f"{contact.lower()}@{self.id.lower()}.example",
            **({"birthday": f"19{number % 30 + 65}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"}
               if function in ROLES else {})}, prompt=True)

    def leave(self, function, when, reason):
        contact = self.people.pop(function, None)
        if contact:
            self.note("/crm", "contact.left", contact, when,
                      {"contact_id": contact, "reason": reason})

    def judge(self, function, year, when):
        """Assesses a contact the way the contact matrix asks for."""
        contact, steps = self.people[function], STAGES_UP[self.stage(year, 6)]
        satisfied = self.story.satisfaction[YEARS.index(year)]
        self.note("/crm", "contact.assessed", f"{contact}:{year}", when, {
            "contact_id": contact, "buyer_role": ROLES[function],
            "influence": 5 if function == "Board" else self.draw.between(2, 4),
            "involvement": self.draw.between(1, 5), "support": (satisfied - 60) // 10,
            "buying_phase": self.draw.pick(("needs", "options", "choice", "after_sales")),
            "motivation": self.draw.pick(("项目按期交付", "a quiet car", "降本", "fewer suppliers")),
            "needs": ["交期", "quality", "价格"][:1 + steps % 3],
            "preferred_channel": self.draw.pick(("phone", "email", "visit")),
            "desired_interval_days": self.draw.pick((14, 30, 45, 90)),
            "veto": function == "Board"})

    def counterpart(self, ours):
        """Name and level of our person for a function."""
        return (self.manager, "Manager") if ours == "Key Account" else COLLEAGUES[ours]


STAGES_UP = {name: number for number, name in enumerate(PAIRS)}


def customers(seed, journal):
    return [Customer(row, seed, journal) for row in ACCOUNTS]


def in_year(draw, year, first=0):
    """Some day of the year, not before a first one."""
    first = max(first_of(year), first)
    return draw.between(first, day(f"{year}-12-30"))
