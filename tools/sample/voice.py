"""What customers say and what we make of it: complaints, surveys, needs, scores, risks, loss."""

from .cast import COMPLAINTS, NEEDS, RISKS, RIVALS
from .customer import WAN, in_year
from .draw import DAY, date_text, day, day_of, first_of
from .stories import CAF, STRENGTH, YEARS

LOSSES = {  # account: when suspected, when confirmed, reason, part only, when won back
    "C007": ("2024-06-12", "2025-03-18", "competitor", True, None),
    "C014": ("2023-10-16", "2024-02-26", "price", True, "2025-04-08"),
    "C021": ("2024-04-22", "2025-02-20", "competitor", True, None),
    "C026": ("2024-09-09", "2025-05-12", "own business problems", True, None),
}


def speak(customer):
    for index, year in enumerate(YEARS):
        if customer.plan.revenue[index]:
            complain(customer, index, year)
            survey(customer, index, year)
            if customer.large:
                consider(customer, index, year)
    for number in range(customer.story.open):
        start = day("2025-12-01") + number * 3
        complaint(customer, start, settled=False)
    if customer.id in LOSSES:
        lose(customer, *LOSSES[customer.id])


def complain(customer, index, year):
    for _ in range(customer.story.complaints[index]):
        complaint(customer, min(in_year(customer.draw, year, customer.known_from), day("2025-11-20")))


def complaint(customer, start, settled=True):
    draw, note, key = customer.draw, customer.note, customer.key("QC")
    category, severity = draw.pick(COMPLAINTS)
    opened, named = customer.at(start), {"complaint_id": key}
    note("/service", "complaint.opened", key, opened, {
        **named, "category": category, "severity": severity,
        "channel": draw.pick(("phone", "email", "visit", "portal"))})
    note("/service", "complaint.acknowledged", key, opened + draw.between(1, 40) * DAY // 12, named)
    if not settled:
        return
    done = customer.at(day_of(opened) + draw.between(4, 35))
    outcome = {**named, "outcome": draw.pick(("parts replaced", "credit note", "现场调试", "文件补齐"))}
    note("/service", "complaint.resolved", key, done, outcome)
    if draw.chance(70):
        again = customer.at(day_of(done) + draw.between(3, 20))
        note("/service", "complaint.reopened", key, again, named)
        note("/service", "complaint.resolved", f"{key}:2",
             customer.at(day_of(again) + draw.between(3, 20)), outcome)


def survey(customer, index, year):
    """Two rounds a year for those whom we look after closely, else one."""
    draw, note = customer.draw, customer.note
    for month in (4, 10) if customer.large else (10,):
        name = f"SV-{customer.id}-{year}-{month:02d}"
        asked = customer.at(first_of(year, month) + 9)
        people = sorted(customer.people.values())
        members = people[:3] if customer.large else people[:1]
        note("/survey", "satisfaction.sampled", name, asked, {
            "survey_id": name, "frame": f"在职联系人 {len(people)} 人", "seed": year * 100 + month,
            "members": members}, prompt=True)
        answered = asked + draw.between(2, 20) * DAY
        if draw.chance(120):
            note("/survey", "satisfaction.declined", name, answered, {"survey_id": name})
        else:
            answer(customer, index, name, members[0], answered)


def answer(customer, index, name, contact, when):
    draw, (worst, best) = customer.draw, customer.plan.scale
    scale = {"scale_min": worst, "scale_max": best}

    def opinion():
        level = min(max(customer.story.satisfaction[index] + draw.between(-9, 9), 0), 100)
        steps = (best - worst) * level  # in hundredths of a step
        return worst + (steps + draw.between(0, 99)) // 100  # coarse scales round by chance
    score = opinion()
    parts = {} if best == 1 else {
        "sub_scores": {topic: opinion() for topic in ("product", "service", "sales")}}
    data = {"survey_id": name, "score": score, **scale, "contact_id": contact, **parts,
            "method": draw.pick(("questionnaire", "phone", "interview"))}
    customer.note("/survey", "satisfaction.surveyed", name, when, data,
                  mistaken={**data, "score": worst + best - score})


def consider(customer, index, year):
    """Needs, rivals, risks and scores of a year."""
    draw, note = customer.draw, customer.note
    stated, underlying = draw.pick(NEEDS)
    note("/crm", "need.recorded", f"{customer.id}:{year}", customer.at(first_of(year, 6)), {
        "stated": stated, "underlying": underlying, "method": "interview"})
    satisfied, rival = customer.story.satisfaction[index], draw.pick(RIVALS)
    if satisfied < 72:
        note("/crm", "competitor.observed", f"{customer.id}:{rival}:{year}",
             customer.at(first_of(year, 8)), {"name": rival, "share": 90 - satisfied})
    source, factor, probability, impact = draw.pick(RISKS)
    risk = f"R-{customer.id}-{year}"
    note("/crm", "risk.assessed", risk, customer.at(first_of(year, 2) + 10), {
        "risk_id": risk, "source": source, "factor": factor, "probability": probability,
        "impact": impact})
    if draw.chance(600):
        note("/crm", "risk.closed", risk, customer.at(first_of(year, 10)), {"risk_id": risk})
    when = customer.at(first_of(year, 12) + 4)
    for factor in CAF:
        level = 8 if factor == "size" and customer.plan.revenue[index] > 2000 else satisfied // 12
        note("/crm", "score.given", f"{customer.id}:caf:{factor}:{year}", when, {
            "model": "caf", "factor": factor, "score": level + draw.between(0, 2),
            "rater": customer.manager})
    for factor in STRENGTH:
        for supplier in (None, rival):
            level = satisfied // 11 if supplier is None else 6
            note("/crm", "score.given", f"{customer.id}:{factor}:{supplier or 'us'}:{year}",
                 when, {"model": "strength", "factor": factor, "score": level + draw.between(0, 2),
                        **({"supplier": supplier} if supplier else {}), "rater": customer.manager})


def lose(customer, suspected, confirmed, reason, partial, won_back):
    note, name = customer.note, customer.id
    lost = (max(customer.plan.revenue) - min(customer.plan.revenue)) * WAN
    note("/crm", "churn.suspected", name, customer.at(day(suspected)), {"reason": "订单与拜访减少"})
    note("/crm", "churn.confirmed", name, customer.at(day(confirmed)), {
        "reason": reason, "lost_minor": lost, "currency": customer.plan.currency,
        "partial": partial})
    for number in (1, 2):
        note("/crm", "winback.tried", f"{name}:{number}",
             customer.at(day(confirmed) + number * 70), {"offer": "VF3 样机免费试用"})
    if won_back:
        note("/crm", "winback.won", name, customer.at(day(won_back)),
             {"first_order": date_text(day(won_back))})
