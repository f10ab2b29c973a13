extension Instant {
    /// Reads RFC 3339; throws what is wrong with the text.
    package init(_ text: String) throws(InstantError) {
        try self.init(parsing: Array(text.utf8).span)
    }
}
