import LedgerModel
import Testing

/// What a field of each kind may hold, given as JSON.
struct FieldKindTests {
    private func check(
        _ field: String, of type: String, accepts accepted: [String], refuses refused: [String],
        beside others: String = "", _ location: SourceLocation = #_sourceLocation
    ) {
        func pointers(_ value: String) -> [String] {
            let data = "{\(others)\"\(field)\":\(value)}"
            return ReadProposal(proposal(of: type, data: data)).pointers
        }
        for value in accepted {
            #expect(pointers(value) == [], "\(value)", sourceLocation: location)
        }
        for value in refused {
            #expect(pointers(value) == ["/data/\(field)"], "\(value)", sourceLocation: location)
        }
    }

    @Test func `words and ids are strings`() {
        check(
            "name", of: "account.opened", accepts: [#""""#, #""王""#],
            refuses: ["1", "null", "[]", "true"])
        check(
            "parent", of: "account.opened", accepts: [#""P""#], refuses: [#""""#, "1", "null"])
        check(
            "kind", of: "cost.allocated", accepts: [#""direct""#, #""\u0064irect""#],
            refuses: [#""Direct""#, #""""#, "1"],
            beside: #""currency":"CNY","amount_minor":1,"#)
        check(
            "value", of: "account.assessed", accepts: [#""a""#, "0.5", "true"],
            refuses: ["null", "{}", "[]"])
    }

    @Test func `a currency has three capital letters, escaped or not`() {
        check(
            "currency", of: "account.opened",
            accepts: [#""CNY""#, #""\u0043NY""#, #""\u0043\u004e\u0059""#],
            refuses: [#""cny""#, #""CN""#, #""CNYY""#, #""C1Y""#, #""元""#, "1", #""\t\tY""#])
    }

    @Test func `money and counts are whole numbers of 53 bits`() {
        check(
            "credit_limit_minor", of: "account.opened",
            accepts: ["0", "-0", "1.0", "1e3", "9007199254740991"],
            refuses: ["-1", "0.5", #""1""#, "null"])
        check(
            "minutes", of: "visit.made", accepts: ["0", "90"], refuses: ["-1", "1.5", #""90""#])
        check(
            "change_minor", of: "order.amended", accepts: ["-9007199254740991", "0", "5"],
            refuses: ["0.5", #""-1""#], beside: #""order_id":"1","currency":"CNY","#)
        check(
            "support", of: "contact.assessed", accepts: ["-2", "2"], refuses: ["0.5", "true"],
            beside: #""contact_id":"1","#)
        check("share", of: "competitor.observed", accepts: ["0.5", "-3"], refuses: [#""0.5""#])
        check(
            "partial", of: "churn.confirmed", accepts: ["true", "false"], refuses: ["0", "null"])
    }

    @Test func `a year lies between 1 and 9999`() {
        check(
            "year", of: "forecast.made", accepts: ["1", "9999"],
            refuses: ["0", "10000", "-1", "2025.5", #""2025""#])
    }

    @Test func `a date is a day or an instant that exists, escaped or not`() {
        check(
            "by", of: "stage.targeted",
            accepts: [
                #""2024-02-29""#, #""0001-01-01""#, #""9999-12-31""#, #""2024-02-29T23:59:59Z""#,
                #""2024-02-29T23:59:59.123456+08:00""#, #""2024\u002d02-29""#,
                #""2024-02-29T23:59:59\u005a""#,
            ],
            refuses: [
                #""2023-02-29""#, #""0000-01-01""#, #""2024-13-01""#, #""2024-2-29""#,
                #""2024-02-29T24:00:00Z""#, #""2024-02-29T23:59:59""#, #""20240229""#, #""""#,
                "20240229",
            ])
    }

    @Test func `a decimal is digits in a string, with a point inside, escaped or not`() {
        func check(accepts accepted: [String], refuses refused: [String]) {
            for (values, expected) in [(accepted, []), (refused, ["/data/rate"])] {
                for value in values {
                    let text = proposal(
                        of: "rate.quoted", subject: "~ledger", data: "{\"rate\":\(value)}")
                    #expect(ReadProposal(text).pointers == expected, "\(value)")
                }
            }
        }
        check(
            accepts: [#""7.1884""#, #""-0""#, #""007""#, #""7\u002e1""#],
            refuses: [
                "7.1884", #""7,1""#, #"".5""#, #""5.""#, #""-""#, #""--5""#, #""1.2.3""#, #""1e3""#,
                #""+1""#, #""""#, #"" 1""#, #""-.5""#,
            ])
    }

    @Test func `lists hold their kind and at most so many`() {
        check(
            "members", of: "team.formed", accepts: ["[]", #"["a","b"]"#],
            refuses: [#""a""#, #"["a",1]"#, "[null]", "{}"], beside: #""team_id":"1","#)
        check(
            "needs", of: "contact.assessed", accepts: [#"["a","b","c"]"#],
            refuses: [#"["a","b","c","d"]"#], beside: #""contact_id":"1","#)
        check(
            "actions", of: "stage.targeted", accepts: [#"["a","b","c","d","e"]"#],
            refuses: [#"["a","b","c","d","e","f"]"#])
        check(
            "items", of: "order.placed", accepts: ["[]", "[{}]"],
            refuses: ["{}", "[1]", "[{},[]]"],
            beside: #""order_id":"1","currency":"CNY","amount_minor":1,"#)
        check(
            "sub_scores", of: "satisfaction.surveyed", accepts: ["{}"], refuses: ["[]", "null"],
            beside: #""survey_id":"1","score":1,"scale_min":1,"scale_max":5,"#)
    }

    @Test func `a visit is no channel of an interaction`() {
        check(
            "channel", of: "interaction.logged", accepts: [#""phone""#, #""Visit""#, #""""#],
            refuses: [#""visit""#, #""v\u0069sit""#, "1"])
        let data = #"{"channel":"visit"}"#
        let sentences = ReadProposal(proposal(of: "interaction.logged", data: data)).violations
            .map(\.sentence)
        #expect(sentences.count == 1 && sentences[0].contains("visit.made"))
        #expect(ReadProposal(proposal(of: "visit.made", data: data)).violations == [])
    }
}
