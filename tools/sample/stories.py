"""What happens to whom: a story is a row, and each account lives one."""

from collections import namedtuple

YEARS = (2022, 2023, 2024, 2025)

# Each tuple has one figure a year. Touches are tenths a month, satisfaction is per cent of the
# scale, `open` is how many complaints of the last weeks stay unresolved.
Story = namedtuple("Story", "orders touches satisfaction complaints open stages")

STEPS = {  # since when (year, month) which stage
    "five": ((2022, 1, "pre"), (2022, 6, "early"), (2023, 3, "mid"), (2024, 2, "partnership"),
             (2025, 1, "synergistic")),
    "partner": ((2022, 1, "mid"), (2023, 5, "partnership")),
    "mid": ((2022, 1, "early"), (2023, 2, "mid")),
    "early": ((2022, 1, "pre"), (2022, 9, "early")),
    "pre": ((2022, 1, "pre"),),
    "back": ((2022, 1, "early"), (2022, 8, "mid"), (2023, 6, "partnership"), (2024, 9, "mid"),
             (2025, 6, "early")),
    "away": ((2022, 1, "mid"), (2024, 4, "early"), (2025, 2, "pre")),
    "away_and_back": ((2022, 1, "mid"), (2023, 10, "early"), (2024, 4, "pre"), (2025, 4, "mid")),
}

STORIES = {
    "giant": Story(
        (88, 92, 94, 96), (60, 64, 70, 72), (80, 81, 83, 84), (4, 5, 4, 4), 0, "partner"),
    "climber": Story(
        (40, 56, 74, 92), (24, 48, 76, 98), (66, 74, 83, 91), (3, 3, 2, 2), 0, "five"),
    "fallback": Story(
        (36, 38, 36, 34), (34, 48, 30, 14), (78, 80, 66, 58), (2, 3, 6, 7), 1, "back"),
    "complainer": Story(
        (48, 48, 46, 44), (30, 34, 36, 38), (62, 58, 52, 47), (22, 26, 31, 36), 8, "mid"),
    "slipping": Story(
        (42, 36, 18, 6), (34, 26, 11, 4), (79, 70, 54, 40), (3, 6, 9, 4), 0, "away"),
    "won_back": Story(
        (40, 30, 6, 26), (34, 22, 10, 34), (77, 63, 45, 74), (3, 7, 6, 1), 0, "away_and_back"),
    "rising": Story(
        (10, 22, 40, 62), (8, 22, 38, 54), (70, 77, 84, 88), (1, 1, 2, 2), 0, "mid"),
    "steady": Story(
        (22, 22, 23, 23), (19, 20, 20, 21), (74, 75, 76, 76), (2, 2, 2, 2), 0, "mid"),
    "small": Story(
        (7, 7, 8, 8), (6, 6, 6, 6), (72, 73, 73, 74), (1, 0, 1, 1), 0, "early"),
    "tail": Story(
        (5, 5, 5, 5), (2, 2, 2, 2), (71, 71, 72, 72), (0, 1, 0, 0), 0, "pre"),
}

STARS, TEN, HUNDRED, YES_NO = (1, 5), (0, 10), (0, 100), (0, 1)

Plan = namedtuple("Plan", "story currency scale revenue brand exact", defaults=(None, False))

# Revenue is in 万 of the currency, a figure a year. `exact` accounts meet it to the fen, so that
# the bounds of a rule are met exactly; C001 is the largest of all and its brand was never assessed.
PLANS = {
    "C001": Plan("giant", "CNY", HUNDRED, (51500, 52000, 52400, 53000)),
    "C002": Plan("giant", "EUR", STARS, (900, 950, 980, 1010), "leading"),
    "C003": Plan("climber", "CNY", STARS, (2600, 4200, 6800, 9500), "leading"),
    "C004": Plan("giant", "CNY", TEN, (6200, 6500, 6400, 6800), "leading"),
    "C005": Plan("giant", "USD", TEN, (620, 640, 660, 700), "leading"),
    "C006": Plan("complainer", "CNY", STARS, (5200, 5400, 5300, 5100), "leading"),
    "C007": Plan("slipping", "CNY", STARS, (4600, 4100, 2600, 900), "leading"),
    "C008": Plan("fallback", "EUR", HUNDRED, (380, 400, 390, 370), "middle"),
    "C009": Plan("rising", "CNY", STARS, (900, 1800, 3300, 5200), "middle"),
    "C010": Plan("steady", "CNY", STARS, (2040, 1970, 2000, 2080), "leading", True),
    "C011": Plan("steady", "CNY", TEN, (1910, 2050, 2010, 1930), "leading", True),
    "C012": Plan("steady", "USD", STARS, (230, 250, 270, 260), "middle"),
    "C013": Plan("complainer", "CNY", TEN, (1500, 1450, 1520, 1480), "middle"),
    "C014": Plan("won_back", "CNY", STARS, (1800, 1500, 300, 1100), "middle"),
    "C015": Plan("steady", "CNY", STARS, (1600, 1650, 1700, 1720), "middle"),
    "C016": Plan("steady", "CNY", HUNDRED, (1400, 1350, 1420, 1500), "middle"),
    "C017": Plan("complainer", "CNY", STARS, (900, 950, 920, 880), "middle"),
    "C018": Plan("steady", "CNY", TEN, (760, 780, 800, 810), "other"),
    "C019": Plan("steady", "CNY", STARS, (690, 700, 720, 740), "middle"),
    "C020": Plan("steady", "CNY", STARS, (620, 640, 650, 640), "other"),
    "C021": Plan("slipping", "CNY", STARS, (980, 800, 450, 120), "middle"),
    "C022": Plan("steady", "CNY", STARS, (490, 505, 520, 498), "middle", True),
    "C023": Plan("steady", "CNY", TEN, (540, 560, 570, 560), "middle"),
    "C024": Plan("rising", "CNY", STARS, (60, 240, 620, 1400), "middle"),
    "C025": Plan("steady", "CNY", STARS, (480, 500, 515, 525), "middle", True),
    "C026": Plan("slipping", "CNY", TEN, (640, 600, 380, 90), "middle"),
    "C027": Plan("steady", "CNY", STARS, (820, 800, 830, 810), "middle"),
    "C028": Plan("steady", "CNY", STARS, (700, 690, 720, 710), "other"),
    "C029": Plan("small", "CNY", STARS, (420, 430, 450, 480), "other"),
    "C030": Plan("small", "CNY", STARS, (380, 400, 410, 420), "other"),
    "C031": Plan("small", "CNY", TEN, (300, 320, 330, 350), "other"),
    **{f"C0{n}": Plan("small", "CNY", (STARS, TEN, YES_NO)[n % 3],
                      tuple(300 - 9 * (n - 32) + 7 * y for y in range(4))) for n in range(32, 46)},
    **{f"C0{n}": Plan("tail", "CNY", (YES_NO, STARS)[n % 2],
                      tuple((0 if n > 56 and y == 0 else 90 - 5 * (n - 46) + 4 * y)
                            for y in range(4))) for n in range(46, 61)},
}

# Their notes name people and say nothing about their work, so that no stage can be told.
BARE = ("C052",)

# Who meets whom at a stage: our function, their function, weight.
BUYER = ("Key Account", "Purchasing")
PAIRS = {
    "pre": ((*BUYER, 1),),
    "early": ((*BUYER, 9), ("Operations", "Operations", 1)),
    "mid": ((*BUYER, 5), ("Operations", "Operations", 3), ("R&D", "R&D", 2),
            ("Logistics", "Logistics", 2)),
    "partnership": ((*BUYER, 4), ("Operations", "Operations", 3), ("R&D", "R&D", 3),
                    ("Logistics", "Logistics", 3), ("Administration", "Administration", 2),
                    ("Board", "Board", 1)),
    "synergistic": ((*BUYER, 3), ("Operations", "Operations", 4), ("R&D", "R&D", 4),
                    ("Logistics", "Logistics", 4), ("Administration", "Administration", 2),
                    ("Marketing", "Marketing", 3), ("Board", "Board", 2)),
}
TEAMS = ("Operations", "NPD", "Logistics", "SHE", "Market Research", "Board")
LEVELS = {"Purchasing": "Manager", "Operations": "Manager", "R&D": "Manager", "Board": "Board",
          "Logistics": "Specialist", "Administration": "Specialist", "Marketing": "Manager"}
TITLES = {"Purchasing": ("采购经理", "Purchasing manager"), "Operations": ("生产经理", "Plant manager"),
          "R&D": ("研发经理", "Head of design"), "Board": ("总经理", "Managing director"),
          "Logistics": ("物流主管", "Logistics planner"), "Administration": ("财务主管", "Controller"),
          "Marketing": ("市场经理", "Marketing manager")}
ROLES = {"Purchasing": "economic", "Board": "economic", "R&D": "technical", "Operations": "user"}

# How a touch happens: channel, source's direction, least and most minutes, cost in fen, weight.
CHANNELS = (
    ("visit", "outbound", 60, 240, 86_000, 30), ("phone", "outbound", 5, 40, 0, 22),
    ("phone", "inbound", 5, 40, 0, 10), ("email", "both", 5, 20, 0, 18),
    ("remote", "both", 30, 90, 0, 8), ("letter", "outbound", 10, 20, 2_000, 1),
    ("gift", "outbound", 5, 10, 30_000, 1), ("information", "outbound", 10, 30, 0, 3),
    ("birthday_care", "outbound", 5, 10, 12_000, 1), ("training", "outbound", 120, 480, 260_000, 2),
    ("symposium", "outbound", 240, 480, 900_000, 1), ("reception", "inbound", 60, 180, 320_000, 1),
    ("event", "both", 60, 240, 150_000, 1), ("in_person", "both", 15, 60, 0, 2),
)
BENEFITS = (("rebate", 12), ("discount", 8), ("training", 3), ("spare_parts", 5))
CAF = ("size", "growth_potential", "financial_stability", "ease_of_access", "closeness",
       "strategic_fit")
STRENGTH = ("price", "service", "speed_of_response", "relationship", "technical_innovation")
