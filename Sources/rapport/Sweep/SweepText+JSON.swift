import LedgerEngine
import LedgerModel
import Policy

extension SweepText {
    /// One object (`schemas/sweep.v1.json`).
    var json: [UInt8] {
        var members = JSONMembers()
        members.object { members in
            appendAccount(to: &members)
            members.integer("account_days", swept.accountDays)
            members.count("accounts", swept.accountCount)
            members.string("approvals", ReplayOptions.Approvals.assume.rawValue)
            members.string("currency", swept.currency.text)
            members.string("decision", pack.names[swept.track])
            members.instant("from", swept.span.lowerBound)
            members.count("instants", swept.instantCount)
            known.append(to: &members)
            members.string("overrides", ReplayOptions.Overrides.ignore.rawValue)
            members.string("pack", pack.name)
            members.count("pack_version", pack.version)
            members.array("parameters") { members in
                for index in swept.grid.ranges.indices { append(parameter: index, to: &members) }
            }
            members.array("points") { members in
                for outcome in swept.outcomes { append(outcome, to: &members) }
            }
            members.integer("position", Int64(swept.end))
            members.figure("revenue_365d", swept.revenue)
            appendSize(to: &members)
            members.instant("to", swept.span.upperBound)
        }
        members.endLine()
        return members.bytes
    }

    private func append(parameter index: Int, to members: inout JSONMembers) {
        let range = swept.grid.ranges[index]
        let parameter = pack.parameters[range.parameter]
        members.object { members in
            members.bool("dated", parameter.values.count > 1)
            members.integer("from", range.lower)
            members.string("name", parameter.name)
            members.integer("own", swept.own.point.numbers[index])
            members.integer("step", range.step)
            members.integer("to", range.upper)
            members.string("unit", parameter.unit.rawValue)
        }
    }

    private func append(_ outcome: LedgerSweep.Outcome, to members: inout JSONMembers) {
        members.object { members in
            members.count("flips", outcome.flips)
            if let rate = swept.flipsPerThousandAccountYears(outcome) {
                members.integer("flips_per_thousand_account_years", rate)
            }
            members.array("levels") { members in
                for place in 0..<swept.levels.count {
                    members.object { members in
                        members.count("accounts", outcome.sizes[place])
                        members.string("level", swept.levels.name(ofPlace: place))
                        members.figure("revenue_365d", outcome.revenue[place])
                        if let share = swept.share(outcome, ofPlace: place) {
                            members.integer("revenue_share_ppm", share)
                        }
                    }
                }
            }
            members.count("moved", outcome.moved)
            members.bool("own", outcome.point.isOwn)
            append(outcome.point, to: &members)
        }
    }

    private func append(_ point: SweepPoint, to members: inout JSONMembers) {
        members.array("values") { members in
            for number in point.numbers { members.integer(number) }
        }
    }

    /// The account asked for, and the smallest changes that move it.
    private func appendAccount(to members: inout JSONMembers) {
        guard let account else { return }
        members.object("account") { members in
            members.string("account", account)
            guard let place = swept.own.place else { return }
            members.string("level", swept.levels.name(ofPlace: place))
            members.array("moves") { members in
                for move in swept.accountMoves {
                    members.object { members in
                        let level = move.place.map { swept.levels.name(ofPlace: $0) }
                        members.string("level", level ?? "")
                        append(move.point, to: &members)
                    }
                }
            }
        }
    }

    /// The size asked for, and the points that give it or are nearest to it.
    private func appendSize(to members: inout JSONMembers) {
        guard let wanted else { return }
        members.object("size") { members in
            members.count("accounts", wanted.size)
            members.string("level", swept.levels.name(ofPlace: wanted.place))
            members.array("nearest") { members in
                for outcome in swept.nearest(toSize: wanted.size, ofPlace: wanted.place) {
                    members.object { members in
                        members.count("accounts", outcome.sizes[wanted.place])
                        append(outcome.point, to: &members)
                    }
                }
            }
        }
    }

    /// The table: a line for every point behind one with the names of the columns.
    var csv: [UInt8] {
        let names = (0..<swept.levels.count).map { swept.levels.name(ofPlace: $0) }
        let header =
            swept.grid.parameters.map { pack.parameters[$0].name } + ["own"]
            + names.map { "accounts_\($0)" } + names.map { "revenue_365d_\($0)" }
            + names.map { "revenue_share_\($0)" } + ["flips", "moved"]
        let lines = swept.outcomes.map { outcome -> [String] in
            let revenue = outcome.revenue.map { $0.value.map(String.init) ?? "" }
            let shares = names.indices.map { place in
                swept.share(outcome, ofPlace: place).map(String.init) ?? ""
            }
            return outcome.point.numbers.map(String.init) + [String(outcome.point.isOwn)]
                + outcome.sizes.map(String.init) + revenue + shares
                + [String(outcome.flips), String(outcome.moved)]
        }
        return Array(
            ([header] + lines).map { $0.joined(separator: ",") + "\n" }.joined().utf8)
    }
}

extension KnownOptions {
    /// What was taken as known, as members.
    func append(to members: inout JSONMembers) {
        members.string("knowledge", knowledge.rawValue)
        knownAt?.append(to: &members)
    }
}

extension KnownAtArgument {
    /// The instant or position, as a member.
    func append(to members: inout JSONMembers) {
        switch self {
        case .instant(let instant): members.instant("known_at", instant)
        case .position(let position): members.integer("known_at", Int64(position))
        }
    }
}

extension JSONMembers {
    /// An amount in minor units, or why there is none.
    mutating func figure(_ name: String, _ figure: Figure) {
        switch figure {
        case .value(let minor): integer(name + "_minor", minor)
        case .missing(let reason): string(name + "_missing", reason.sentence)
        }
    }
}
