"""The journal collects events as their sources recorded them, mistakes and delays included."""

import json

from .draw import DAY, MINUTE, Draw, day, day_of, instant_text, office_hour

END = day("2025-12-31")
SOURCES = {  # how a system writes its zone, how finely it tells time, and how late it records
    "/erp": ("Z", 0, (1, 300)),
    "/crm": ("+08:00", 0, (60, 4 * 1440)),
    "/service": ("Z", 1_000, (5, 900)),
    "/survey": ("+08:00", 1, (1440, 6 * 1440)),
}
LATE_PER_MILLE = 12
WRONG_PER_MILLE = 12


class Journal:
    def __init__(self, seed):
        self.seed = seed
        self.events = []
        self.streams = {}

    def stream(self, account):
        return self.streams.setdefault(account, Draw(self.seed, f"journal of {account}"))

    def note(self, source, kind, account, key, time, data, prompt=False, mistaken=None,
             late=0):
        """Records one event. `prompt` ones within the half-hour, others so many days `late`;
        `mistaken` is what somebody may have typed first: then it is annulled and the right event
        follows under a new id."""
        if day_of(time) > END:
            return
        draw = self.stream(account)
        zone, grain, delays = SOURCES[source]
        time += draw.between(0, 59_999_999) // grain * grain if grain else 0
        recorded = time + draw.between(*((1, 30) if prompt else delays)) * MINUTE + late * DAY
        if not prompt and draw.chance(LATE_PER_MILLE):
            recorded += draw.between(30, 150) * DAY
        identity = f"{kind}:{key}"
        event = (source, zone, kind, account, time)
        noticed = office_hour(draw, day_of(recorded) + draw.between(3, 60))
        wrong = mistaken is not None and draw.chance(WRONG_PER_MILLE)
        if not wrong or day_of(noticed) > END:
            self.add(recorded, identity, event, data)
            return
        self.add(recorded, identity, event, mistaken)
        annulment = {"source": source, "id": identity, "reason": "录入错误 / typing error"}
        self.add(noticed, f"event.annulled:{identity}",
                 (source, zone, "event.annulled", account, noticed), annulment)
        self.add(noticed, f"{identity}:2", event, data)

    def add(self, recorded, identity, event, data):
        source, zone, kind, account, time = event
        self.events.append((recorded, len(self.events), {
            "specversion": "1.0", "id": identity, "source": source, "type": kind,
            "subject": account, "time": instant_text(time, zone),
            "recordedtime": instant_text(recorded, zone), "data": data}))

    def lines(self):
        """NDJSON in the order in which the sources recorded the events."""
        for _, _, event in sorted(self.events, key=lambda row: row[:2]):
            yield json.dumps(event, ensure_ascii=False, separators=(",", ":"))
