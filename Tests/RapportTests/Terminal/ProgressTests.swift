import Testing

@testable import rapport

struct ProgressTests {
    private static let start = Duration.seconds(1_000)

    private func progress(total: Int?, _ unit: Progress.Unit) -> Progress {
        Progress("Importing", total: total, unit: unit, startedAt: Self.start)
    }

    /// What is drawn by one update so many milliseconds after the start.
    private func check(
        _ done: Int, of total: Int?, _ unit: Progress.Unit, after milliseconds: Int,
        draws line: String, _ location: SourceLocation = #_sourceLocation
    ) {
        var progress = progress(total: total, unit)
        let text = progress.update(now: Self.start + .milliseconds(milliseconds), done: done)
        #expect(text == "\r\(line)\u{1B}[K", sourceLocation: location)
    }

    @Test func `work of less than a second is never drawn`() {
        var progress = progress(total: 100, .count(of: "events"))
        #expect(progress.update(now: Self.start, done: 1) == nil)
        #expect(progress.update(now: Self.start + .milliseconds(999), done: 99) == nil)
        #expect(progress.finish() == nil)
    }

    @Test func `it is drawn at most ten times a second`() {
        var progress = progress(total: 100_000, .count(of: "events"))
        let drawn = (0..<3_000).filter { millisecond in
            let now = Self.start + .milliseconds(millisecond)
            return progress.update(now: now, done: millisecond) != nil
        }
        #expect(drawn == Array(stride(from: 1_000, to: 3_000, by: 100)))
    }

    @Test func `what was done before counts for the share and not for the rate`() {
        var progress = Progress(
            "Replay", total: 1_000, before: 600, unit: .count(of: "instants"),
            startedAt: Self.start)
        #expect(
            progress.update(now: Self.start + .seconds(2), done: 800)
                == "\rReplay: 80 %, 100 instants/s, 2 s left\u{1B}[K")
    }

    @Test func `a drawn line is erased once`() {
        var progress = progress(total: nil, .bytes)
        #expect(progress.update(now: Self.start + .seconds(2), done: 1) != nil)
        #expect(progress.finish() == "\r\u{1B}[K")
        #expect(progress.finish() == nil)
    }

    @Test func `with a total it says the share, the rate and the time left`() {
        check(
            50_000_000, of: 200_000_000, .bytes, after: 2_000,
            draws: "Importing: 25 %, 25.0 MB/s, 6 s left")
        check(
            1_000, of: 200_000, .count(of: "events"), after: 1_000,
            draws: "Importing: 0 %, 1,000 events/s, 3 min 19 s left")
        check(
            1_000, of: 20_000_000, .count(of: "events"), after: 1_000,
            draws: "Importing: 0 %, 1,000 events/s, 5 h 33 min left")
    }

    @Test func `without a total it says the count and the rate`() {
        check(
            1_234_567, of: nil, .count(of: "events"), after: 1_500,
            draws: "Importing: 1,234,567 events, 823,044 events/s")
        check(
            12_345_678, of: nil, .bytes, after: 1_000,
            draws: "Importing: 12.3 MB, 12.3 MB/s")
    }

    @Test func `the end and what lies past it are no time left`() {
        check(100, of: 100, .bytes, after: 1_000, draws: "Importing: 100 %, 0.0 MB/s")
        check(150, of: 100, .bytes, after: 1_000, draws: "Importing: 100 %, 0.0 MB/s")
        check(0, of: 0, .bytes, after: 1_000, draws: "Importing: 0.0 MB, 0.0 MB/s")
        check(0, of: 10, .bytes, after: 1_000, draws: "Importing: 0 %, 0.0 MB/s")
    }

    @Test func `a line fits on 80 columns`() {
        var progress = Progress(
            String(repeating: "导入", count: 40), total: nil, unit: .bytes, startedAt: .zero)
        let text = progress.update(now: .seconds(1), done: 1) ?? ""
        #expect(DisplayWidth.columns(of: text.dropFirst().dropLast(3)) == 79)
    }

    @Test func `counts too large to multiply still give a share and a rate`() {
        check(
            .max / 2, of: .max, .count(of: "x"), after: 1_000_000,
            draws: "Importing: 50 %, 4,611,686,018,427,387 x/s, 16 min 40 s left")
    }

    @Test func `the line asks the clock and erases itself when it goes`() {
        var now = Duration.zero
        var written: [String] = []
        do {
            let line = ProgressLine(
                "Verifying", total: 10, unit: .count(of: "events"), clock: { now },
                write: { written.append($0) })
            line.update(done: 1)
            now = .seconds(1)
            line.update(done: 5)
        }
        #expect(written == ["\rVerifying: 50 %, 5 events/s, 1 s left\u{1B}[K", "\r\u{1B}[K"])
    }
}
