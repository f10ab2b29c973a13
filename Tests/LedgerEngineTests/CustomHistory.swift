import LedgerModel
import Policy
import SeededRandom
import Testing

@testable import LedgerEngine

/// A random history whose events have fields that the catalogue doesn't know, often of another
/// type than one would think, on so few days that many happen at one instant.
struct CustomHistory: RecordedHistory {
    private var random: SeededGenerator
    private(set) var next = 0
    private(set) var accounts: [String] = []
    private static let regions = ["EU", "US", #"a\"b\\c"#, "é", "e\u{301}", "\u{4e2d}\u{6587}", ""]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func lines(_ count: Int) -> [String] { (0..<count).map { _ in line() } }

    private mutating func line() -> String {
        next += 1
        accounts.append("a\(random.below(30))")
        let time = RandomHistory.instant(day: random.below(60) * 12)
        let late = Instant(
            microseconds: time.microseconds + Int64(random.below(90)) * 86_400_000_000)
        let known = random.below(4) == 0 ? #""recordedtime":"\#(late.text)","# : ""
        let (type, data) = content()
        return #"{"specversion":"1.0","id":"\#(next)","source":"/s","type":"\#(type)","#
            + #""subject":"\#(accounts[next - 1])","time":"\#(time.text)","#
            + #"\#(known)"data":\#(data)}"#
    }

    private mutating func content() -> (type: String, data: String) {
        let amount = random.below(900_000)
        let currency = random.below(8) == 0 ? "USD" : "CNY"
        let money = #""currency":"\#(currency)","amount_minor":\#(amount)"#
        switch random.below(8) {
        case 0...2:
            return (
                "order.placed",
                #"{"order_id":"o\#(next)",\#(money)\#(region)\#(detail)}"#
            )
        case 3: return ("order.returned", #"{"order_id":"o\#(next)",\#(money)\#(region)}"#)
        case 4:
            let fee = random.below(3) == 0 ? #""\#(amount)""# : "\(amount)"
            let unit = random.below(6) == 0 ? #""usd""# : #""\#(currency)""#
            let paid = random.below(9) == 0 ? "" : #","currency":\#(unit)"#
            return ("badge.scanned", #"{"door":\#(scalar),"fee_minor":\#(fee)\#(paid)}"#)
        case 5:
            return (
                "account.assessed",
                #"{"criterion":"\#(["brand", "size"][random.below(2)])","value":\#(value)}"#
            )
        case 6:
            return (
                "satisfaction.surveyed",
                #"{"survey_id":"s\#(next)","score":\#(random.below(11)),"scale_min":0,"#
                    + #""scale_max":10}"#
            )
        default:
            let type = ["case.opened", "case.closed", "case.opened"][random.below(3)]
            return (type, #"{"number":"c\#(random.below(40))"}"#)
        }
    }

    private var region: String {
        mutating get {
            switch random.below(10) {
            case 0: ""
            case 1: #","region":\#(scalar)"#
            default: #","region":"\#(Self.regions[random.below(Self.regions.count)])""#
            }
        }
    }

    private var detail: String {
        mutating get {
            switch random.below(5) {
            case 0: ""
            case 1: #","detail":\#(scalar)"#
            default: #","detail":{"level":\#(scalar),"tag":"t\#(next)"}"#
            }
        }
    }

    private var scalar: String {
        mutating get {
            switch random.below(9) {
            case 0: "true"
            case 1: "false"
            case 2: "null"
            case 3: "1.5"
            case 4: "[1]"
            case 5: #""d\#(random.below(5))""#
            case 6: "9007199254740991"
            default: "\(random.below(7) - 2)"
            }
        }
    }

    /// A scalar that an assessment may have.
    private var value: String {
        mutating get {
            let any = scalar
            return any == "null" || any == "[1]" ? "0" : any
        }
    }

    /// A pack of which every fact reads what fixed columns don't hold, in every way there is.
    static func pack(currency: String) throws -> StoredPack {
        try StoredPack(text: text(currency: currency), TestPack.read)
    }

    private static func text(currency: String) -> String {
        """
        pack: custom
        version: 1
        currency: \(currency)

        """ + facts + decisions
    }

    private static let facts = """
        facts:
          region: {event: order.placed, last: event.region, type: string, missing: none}
          regions: {event: order.placed, count_distinct: event.region, type: string}
          in_europe: {event: order.placed, sum: event.amount_minor, where: "event.region == 'EU'",
            less: [order.returned], window: 6 months, missing: 0}
          accented: {event: order.placed, count: true, where: "event.region == 'é'"}
          level: {event: order.placed, max: event.detail.level, type: int, window: 365 days,
            missing: 0}
          tags: {event: order.placed, count_distinct: event.detail.tag, type: string,
            where: "event.detail.level > 1 || event.region in ['US', 'EU']"}
          half: {event: order.placed, sum: event.amount_minor / 2, missing: 0, window: 365 days}
          fees: {event: badge.scanned, sum: event.fee_minor, type: int, missing: 0,
            window: 365 days}
          door: {event: badge.scanned, last: event.door, type: bool, missing: false}
          doors: {event: badge.scanned, count: true, where: "has(event.door)", window: 90 days}
          brand: {event: account.assessed, last: event.value, type: string, missing: none,
            where: "event.criterion == 'brand'"}
          size: {event: account.assessed, last: event.value, type: int, missing: 0,
            where: "event.criterion == 'size'"}
          satisfied: {event: satisfaction.surveyed, last: normalised(event), missing: 0}
          cases: {open: case.opened, close: case.closed, key: event.number, open_count: true}

        """

    private static let decisions = """
        decisions:
          place:
            levels: [low, accented, known, europe]
            evaluate: {every: month}
            rule:
              match:
                - {condition: facts.region == 'EU' && facts.regions > 2, output: "'europe'"}
                - {condition: facts.region != 'none' && facts.regions > 3, output: "'known'"}
                - {condition: facts.accented > 1, output: "'accented'"}
                - output: "'low'"
          revenue:
            levels: [none, some, much]
            evaluate: {every: month}
            rule:
              match:
                - {condition: facts.in_europe > facts.half, output: "'much'"}
                - {condition: facts.in_europe + facts.half > 1500000, output: "'some'"}
                - output: "'none'"
          depth:
            levels: [none, some, much]
            evaluate: {every: quarter}
            rule:
              match:
                - {condition: facts.level > 3 && facts.tags > 4, output: "'much'"}
                - {condition: facts.level > 1, output: "'some'"}
                - output: "'none'"
          access:
            levels: [none, some, much]
            evaluate: {every: month}
            hold: {down: {for: 60 days}}
            rule:
              match:
                - {condition: facts.door && facts.fees > 400000, output: "'much'"}
                - {condition: facts.doors > 1, output: "'some'"}
                - output: "'none'"
          standing:
            levels: [none, some, much]
            evaluate: {every: month}
            rule:
              match:
                - {condition: facts.brand == 'd1' || facts.size > 2, output: "'much'"}
                - {condition: facts.satisfied > 5000 && facts.cases > 1, output: "'some'"}
                - output: "'none'"
        """
}
