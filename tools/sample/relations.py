"""Touches, contacts, stages and joint work: how two companies grow together or apart."""

from .cast import COLLEAGUES, INFORMATION, PURPOSES, TOPICS
from .customer import STAGES_UP
from .draw import DAY, MINUTE, date_text, day_of, first_of
from .stories import CHANNELS, LEVELS, PAIRS, ROLES, TEAMS, YEARS

MONTHS = tuple((index, year, month) for index, year in enumerate(YEARS) for month in range(1, 13))
PLANNED_PER_MILLE = 450
CANCELLED_PER_MILLE = 120


def relate(customer):
    for index, year, month in MONTHS:
        if (year, month) < (customer.opens_in, 2):
            continue
        first = (year, month) == (customer.opens_in, 2)
        if first or (year, month) in [step[:2] for step in customer.steps]:
            reach(customer, customer.stage(year, month), year, month)
        tenths = customer.story.touches[index]
        for _ in range(tenths // 10 + customer.draw.chance(tenths % 10 * 100)):
            touch(customer, year, month)
        if month == 5 and customer.large:
            for function in [f for f in customer.people if f in ROLES]:
                customer.judge(function, year, customer.at(first_of(year, 5) + 14))


def reach(customer, stage, year, month):
    """The relationship reaches a stage: people meet, or meet no longer."""
    when = customer.at(first_of(year, month) - 4)
    wanted = [pair[1] for pair in PAIRS[stage]]
    for function in wanted:
        if function not in customer.people:
            customer.meet(function, when - DAY // 8)
    for function in [f for f in customer.people if f not in wanted]:
        customer.leave(function, when, customer.draw.pick(("调岗", "left the company", "不再对接")))
    customer.note("/crm", "stage.assessed", f"{customer.id}:{date_text(day_of(when))}", when, {
        "stage": stage, "rater": customer.manager, "reason": f"{len(wanted)} 组职能对接"})
    step = STAGES_UP[stage]
    if customer.large and step < 4:
        customer.note("/crm", "stage.targeted", f"{customer.id}:{date_text(day_of(when))}",
                      when + DAY // 24, {
                          "target": tuple(PAIRS)[step + 1], "by": f"{year + 1}-12-31",
                          "actions": ["扩大对口职能", "quarterly review", "高层互访"][:step + 1]})
    if step >= 3:
        share(customer, when)
    if stage == "synergistic":
        join(customer, when)


def share(customer, when):
    customer.note("/crm", "plan.agreed", customer.key("PL"), when + 2 * DAY, {"topic": "联合计划"})
    for month in range(1, 13):
        told = customer.at(day_of(when) + month * 30)
        customer.note("/crm", "information.shared", customer.key("IS"), told, {
            "topic": customer.draw.pick(INFORMATION), "sensitivity": "confidential",
            "direction": customer.draw.pick(("given", "received", "both"))})


def join(customer, when):
    """Joint teams, joint board meetings; one team does its work and ends."""
    ours = [person[0] for person in COLLEAGUES.values() if person]
    for number, function in enumerate(TEAMS):
        team, start = f"T-{customer.id}-{number + 1}", customer.at(day_of(when) + 5 + number * 9)
        customer.note("/crm", "team.formed", team, start, {
            "team_id": team, "function": function,
            "members": [customer.manager, ours[number], *list(customer.people.values())[:3]]})
        if function == "SHE":
            customer.note("/crm", "team.ended", team, start + 200 * DAY, {"team_id": team})
    for quarter in range(4):
        met(customer, ("Board", "Board"), "executive_visit", "both", 180, 450_000,
            customer.at(day_of(when) + 20 + quarter * 80), "joint board meeting")


def touch(customer, year, month):
    draw = customer.draw
    pair = draw.weighted(PAIRS[customer.stage(year, month)])
    channel, direction, least, most, cost = draw.weighted(CHANNELS)
    when = customer.at(first_of(year, month) + draw.between(0, 24)) + draw.between(0, 59) * MINUTE
    met(customer, pair, channel, direction, draw.between(least, most), cost, when,
        draw.pick(PURPOSES))


def met(customer, pair, channel, direction, minutes, cost, when, purpose):
    ours, theirs = pair
    person, level = customer.counterpart(ours)
    data = {"direction": direction, "our_people": [person], "contacts": [customer.people[theirs]],
            **({} if customer.is_bare else {
                "our_function": ours, "their_function": theirs, "our_level": level,
                "their_level": LEVELS[theirs]}), "purpose": purpose,
            "topic": customer.draw.pick(TOPICS), "minutes": minutes,
            **({"cost_minor": cost, "currency": "CNY"} if cost else {})}
    if channel == "visit":
        visit(customer, when, data)
    else:
        key = customer.key("I")
        customer.note("/crm", "interaction.logged", key, when, {"channel": channel, **data})


def visit(customer, when, data):
    draw, key = customer.draw, customer.key("V")
    if draw.chance(PLANNED_PER_MILLE):
        planned = customer.at(day_of(when) - draw.between(7, 25))
        customer.note("/crm", "visit.planned", key, min(planned, when - DAY), {
            "visit_id": key, "planned_for": date_text(day_of(when)),
            "our_people": data["our_people"]})
        if draw.chance(CANCELLED_PER_MILLE):
            customer.note("/crm", "visit.cancelled", key, when - DAY // 2,
                          {"visit_id": key, "reason": "对方出差"})
            return
    typed = {"visit_id": key, **data, "minutes": data["minutes"] * 10}
    customer.note("/crm", "visit.made", key, when, {"visit_id": key, **data}, mistaken=typed)
