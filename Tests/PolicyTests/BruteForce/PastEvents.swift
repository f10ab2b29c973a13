import SeededRandom

/// Random histories: back-dated and annulled events, instants at the ends of months and at changes
/// of the clocks, equal instants and equal amounts, accounts without data.
enum PastEvents {
    static func random(
        _ accounts: [String], in zone: String, _ random: inout SeededGenerator
    ) -> [PastEvent] {
        let clock = WallClock(zone)
        let count = 5 + random.below(50)
        return (0..<count).map { position in
            let account = random.below(12) == 0 ? "~ledger" : accounts[random.below(accounts.count)]
            return event(account, accounts, position, clock, &random)
        }
    }

    private static func instant(_ clock: WallClock, _ random: inout SeededGenerator) -> Int64 {
        let year = 2021 + random.below(3)
        let month = 1 + random.below(12)
        let start = clock.start(year: year, month: month)
        switch random.below(6) {
        case 0: return start
        case 1: return start - 1
        case 2: return clock.start(year: year, month: month, day: 28) + 3_600_000_000 * 2
        // When clocks change in Europe and America.
        case 3: return clock.start(year: year, month: 3, day: 25 + random.below(7)) + 9_000_000_000
        default:
            return start + Int64(random.below(30 * 86_400)) * 1_000_000 + Int64(random.below(3))
        }
    }

    private static func event(
        _ account: String, _ accounts: [String], _ position: Int, _ clock: WallClock,
        _ random: inout SeededGenerator
    ) -> PastEvent {
        let at = instant(clock, &random)
        let late = random.below(3) == 0 ? Int64(random.below(400)) * 86_400_000_000 : 0
        let known = at + late
        let isAnnulled = random.below(6) == 0
        func make(
            _ type: String, _ numbers: [String: Int64] = [:], _ texts: [String: String] = [:],
            _ lists: [String: [String]] = [:]
        ) -> PastEvent {
            PastEvent(
                type: type, account: account, at: at, position: position, knownFrom: known,
                knownUntil: isAnnulled ? known + Int64(position) * 9_000_000_000_000 + 1 : nil,
                numbers: numbers, texts: texts, lists: lists)
        }
        if account == "~ledger" {
            return make(
                "list.frozen", [:], [:], ["members": accounts.filter { _ in random.below(2) == 0 }])
        }
        let order = ["order_id": "o\(random.below(6))", "currency": "CNY"]
        let complaint = ["complaint_id": "k\(random.below(4))"]
        let amount = Int64([50, 100, 100, 150, 400, 1_000][random.below(6)])
        let person = ["anna", "bo"][random.below(2)]
        let contact = ["x", "y", "z"][random.below(3)]
        switch random.below(16) {
        case 0, 1, 2: return make("order.placed", ["amount_minor": amount], order)
        case 3: return make("order.amended", ["change_minor": amount - 200], order)
        case 4: return make("order.cancelled", ["amount_minor": amount], order)
        case 5, 6:
            var texts: [String: String] = [:]
            if random.below(2) == 0 { texts["our_function"] = ["f", "g"][random.below(2)] }
            if random.below(3) == 0 { texts["their_function"] = ["f", "h"][random.below(2)] }
            if random.below(2) == 0 { texts["our_level"] = "l" }
            return make("visit.made", [:], texts, ["our_people": [person], "contacts": [contact]])
        case 7:
            return make(
                "interaction.logged", [:], ["channel": "phone"],
                ["our_people": ["anna", "bo"], "contacts": random.below(2) == 0 ? [] : [contact]])
        case 8: return make("complaint.opened", [:], complaint)
        case 9: return make("complaint.resolved", [:], complaint)
        case 10: return make("complaint.reopened", [:], complaint)
        case 11:
            return make(
                "satisfaction.surveyed",
                ["score": Int64(1 + random.below(5)), "scale_min": 1, "scale_max": 5],
                ["survey_id": "s"])
        case 12:
            return make(
                "account.assessed", [:],
                [
                    "criterion": ["brand", "size"][random.below(2)],
                    "value": ["gold", "tin"][random.below(2)],
                ])
        case 13:
            return make("account.opened", [:], ["region": ["north", "south"][random.below(2)]])
        case 14:
            return make(
                ["contact.added", "contact.left"][random.below(2)], [:],
                ["contact_id": contact, "function": "h", "level": "m"])
        default: return ruling(make, at, &random)
        }
    }

    private static func ruling(
        _ make: (String, [String: Int64], [String: String], [String: [String]]) -> PastEvent,
        _ at: Int64, _ random: inout SeededGenerator
    ) -> PastEvent {
        let level = PlannedPack.levels[random.below(4)]
        let texts = ["decision": "tier", "to": level]
        guard random.below(2) == 0 else { return make("tier.approved", [:], texts, [:]) }
        guard random.below(2) == 0 else { return make("tier.overridden", [:], texts, [:]) }
        // The end is written for the engine as a text, and kept for the brute force as a number.
        let end = (at / 1_000_000 + Int64(random.below(300)) * 86_400) * 1_000_000 + 1_000_000
        return make("tier.overridden", ["expires_at": end], texts, [:])
    }
}
