import Glibc
import Posix

/// Reads settings and gathers what is wrong with them, so that an administrator mends all at once.
struct Settings {
    private let values: [String: String]
    /// The app's `.env`, if one was read: its folder is the app's.
    private(set) var appFile: String?
    private(set) var problems: [ConfigurationError.Problem] = []
    /// What was asked for; these two are looked up in the environment alone.
    private var known: Set<String> = ["BACKUP_ENV_FILE", PlannedCrash.variable]

    private static let variable = "BACKUP_ENV_FILE"

    /// Takes the variables as Laravel's `env()` would: `null` and `(null)` are none, `empty` is the empty text.
    init(_ variables: [String: String]) {
        values = variables.compactMapValues { DotEnv.laravelValue($0) }
    }

    /// Takes the environment and, where it is silent, what a Laravel `.env` says.
    ///
    /// The file may be one of ours that names the app's by `BACKUP_ENV_FILE`; then both count, the first more.
    /// `standardFile` is one of ours, read when nothing else is named and it is there.
    ///
    /// - Throws: ``ConfigurationError`` when a file cannot be read or understood.
    init(
        _ environment: [String: String], envFile: String?, standardFile: String? = nil
    ) throws(ConfigurationError) {
        let named = envFile ?? environment[Self.variable]
        guard let first = named ?? standardFile.flatMap({ access($0, F_OK) == 0 ? $0 : nil }) else {
            self.init(environment)
            return
        }
        var variables = try Self.variables(in: first, environment)
        var appFile = named
        let second = variables[Self.variable].flatMap { DotEnv.laravelValue($0) } ?? ""
        if environment[Self.variable] == nil, !second.isEmpty, second != first {
            variables = try Self.variables(in: second, variables)
            appFile = second
        }
        self.init(variables)
        self.appFile = appFile
    }

    private static func variables(
        in file: String, _ known: [String: String]
    ) throws(ConfigurationError) -> [String: String] {
        let problem: String
        do throws(SystemError) {
            let text = try FileDescriptor(opening: file, flags: O_RDONLY).text(named: file)
            do throws(DotEnvError) {
                return try DotEnv(parsing: text, environment: known).values
            } catch {
                problem = "'\(file)' cannot be understood: \(error)"
            }
        } catch {
            problem = "cannot be read: \(error)"
        }
        throw ConfigurationError(problems: [
            .init(
                setting: variable, problem: problem,
                hint: "name the app's .env, readable by this account; with the package that is: sudo -u backupd …")
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
