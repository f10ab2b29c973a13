import LedgerModel
import SeededRandom
import Testing

@testable import LedgerEngine

/// A random history: orders in two currencies, returns, complaints, visits, surveys and
/// assessments of forty accounts, in no order, some known to their source only later.
struct RandomHistory: RecordedHistory {
    private var random: SeededGenerator
    private(set) var next = 0
    private(set) var accounts: [String] = []
    private static let brands = ["leading", "middle", "other"]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    static func instant(day: Int) -> Instant {
        Instant(microseconds: 1_640_995_200_000_000 + Int64(day) * 86_400_000_000)
    }

    mutating func lines(_ batch: Int) -> [String] {
        var lines = batch == 0 ? [quote] + (0..<40).map { early($0) } : []
        for _ in 0..<100 { lines.append(line()) }
        return lines
    }

    /// Something of the first days, of every fourth account three times.
    private func early(_ number: Int) -> String {
        #"{"specversion":"1.0","id":"early\#(number)","source":"/s","type":"note.early","#
            + #""subject":"a\#(number % 13 * 3)","time":"2022-0\#(1 + number % 5)-03T00:00:00Z","#
            + #""data":{}}"#
    }

    private var quote: String {
        #"{"specversion":"1.0","id":"rate","source":"/s","type":"rate.quoted","#
            + #""subject":"~ledger","time":"2021-12-31T00:00:00Z","#
            + #""data":{"from":"USD","to":"CNY","rate":"7.0"}}"#
    }

    private mutating func line() -> String {
        next += 1
        let account = "a\(random.below(40))"
        accounts.append(account)
        let at = Self.instant(day: random.below(1_000))
        let time = Instant(microseconds: at.microseconds + Int64(random.below(86_400)) * 1_000_000)
        let late = Instant(
            microseconds: time.microseconds + Int64(random.below(90)) * 86_400_000_000)
        let known = random.below(4) == 0 ? #""recordedtime":"\#(late.text)","# : ""
        let (type, data) = content()
        return #"{"specversion":"1.0","id":"\#(next)","source":"/s","type":"\#(type)","#
            + #""subject":"\#(account)","time":"\#(time.text)",\#(known)"data":\#(data)}"#
    }

    private mutating func content() -> (type: String, data: String) {
        let amount = random.below(900_000_000)
        let currency = random.below(12) == 0 ? "USD" : "CNY"
        let money = #""currency":"\#(currency)","amount_minor":\#(amount)"#
        switch random.below(12) {
        case 0..<5: return ("order.placed", #"{"order_id":"o\#(next)",\#(money)}"#)
        case 5:
            return (
                "order.returned",
                #"{"order_id":"o\#(next)","currency":"CNY","amount_minor":\#(amount / 10)}"#
            )
        case 6: return ("complaint.opened", #"{"complaint_id":"c\#(next)"}"#)
        case 7: return ("visit.made", #"{"visit_id":"v\#(next)"}"#)
        case 8:
            return (
                "satisfaction.surveyed",
                #"{"survey_id":"s\#(next)","score":\#(random.below(11)),"scale_min":0,"#
                    + #""scale_max":10}"#
            )
        case 9:
            return (
                "account.assessed",
                #"{"criterion":"brand_class","value":"\#(Self.brands[random.below(3)])"}"#
            )
        case 10:
            return (
                "account.assessed",
                #"{"criterion":"famous_elevator_company","value":\#(random.below(2) == 0)}"#
            )
        default: return ("interaction.logged", #"{"channel":"phone"}"#)
        }
    }

    /// Approvals and overrides of tiers, some of which end.
    mutating func rulings(of levels: [String]) -> [String] {
        (0..<30).map { _ in
            next += 1
            let time = Self.instant(day: random.below(1_300))
            accounts.append("a\(random.below(40))")
            let type = random.below(3) == 0 ? "tier.overridden" : "tier.approved"
            let end = Instant(
                microseconds: time.microseconds + Int64(random.below(200)) * 86_400_000_000)
            let expires = random.below(3) == 0 ? #","expires":"\#(end.text)""# : ""
            let level = levels[random.below(levels.count)]
            return #"{"specversion":"1.0","id":"\#(next)","source":"/s","type":"\#(type)","#
                + #""subject":"\#(accounts[next - 1])","time":"\#(time.text)","#
                + #""data":{"decision":"tier","to":"\#(level)"\#(expires)}}"#
        }
    }
}
