/// What a command line asks for.
package struct Arguments: Sendable, Equatable {
    package var envFile: String?
    package var flags: Set<String> = []
    package var words: [String] = []

    /// Reads the arguments behind the program's name; nil when one of them is an option nobody knows.
    package init?(_ arguments: some Sequence<String>, flags known: Set<String>) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            if argument == "--env-file" {
                guard let file = rest.next() else { return nil }
                envFile = file
            } else if argument.hasPrefix("--env-file=") {
                envFile = String(argument.dropFirst("--env-file=".count))
            } else if known.contains(argument) {
                flags.insert(argument)
            } else if argument.hasPrefix("-") {
                return nil
            } else {
                words.append(argument)
            }
        }
    }
}

extension Arguments {
    /// Answers `--help` and `--version`, which every program has; nil when neither was asked for.
    func answer(name: String, usage: String) -> Int32? {
        if flags.contains("--help") {
            print(usage)
        } else if flags.contains("--version") {
            print("\(name) \(Deployment.version)")
        } else {
            return nil
        }
        return ExitCode.success
    }
}

/// The exit statuses of the programs (sysexits.h).
package enum ExitCode {
    package static let success: Int32 = 0
    package static let failure: Int32 = 1
    package static let usage: Int32 = 64
    package static let unavailable: Int32 = 69
    package static let configuration: Int32 = 78
}
