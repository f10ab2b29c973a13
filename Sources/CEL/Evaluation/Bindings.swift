/// What an expression is evaluated with.
package struct Bindings: Sendable {
    /// Variables by name; a name may have dots.
    package var variables: [String: Value]
    /// How many seconds a named zone is ahead of UTC at an instant, given in seconds since 1970;
    /// nil where there is no such zone.
    package let zoneSeconds: @Sendable (_ zone: String, _ instant: Int64) -> Int?

    /// Functions of the caller by name, beside the standard ones; nil where one isn't defined for
    /// its arguments.
    package var functions: [String: @Sendable ([Value]) -> Value?]

    package init(
        _ variables: [String: Value] = [:],
        functions: [String: @Sendable ([Value]) -> Value?] = [:],
        zoneSeconds: @escaping @Sendable (_ zone: String, _ instant: Int64) -> Int?
    ) {
        self.variables = variables
        self.functions = functions
        self.zoneSeconds = zoneSeconds
    }
}
