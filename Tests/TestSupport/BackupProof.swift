/// Has the shipped `backupctl` prove each backup that a test is told of, before the test goes on.
package struct BackupProof: Sendable {
    private let program: String
    private let settings: String

    /// The tool beside the worker, with the worker's settings.
    init(worker: String, settings: String) {
        program = worker.parts(separatedBy: "/").dropLast().joined(separator: "/") + "/backupctl"
        self.settings = settings
    }

    /// Proves the file that an answer tells of, if it says that one was made.
    func check(_ answer: Answer) throws {
        guard answer.status == 201 else { return }
        guard let name = try JSONValue(parsing: answer.body)["data"]["filename"].text else {
            throw Unexpected("a backup without a file: \(answer.text)")
        }
        try check(name)
    }

    /// Proves the file of that name; no catalog is asked.
    package func check(_ name: String) throws {
        let verified = try Program.run(program, ["--env-file", settings, "verify", name])
        guard verified.status == .exited(0), verified.text.hasPrefix("0\tproved\t") else {
            throw Unexpected("the backup \(name) was made and is not proved: \(verified.text)\(verified.errors)")
        }
    }
}
