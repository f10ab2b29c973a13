/// What an expression is evaluated with.
package struct Bindings: Sendable {
    /// Variables by name; a name may have dots.
    package var variables: [String: Value]
    /// How many seconds a named zone is ahead of UTC at an instant, given in seconds since 1970;
    /// nil where there is no such zone.
    package let zoneSeconds: @Sendable (_ zone: String, _ instant: Int64) -> Int?

    package init(
        _ variables: [String: Value] = [:],
        zoneSeconds: @escaping @Sendable (_ zone: String, _ instant: Int64) -> Int?
    ) {
        self.variables = variables
        self.zoneSeconds = zoneSeconds
    }
}
