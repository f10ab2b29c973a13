"""Chance and time, in whole numbers only: the same bytes on every machine."""

import datetime

MASK = (1 << 64) - 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 1440 * MINUTE
EPOCH = datetime.date(1970, 1, 1).toordinal()
SHANGHAI = 8 * 60 * MINUTE
HOLIDAYS = (  # first and last day of the long ones; nobody works
    ("2022-01-31", "2022-02-06"), ("2022-10-01", "2022-10-07"),
    ("2023-01-21", "2023-01-27"), ("2023-09-29", "2023-10-06"),
    ("2024-02-10", "2024-02-17"), ("2024-10-01", "2024-10-07"),
    ("2025-01-28", "2025-02-04"), ("2025-10-01", "2025-10-08"),
)


class Draw:
    """splitmix64 (Steele, Lea, Flood 2014), one stream for each name."""

    def __init__(self, seed, name):
        self.state = seed & MASK
        for byte in name.encode("utf-8"):
            self.state = self.next() ^ byte

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def between(self, low, high):
        """A whole number from low to high, both included."""
        return low + (self.next() * (high - low + 1) >> 64)

    def chance(self, per_mille):
        return self.between(1, 1000) <= per_mille

    def pick(self, choices):
        return choices[self.between(0, len(choices) - 1)]

    def weighted(self, choices):
        """One of the choices, whose last member is a weight; without the weight."""
        at = self.between(1, sum(choice[-1] for choice in choices))
        for choice in choices:
            at -= choice[-1]
            if at <= 0:
                return choice[:-1]
        raise AssertionError("weights are positive")

    def split(self, total, parts):
        """Uneven parts of a total, to the last fen."""
        weights = [self.between(20, 180) for _ in range(parts)]
        shares = [total * weight // sum(weights) for weight in weights]
        shares[-1] += total - sum(shares)
        return shares


def day(text):
    return datetime.date.fromisoformat(text).toordinal()


def first_of(year, month=1):
    return datetime.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal()


def date_text(ordinal):
    return datetime.date.fromordinal(ordinal).isoformat()


CLOSED = frozenset(d for a, b in HOLIDAYS for d in range(day(a), day(b) + 1))


def working_day(ordinal):
    """This day, or the next one on which people work."""
    while ordinal in CLOSED or datetime.date.fromordinal(ordinal).weekday() > 4:
        ordinal += 1
    return ordinal


def office_hour(draw, ordinal):
    """A minute of a working day in Shanghai, as microseconds since 1970 in UTC."""
    minutes = draw.between(8 * 60 + 30, 18 * 60)
    return (working_day(ordinal) - EPOCH) * DAY + minutes * MINUTE - SHANGHAI


def day_of(instant):
    """The day in Shanghai on which an instant lies."""
    return (instant + SHANGHAI) // DAY + EPOCH


def instant_text(instant, zone):
    """RFC 3339, with as many digits of fraction as there are."""
    days, rest = divmod(instant + (SHANGHAI if zone == "+08:00" else 0), DAY)
    seconds, micros = divmod(rest, SECOND)
    fraction = f".{micros:06d}".rstrip("0") if micros else ""
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{date_text(EPOCH + days)}T{clock}{fraction}{zone}"
