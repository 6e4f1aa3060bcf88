import FoundationEssentials
import Glibc
package import Posix

/// A folder of a test's own, gone with all that is in it at the end of the test.
package final class ScratchFolder: Sendable {
    package let path: String

    package init() throws(SystemError) {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/backupd-test.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemError("mkdtemp", base) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        // What cannot be removed lies where the machine sweeps by itself.
        try? FileManager.default.removeItem(atPath: path)
    }

    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, over one of that name.
    package func write(_ text: String, to name: String) throws(SystemError) {
        let file = try FileDescriptor(
            opening: path(of: name), flags: O_WRONLY | O_CREAT | O_TRUNC, mode: 0o640)
        try file.writeAll(text, named: name)
    }

    /// The text of a file.
    package func text(of name: String) throws(SystemError) -> String {
        try FileDescriptor(opening: path(of: name), flags: O_RDONLY).text(named: name)
    }

    /// The names in this folder, or in one below it, hidden ones too, in order.
    package func names(in folder: String = ".") throws(SystemError) -> [String] {
        try FileDescriptor(folder: path(of: folder)).names()
    }
}
