"""What happens once to single accounts: hand-over, merger, closing, a change of address."""

from .draw import day, day_of, office_hour

ONCE = (  # account, day, type, data
    ("C001", "2023-03-06", "account.updated",
     {"segment": "整梯", "credit_limit_minor": 10_000_000_000, "currency": "CNY"}),
    ("C002", "2024-07-01", "account.updated", {"city": "Utrecht"}),
    ("C009", "2024-01-08", "account.updated", {"segment": "快速增长"}),
    ("C007", "2024-01-15", "owner.released",
     {"owner": "Petra Lindqvist", "role": "key_account_manager"}),
    ("C007", "2024-03-04", "owner.assigned", {"owner": "韩立", "role": "key_account_manager"}),
    ("C014", "2024-06-03", "owner.assigned", {"owner": "韩立", "role": "sponsor"}),
    ("C001", "2022-05-09", "owner.assigned", {"owner": "魏衡", "role": "sponsor"}),
    ("C038", "2024-03-11", "contact.updated",
     {"contact_id": "P-C038-0001", "title": "采购总监", "level": "Director"}),
    ("C058", "2025-11-24", "account.merged", {"into": "C059"}),
    ("C053", "2023-12-04", "account.closed", {"reason": "停业整顿"}),
    ("C053", "2024-03-18", "account.reopened", {}),
    ("C060", "2025-12-22", "account.closed", {"reason": "停业"}),
)

AWAY = (  # account, first and last day without business
    ("C053", "2023-12-04", "2024-03-17"), ("C058", "2025-11-24", "2025-12-31"),
    ("C060", "2025-12-22", "2025-12-31"),
)


# An order of a plant that nobody had linked to its group: account, day, order, 万, days late.
FORGOTTEN = (("C049", "2025-05-14", "SO-C049-2025-901", 900, 82),)


def away(account, instant):
    return any(account == who and day(first) <= day_of(instant) <= day(last)
               for who, first, last in AWAY)


def change(journal):
    draw = journal.stream("changes")
    for account, when, kind, data in ONCE:
        journal.note("/crm", kind, account, f"{account}:{when}", office_hour(draw, day(when)), data)
    for account, when, number, amount, late in FORGOTTEN:
        journal.note("/erp", "order.placed", account, number, office_hour(draw, day(when)),
                     {"order_id": number, "currency": "CNY", "amount_minor": amount * 1_000_000},
                     prompt=True, late=late)
