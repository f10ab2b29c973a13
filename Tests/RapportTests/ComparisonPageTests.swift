import Testing

@testable import rapport

/// The first page of a comparison stays one page, and its tables can be read in any order.
struct ComparisonPageTests {
    @Test func `short lists show all, long ones share what is left`() {
        for (counts, lines, rows) in [
            ([0, 1, 0, 0, 0, 4], 16, [0, 1, 0, 0, 0, 4]),
            ([164, 0, 0, 0, 0, 0], 20, [20, 0, 0, 0, 0, 0]),
            ([2, 1, 0, 17, 0, 38], 14, [2, 1, 0, 5, 0, 6]),
            ([9, 9, 9], 9, [3, 3, 3]), ([9, 9], 0, [1, 1]), ([], 5, []), ([0], 5, [0]),
        ] { #expect(ComparisonPage.rows(of: counts, within: lines) == rows, "\(counts)") }
    }

    @Test func `a table names its rows and columns, and each cell its column`() {
        var table = PageTable([.text("Account"), .number("Revenue")])
        table.append([["a<b", "1"]], under: "up & down", kind: "up")
        table.append([["c", "2"]])
        let text = table.markup.text.replacing("\n", with: "")
        #expect(
            text == #"<table class="list"><thead><tr><th scope="col">Account</th>"#
                + #"<th scope="col" class="number">Revenue</th></tr></thead>"#
                + #"<tbody><tr class="group up"><th scope="rowgroup" colspan="2">"#
                + "<bdi>up &amp; down</bdi></th></tr>"
                + #"<tr><th scope="row">a&lt;b</th><td data-title="Revenue" class="number">1</td>"#
                + #"</tr></tbody><tbody><tr><th scope="row">c</th>"#
                + #"<td data-title="Revenue" class="number">2</td></tr></tbody></table>"#)
    }
}
