import JSON

/// The attributes of the envelope that Rapport knows, in canonical order of their names. Any other
/// member is an extension attribute of CloudEvents and kept as it is.
enum EnvelopeAttribute: Int, CaseIterable {
    case accountRevision, authID, authType, causationID, correlationID, data, dataBase64
    case dataContentType, dataSchema, id, ledgerTime, recordedTime, sequence, source
    case specVersion, subject, time, traceParent, type

    var name: String { Self.names[rawValue] }
    var key: JSONName { Self.keys[rawValue] }

    static let names = [
        "accountrevision", "authid", "authtype", "causationid", "correlationid", "data",
        "data_base64", "datacontenttype", "dataschema", "id", "ledgertime", "recordedtime",
        "sequence", "source", "specversion", "subject", "time", "traceparent", "type",
    ]
    private static let keys = names.map { JSONName($0) }
    /// The first eight bytes of each name, to rule it out at once.
    static let prefixes = keys.map(\.prefix)

    /// The members that the ledger adds to an event when it records it.
    static let added: [EnvelopeAttribute] = [.accountRevision, .authID, .ledgerTime, .sequence]
}
