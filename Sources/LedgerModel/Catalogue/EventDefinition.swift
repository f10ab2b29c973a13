import JSON

/// One event type of the catalogue: the same as `schemas/events/<name>.v1.json`.
package struct EventDefinition: Sendable {
    /// What an event may be about.
    package enum Subject: Sendable {
        case account
        case ledger
        case accountOrLedger
    }

    /// One known field of `data`.
    package struct Field: Sendable {
        /// The name of the member of `data`.
        package let name: String
        /// What its value must be where it is present.
        package let kind: FieldKind
        /// Whether an event without it is refused.
        package let isRequired: Bool
        /// Encrypted before hashing once persons can be erased (`"x-personal": true`).
        package let isPersonal: Bool
        let key: JSONName

        private init(_ name: String, _ kind: FieldKind, isRequired: Bool, isPersonal: Bool) {
            self.name = name
            self.kind = kind
            self.isRequired = isRequired
            self.isPersonal = isPersonal
            key = JSONName(name)
        }

        static func required(_ name: String, _ kind: FieldKind) -> Field {
            Field(name, kind, isRequired: true, isPersonal: false)
        }

        static func optional(_ name: String, _ kind: FieldKind) -> Field {
            Field(name, kind, isRequired: false, isPersonal: false)
        }

        static func personal(_ name: String, _ kind: FieldKind) -> Field {
            Field(name, kind, isRequired: false, isPersonal: true)
        }
    }

    /// The event type, such as `order.placed`.
    package let name: String
    /// Whom an event of this type may be about.
    package let subject: Subject
    /// Whether only verbs of the ledger may append it.
    package let isWrittenByVerbsOnly: Bool
    /// The known fields, in canonical order of their names.
    package let fields: [Field]
    /// The first eight bytes of the fields' names, to rule them out at once.
    let prefixes: [UInt64]

    init(
        _ name: String, _ fields: [Field] = [], subject: Subject = .account,
        isWrittenByVerbsOnly: Bool = false
    ) {
        self.name = name
        self.subject = subject
        self.isWrittenByVerbsOnly = isWrittenByVerbsOnly
        self.fields = fields.sorted { Array($0.name.utf8).lexicographicallyPrecedes($1.name.utf8) }
        prefixes = self.fields.map(\.key.prefix)
    }
}
