import Instruments
import Testing

struct ABCTests {
    /// Values in the order of account ids, and for each its rank with the class by the exclusive
    /// and by the inclusive rule; `-` stands for a missing value or rank.
    private func check(
        _ values: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let places = ABCPlace.places(of: values.split(separator: " ").map { Int64($0) })
        let found = places.map { place in
            guard let place else { return "-" }
            let rank = place.rank.map { String($0) } ?? "-"
            return rank + place.exclusive.letter + place.inclusive.letter
        }
        #expect(found.joined(separator: " ") == expected, sourceLocation: sourceLocation)
    }

    @Test func `an account that ends at exactly 80 % or 95 % is still within by both rules`() {
        check("80 15 5", "1AA 2BB 3CC")
        check("81 14 5", "1AB 2BB 3CC")
        check("79 16 5", "1AA 2AB 3CC")
        check("80 16 4", "1AA 2BC 3CC")
    }

    @Test func `the account that crosses a boundary differs between the rules`() {
        check("100", "1AC")
        check("50 50", "1AA 2AC")
        check("9007199254740991 1", "1AC 2CC")
    }

    @Test func `equal values are ranked in the order of accounts`() {
        check("10 10 10 10 10", "1AA 2AA 3AA 4AA 5BC")
        check("1 10 10", "3CC 1AA 2AC")
    }

    @Test func `values of zero or less are C without a rank and take no part in the sum`() {
        check("80 0 15 -1000 5", "1AA -CC 2BB -CC 3CC")
        check("0 -1", "-CC -CC")
    }

    @Test func `a missing value has no place and takes no part`() {
        check("80 - 15 5", "1AA - 2BB 3CC")
        check("-", "-")
        check("", "")
    }
}
