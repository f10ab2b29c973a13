import Instruments
import LedgerModel
import Testing

struct AccountCardJSONTests {
    /// The card of account A as JSON, which must be canonical.
    private func check(
        _ table: String, asOf: String, _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let card = try FoldedEvents(table: table).card(of: "A", asOf: try Instant(asOf))
        var members = JSONMembers()
        try #require(card).append(to: &members)
        #expect(
            String(decoding: members.bytes, as: UTF8.self) == expected,
            sourceLocation: sourceLocation)
        let isCanonical = try canonical(members.bytes) == members.bytes
        #expect(isCanonical, sourceLocation: sourceLocation)
    }

    @Test func `an account of which little is known has a card without guesses`() throws {
        try check(
            "A 2024-01-01 account.opened", asOf: "2024-02-01",
            #"{"account":"A","as_of":"2024-02-01T00:00:00Z","attention":{},"complaints":[],"#
                + #""contacts":{"by_channel":{},"by_year":{},"interactions":0,"visits":0,"#
                + #""visits_by_year":{}},"cost":{"by_type":{},"by_year":{}},"#
                + #""figures":{"account":"A"},"opportunities":{"closed":0,"lost":0,"open":0,"#
                + #""opened":0,"won":0},"owners":[],"profile":{"is_closed":false,"#
                + #""opened":"2024-01-01T00:00:00Z"},"satisfaction":{"answers":[],"n":0},"#
                + #""stage_labels":{}}"#)
    }

    @Test func `a card holds what lies behind the figures`() throws {
        try check(
            """
            A 2023-06-01 account.opened "name":"Ann","owner":"Li"
            A 2023-07-01 interaction.logged "channel":"phone"
            A 2024-01-02 interaction.logged "channel":"email"
            A 2024-01-03 visit.made
            A 2024-01-04 complaint.opened "complaint_id":"x","category":"late"
            A 2024-01-05 complaint.acknowledged "complaint_id":"x"
            A 2024-01-06 satisfaction.surveyed "survey_id":"1","score":4,"scale_min":1,"scale_max":5
            A 2024-01-07 satisfaction.surveyed "survey_id":"2","score":1,"scale_min":0,"scale_max":1
            A 2024-01-08 cost.allocated "currency":"USD","amount_minor":5
            A 2024-01-09 owner.released "owner":"Li"
            A 2024-01-10 stage.assessed "stage":"mid","rater":"Li"
            A 2024-01-11 stage.targeted "target":"partnership","by":"2024-12-31"
            """, asOf: "2024-02-01",
            #"{"account":"A","as_of":"2024-02-01T00:00:00Z","#
                + #""attention":{"days_since_last_touch":29},"#
                + #""complaints":[{"acknowledged":"2024-01-05T00:00:00Z","age_days":28,"#
                + #""category":"late","complaint_id":"x","is_open":true,"#
                + #""opened":"2024-01-04T00:00:00Z"}],"contacts":{"by_channel":{"email":"#
                + #"{"2024":1},"phone":{"2023":1}},"by_year":{"2023":1,"2024":2},"#
                + #""interactions":2,"last_touch":"2024-01-03T00:00:00Z","#
                + #""last_visit":"2024-01-03T00:00:00Z","visits":1,"visits_by_year":{"2023":0,"#
                + #""2024":1}},"cost":{"by_type":{"unspecified":5},"by_year":{"2024":5}},"#
                + #""currency":"USD","figures":{"account":"A","complaints":1,"complaints_open":1,"#
                + #""contacts_logged":3,"cost_minor":5,"last_contact":"2024-01-03T00:00:00Z","#
                + #""survey_bp_sum":17500,"surveys":2},"opportunities":{"closed":0,"lost":0,"#
                + #""open":0,"opened":0,"won":0},"owners":[{"owner":"Li","since":"#
                + #""2023-06-01T00:00:00Z"},{"since":"2024-01-09T00:00:00Z"}],"#
                + #""profile":{"is_closed":false,"#
                + #""name":"Ann","opened":"2023-06-01T00:00:00Z"},"satisfaction":{"answers":"#
                + #"[{"bp":7500,"time":"2024-01-06T00:00:00Z"},{"bp":10000,"#
                + #""time":"2024-01-07T00:00:00Z"}],"last_bp":10000,"mean_bp":8750,"n":2,"#
                + #""trend_bp":2500},"#
                + #""stage_labels":{"assessed":{"at":"2024-01-10T00:00:00Z","rater":"Li","#
                + #""stage":"mid"},"target":{"at":"2024-01-11T00:00:00Z","#
                + #""by":"2024-12-31","stage":"partnership"}}}"#)
    }
}
