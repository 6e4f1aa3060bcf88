extension [String] {
    /// The first ten, and how many more there are.
    var shortList: String {
        let shown = prefix(10).joined(separator: ", ")
        return count > 10 ? "\(shown) and \(count - 10) more" : shown
    }
}
