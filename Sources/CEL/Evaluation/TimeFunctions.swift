import CivilCalendar

/// What calendars and clocks show of timestamps, in UTC or in a zone, and durations in units.
enum TimeFunctions {
    static let methods: [String: Functions.Function] = [
        "getFullYear": reading { Int64($0.date.year) },
        "getMonth": reading { Int64($0.date.month - 1) },
        "getDate": reading { Int64($0.date.day) },
        "getDayOfMonth": reading { Int64($0.date.day - 1) },
        "getDayOfWeek": reading { Int64($0.date.dayOfWeek) },
        "getDayOfYear": reading { Int64($0.date.dayOfYear) },
        "getHours": reading(nanoseconds: 3_600_000_000_000) { Int64($0.hour) },
        "getMinutes": reading(nanoseconds: 60_000_000_000) { Int64($0.minute) },
        "getSeconds": reading(nanoseconds: 1_000_000_000) { Int64($0.second) },
        "getMilliseconds": { (arguments, call) throws(FunctionFailure) in
            // Of a duration only the part below a second, unlike the larger units.
            if arguments.count == 1, case .duration(let span) = arguments[0] {
                return .int(span.nanoseconds / 1_000_000 % 1_000)
            }
            return try reading { Int64($0.millisecond) }(arguments, &call)
        },
    ]

    /// - Parameter nanoseconds: of a duration, the unit in which it is given.
    private static func reading(
        nanoseconds: Int64? = nil, _ part: @escaping @Sendable (ClockReading) -> Int64
    ) -> Functions.Function {
        { (arguments, call) throws(FunctionFailure) in
            switch arguments.first {
            case .duration(let span)? where arguments.count == 1:
                nanoseconds.map { .int(span.nanoseconds / $0) }
            case .timestamp(let instant)?:
                try zoneSeconds(arguments, instant, call.bindings)
                    .map { .int(part(ClockReading(instant, zoneSeconds: $0))) }
            default: nil
            }
        }
    }

    private static func zoneSeconds(
        _ arguments: [Value], _ instant: Timestamp, _ bindings: Bindings
    ) throws(FunctionFailure) -> Int? {
        if arguments.count == 1 { return 0 }
        guard arguments.count == 2, case .string(let zone) = arguments[1] else { return nil }
        if let seconds = ZoneOffset.seconds(zone) { return seconds }
        guard let seconds = bindings.zoneSeconds(zone, instant.seconds) else {
            throw .invalid("there is no time zone '\(zone)'; write Asia/Shanghai or +08:00")
        }
        return seconds
    }
}
