import Glibc
import Posix

/// Reads settings and gathers what is wrong with them, so that an administrator mends all at once.
struct Settings {
    private let values: [String: String]
    private(set) var problems: [ConfigurationError.Problem] = []
    /// What was asked for; these two are looked up in the environment alone.
    private var known: Set<String> = ["BACKUP_ENV_FILE", PlannedCrash.variable]

    /// Takes the variables as Laravel's `env()` would: `null` and `(null)` are none, `empty` is the empty text.
    init(_ variables: [String: String]) {
        values = variables.compactMapValues { DotEnv.laravelValue($0) }
    }

    /// Takes the environment and, where it is silent, what a Laravel `.env` says.
    ///
    /// - Throws: ``ConfigurationError`` when the file cannot be read or understood.
    init(_ environment: [String: String], envFile: String?) throws(ConfigurationError) {
        guard let envFile else {
            self.init(environment)
            return
        }
        let problem: String
        do throws(SystemError) {
            let text = try FileDescriptor(opening: envFile, flags: O_RDONLY).text(named: envFile)
            do throws(DotEnvError) {
                self.init(try DotEnv(parsing: text, environment: environment).values)
                return
            } catch {
                problem = "'\(envFile)' cannot be understood: \(error)"
            }
        } catch {
            problem = "cannot be read: \(error)"
        }
        throw ConfigurationError(problems: [
            .init(setting: "BACKUP_ENV_FILE", problem: problem, hint: "name the app's .env, readable by this account")
        ])
    }

    /// A setting's text; an empty one counts as none.
    subscript(_ name: String) -> String? {
        mutating get {
            known.insert(name)
            return values[name].flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// What is set, begins like our names, and was never asked for; to be read when all was.
    var unknown: [UnknownSetting] {
        values.keys.filter { $0.hasPrefix("BACKUP_") && !known.contains($0) }.sorted()
            .map { UnknownSetting($0, among: known.filter { $0.hasPrefix("BACKUP_") }) }
    }

    mutating func report(_ setting: String, _ problem: String, hint: String) {
        problems.append(.init(setting: setting, problem: problem, hint: hint))
    }

    mutating func required(_ name: String, hint: String) -> String {
        if let value = self[name] { return value }
        report(name, "is not set", hint: hint)
        return ""
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>, default standard: Int) -> Int {
        guard let text = self[name] else { return standard }
        if let number = Int(text), range ~= number { return number }
        report(
            name, "'\(text)' is no number from \(range.lowerBound) to \(range.upperBound)",
            hint: "the default is \(standard)")
        return standard
    }

    /// A path that must begin at the root: the service has no folder it could be relative to.
    mutating func absolutePath(_ name: String) -> String? {
        guard let path = self[name] else { return nil }
        if !path.hasPrefix("/") { report(name, "'\(path)' is no absolute path", hint: "begin it with a slash") }
        return path
    }
}

/// Everything that is wrong with the configuration.
package struct ConfigurationError: Error, Equatable {
    package struct Problem: Sendable, Equatable {
        package let setting: String
        package let problem: String
        package let hint: String
    }

    package let problems: [Problem]
}

extension ConfigurationError: CustomStringConvertible {
    package var description: String {
        problems.map { "\($0.setting) \($0.problem)\n  hint: \($0.hint)" }.joined(separator: "\n")
    }
}
