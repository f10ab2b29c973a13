"""Commerce and money: from the opportunity to the payment, and what it costs."""

from .cast import PRODUCTS
from .customer import WAN, in_year
from .draw import DAY, date_text, day, day_of, first_of, office_hour
from .stories import BENEFITS, YEARS

LAST = day("2025-12-31")
RATES = {  # thousandths of CNY, one a quarter
    "USD": (6370, 6650, 6800, 7190, 6870, 7090, 7260, 7120, 7100, 7230, 7150, 7210,
            7190, 7180, 7130, 7060),
    "EUR": (7210, 6990, 6920, 7420, 7390, 7750, 7780, 7850, 7760, 7820, 7830, 7560,
            7790, 8120, 8350, 8260),
}


def quote_rates(journal):
    """A rate for each foreign currency, each quarter, before anything is ordered in it."""
    draw = journal.stream("~ledger")
    for currency, rates in RATES.items():
        for quarter, rate in enumerate(rates):
            first = first_of(YEARS[0], 1 + quarter * 3)
            tenths = rate * 10 + (draw.between(-60, 60) if quarter else 0)
            rate = f"{tenths // 10000}.{tenths % 10000:04d}"
            journal.note("/erp", "rate.quoted", "~ledger", f"{currency}-CNY:{date_text(first)}",
                         office_hour(draw, first), {"from": currency, "to": "CNY", "rate": rate},
                         prompt=True)


def trade(customer):
    for index, year in enumerate(YEARS):
        revenue = customer.plan.revenue[index] * WAN
        if not revenue:
            continue
        agree_year(customer, index, year)
        if not customer.plan.exact:
            revenue = revenue * customer.draw.between(970, 1030) // 1000
        order_year(customer, year, revenue, customer.story.orders[index])
        pursue(customer, index, year)


def order_year(customer, year, revenue, count):
    """Orders whose net of the year is the revenue; late returns fall into the next year."""
    draw = customer.draw
    days = sorted(in_year(draw, year, customer.trades_from) for _ in range(count))
    for number, (placed, amount) in enumerate(zip(days, draw.split(revenue, count)), 1):
        fate = "kept"
        if not customer.plan.exact:
            fate, = draw.weighted((("kept", 88), ("amended", 7), ("cancelled", 2), ("returned", 3)))
        order(customer, f"SO-{customer.id}-{year}-{number:03d}", placed, amount, fate)


def order(customer, number, placed, amount, fate):
    draw, note, money = customer.draw, customer.note, customer.money
    when = customer.at(placed)
    change = amount * draw.between(-80, 80) // 1000 if fate == "amended" else 0
    ordered = amount - change
    typed = max(ordered // 10, 1) if draw.chance(500) else ordered * 10
    data = {"order_id": number, **money(ordered), "items": lines(draw, ordered)}
    note("/erp", "order.placed", number, when, data,
         mistaken={"order_id": number, **money(typed), "items": lines(draw, typed)})
    if change:
        note("/erp", "order.amended", f"{number}:1", customer.at(day_of(when) + draw.between(2, 8)),
             {"order_id": number, "currency": customer.plan.currency, "change_minor": change})
    if fate == "cancelled":
        note("/erp", "order.cancelled", number, customer.at(day_of(when) + draw.between(2, 12)),
             {"order_id": number, **money(amount), "reason": "项目暂停"})
        return
    deliver(customer, number, when, amount)
    if fate == "returned":
        part = amount * draw.between(30, 200) // 1000
        note("/erp", "order.returned", number, customer.at(day_of(when) + draw.between(50, 80)),
             {"order_id": number, **money(part), "reason": draw.pick(("wrong part", "运输损伤"))})


def lines(draw, amount):
    """Lines whose amounts add up to the order."""
    parts = draw.split(amount, min(draw.between(1, 3), amount))
    rows = []
    for part in parts:
        sku, name, price = draw.pick(PRODUCTS)
        rows.append({"sku": sku, "name": name, "qty": max(part // price, 1), "amount_minor": part})
    return rows


def deliver(customer, number, ordered, amount):
    draw, note, money = customer.draw, customer.note, customer.money
    promised = day_of(ordered) + draw.between(12, 40)
    angry = customer.plan.story in ("complainer", "slipping", "won_back")
    actual = promised + max(draw.between(-6, 9 if angry else 3), -2)
    arrived = customer.at(actual)
    note("/erp", "delivery.made", number, arrived, {
        "order_id": number, "promised": date_text(promised), "actual": date_text(day_of(arrived))})
    invoice, issued = number.replace("SO", "IN"), customer.at(day_of(arrived) + 1)
    due = day_of(issued) + 60
    note("/erp", "invoice.issued", invoice, issued, {
        "invoice_id": invoice, "order_id": number, "due": date_text(due), **money(amount)})
    paid = customer.at(due + draw.between(-10, 25 if angry else 6))
    note("/erp", "payment.received", invoice, paid, {"invoice_id": invoice, **money(amount)})
    note("/erp", "cost.allocated", f"{number}:cogs", arrived + DAY // 12, {
        "cost_type": "cogs", "kind": "direct", **money(amount * draw.between(620, 740) // 1000),
        "period": date_text(day_of(arrived))[:7]})


def agree_year(customer, index, year):
    """What is agreed and estimated once a year: contract, indirect cost, forecast, wallet."""
    note, money, draw = customer.note, customer.money, customer.draw
    revenue = customer.plan.revenue[index] * WAN
    for quarter in range(1, 5):
        note("/erp", "cost.allocated", f"{customer.id}:service:{year}-Q{quarter}",
             customer.at(min(first_of(year, quarter * 3 + 1), day(f"{year}-12-29"))), {
                 "cost_type": "service", "kind": "indirect", "period": f"{year}-Q{quarter}",
                 **money(revenue // 4 * draw.between(30, 60) // 1000)})
    if not customer.large:
        return
    begin, contract = customer.at(first_of(year) + 12), f"K-{customer.id}-{year}"
    note("/erp", "contract.signed", contract, begin, {
        "contract_id": contract, "term": f"{year}-01-01 to {year}-12-31",
        "exclusive": customer.stage(year, 6) == "synergistic",
        "value_minor": revenue * 9 // 10, "currency": customer.plan.currency})
    if draw.chance(200):
        note("/erp", "contract.changed", contract, customer.at(first_of(year, 7) + 5), {
            "contract_id": contract, "value_minor": revenue, "currency": customer.plan.currency})
    if customer.story.complaints[index] > 20 and draw.chance(600):
        note("/service", "contract.breached", contract, customer.at(first_of(year, 9)),
             {"contract_id": contract, "clause": "delivery"})
    note("/erp", "contract.ended", contract, customer.at(day(f"{year}-12-28")),
         {"contract_id": contract})
    note("/crm", "spend.estimated", f"{customer.id}:{year}", customer.at(first_of(year, 3)), {
        "period": str(year), "amount_minor": revenue * draw.between(14, 30) // 10,
        "currency": customer.plan.currency})
    coming = customer.plan.revenue[min(index + 1, 3)] * WAN * draw.between(85, 125) // 100
    note("/crm", "forecast.made", f"{customer.id}:{year + 1}", customer.at(first_of(year, 11)), {
        "year": year + 1, "revenue_minor": coming, "direct_minor": coming * 68 // 100,
        "indirect_minor": coming * 4 // 100, "currency": customer.plan.currency})
    kind, _ = benefit = draw.pick(BENEFITS)
    worth = {} if kind == "training" else money(revenue * benefit[1] // 1000)
    note("/crm", "benefit.granted", f"{customer.id}:{year}", customer.at(first_of(year, 4)),
         {"kind": kind, **worth})


def pursue(customer, index, year):
    """Opportunities: the happier the customer, the more are won."""
    draw, note = customer.draw, customer.note
    for _ in range(customer.story.orders[index] // 12):
        name = customer.key("OP")
        start = in_year(draw, year, customer.known_from)
        sku, _, price = draw.pick(PRODUCTS)
        money = customer.money(price * draw.between(40, 900))
        note("/crm", "opportunity.opened", name, customer.at(start),
             {"opportunity_id": name, "product": sku, **money})
        for step, stage in enumerate(("contact", "design", "justification", "tender")):
            start += draw.between(8, 30)
            note("/crm", "opportunity.advanced", f"{name}:{step + 1}", customer.at(start),
                 {"opportunity_id": name, "stage": stage})
        won = draw.chance(customer.story.satisfaction[index] * 8)
        reason = {} if won else {"reason": draw.pick(("price", "delivery time", "竞争对手"))}
        note("/crm", "opportunity.closed", name, customer.at(start + draw.between(5, 25)),
             {"opportunity_id": name, "outcome": "won" if won else "lost", **money, **reason})
