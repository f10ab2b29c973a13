/// What is known of an account itself before an instant.
package struct AccountProfile: Equatable, Sendable {
    package internal(set) var name: String?
    package internal(set) var industry: String?
    package internal(set) var segment: String?
    package internal(set) var country: String?
    package internal(set) var region: String?
    package internal(set) var city: String?
    /// The account above this one.
    package internal(set) var parent: String?
    /// Who looks after the account.
    package internal(set) var owner: String?
    /// The account that this one was merged into.
    package internal(set) var mergedInto: String?
    package internal(set) var isClosed = false
    package internal(set) var openedAt: Instant?

    init() {}
}

/// Who looked after an account from an instant on; nil for nobody.
package struct Ownership: Equatable, Sendable {
    /// When it began.
    package let since: Instant
    /// Who it was, as the source names people; nil for nobody.
    package let owner: String?
}

extension AccountTimeline {
    /// What is known of the account: of each field the last value that was given.
    package func profile(asOf: Instant) -> AccountProfile {
        var profile = AccountProfile()
        for entry in entries(before: asOf) {
            switch entry.kind {
            case .opened:
                profile.openedAt = profile.openedAt ?? entry.occurredAt
                profile.isClosed = false
            case .closed: profile.isClosed = true
            case .reopened: profile.isClosed = false
            case .merged: profile.mergedInto = string(entry.text)
            case .name: profile.name = string(entry.text)
            case .industry: profile.industry = string(entry.text)
            case .segment: profile.segment = string(entry.text)
            case .country: profile.country = string(entry.text)
            case .region: profile.region = string(entry.text)
            case .city: profile.city = string(entry.text)
            case .parent: profile.parent = string(entry.text)
            default: break
            }
        }
        profile.owner = owners(asOf: asOf).last?.owner
        return profile
    }

    /// Who looked after the account, by time. Where an `owner.assigned` was ever recorded only such
    /// owners count, else the `owner` that the account's own events name; `owner.released` ends
    /// both, but a release of somebody who isn't the owner changes nothing.
    package func owners(asOf: Instant) -> [Ownership] {
        let entries = entries(before: asOf)
        let isAssigned = entries.contains { $0.kind == .ownerAssigned }
        var owners: [Ownership] = []
        for entry in entries {
            let current = owners.last?.owner
            switch entry.kind {
            case .statedOwner where !isAssigned, .ownerAssigned where entry.text != .empty:
                let owner = string(entry.text)
                guard owner != current else { continue }
                owners.append(Ownership(since: entry.occurredAt, owner: owner))
            case .ownerReleased:
                guard let current, entry.text == .empty || string(entry.text) == current else {
                    continue
                }
                owners.append(Ownership(since: entry.occurredAt, owner: nil))
            default: continue
            }
        }
        return owners
    }
}
