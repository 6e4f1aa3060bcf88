import BackupAPI
import BackupCore
import FoundationEssentials
import Glibc
import Posix

/// Standard output, where a result that was not written is no result.
struct Output: ByteSink {
    func write(_ bytes: RawSpan) throws(BackupError) {
        do throws(SystemError) {
            let copy = dup(STDOUT_FILENO)
            guard copy >= 0 else { throw SystemError("dup", "standard output") }
            try FileDescriptor(owning: copy).writeAll(bytes, named: "standard output")
        } catch {
            throw .outputFailed(reason: "\(error)")
        }
    }

    /// Writes one document.
    func write(_ document: JSON) throws(BackupError) {
        let bytes = document.encoded + [UInt8(ascii: "\n")]
        try write(bytes.span.bytes)
    }

    /// Writes a line of columns with tabs between them; what would end a column or steer a terminal becomes a `?`.
    func row(_ columns: [String]) throws(BackupError) {
        let line = columns.map(\.printable).joined(separator: "\t") + "\n"
        try write(Array(line.utf8).span.bytes)
    }

    /// Writes a backup as `list` does: id, time (UTC), bytes, file.
    func row(_ backup: Backup) throws(BackupError) {
        let time = backup.createdAt.map { $0.ISO8601Format() } ?? "-"
        try row(["\(backup.id)", time, "\(backup.sizeInBytes)", backup.fileName])
    }
}

extension String {
    /// Without anything that a terminal would take for more than text.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "?"
                    default: scalar
                    }
                }))
    }
}
