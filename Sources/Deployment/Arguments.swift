/// What a command line asks for.
package struct Arguments: Sendable, Equatable {
    /// The operands, in order.
    package private(set) var words: [String] = []
    private var given: [String: String] = [:]

    /// Reads the arguments behind the program's name.
    ///
    /// Options and operands come in any order; behind `--` all are operands. Of an option given twice the last counts.
    /// A command's own name is the first word, and no operand.
    ///
    /// - Throws: ``UsageError`` that names an option nobody knows, or one whose value is missing or too much.
    package init(
        _ arguments: some Sequence<String>, options: [Option], command: String? = nil
    ) throws(UsageError) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            if argument == "--" {
                while let word = rest.next() { words.append(word) }
            } else if argument.hasPrefix("-"), argument != "-" {
                let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                guard let option = options.first(where: { $0.name == parts[0] }) else {
                    throw UsageError("there is no option '\(parts[0])'")
                }
                given[option.name] = try Self.value(of: option, attached: parts.dropFirst().first, or: &rest)
            } else {
                words.append(argument)
            }
        }
        if let command, words.first == command { words.removeFirst() }
    }

    private static func value(
        of option: Option, attached: String?, or rest: inout some IteratorProtocol<String>
    ) throws(UsageError) -> String {
        guard let name = option.value else {
            guard attached == nil else { throw UsageError("option '\(option.name)' takes no value") }
            return ""
        }
        guard let value = attached ?? rest.next() else { throw UsageError("option '\(option.name)' needs its \(name)") }
        return value
    }

    package func has(_ option: Option) -> Bool { given[option.name] != nil }

    package func value(of option: Option) -> String? { given[option.name] }

    /// Takes the operands that a command needs, and at most those it can use.
    ///
    /// - Throws: ``UsageError`` that names the first one missing, or the first one too many.
    package func operands(_ names: [String], optional: Int = 0) throws(UsageError) -> [String] {
        if words.count > names.count { throw UsageError("'\(words[names.count])' is one argument too many") }
        if words.count < names.count - optional { throw UsageError("argument \(names[words.count]) is missing") }
        return words
    }
}
