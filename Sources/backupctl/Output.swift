import BackupAPI
import BackupCore
import FoundationEssentials
import Glibc
import Posix

/// Standard output, where a result that was not written is no result.
struct Output: ByteSink {
    private let isTerminal = isatty(STDOUT_FILENO) == 1

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

    /// Writes what the columns hold, where a person reads it; a program knows.
    func header(_ columns: Columns) throws(BackupError) {
        if isTerminal { try row(columns.names, in: columns) }
    }

    func row(_ values: [String], in columns: Columns) throws(BackupError) {
        try write(Array(columns.line(values, forReader: isTerminal).utf8).span.bytes)
    }

    /// Writes backups, a line each.
    func rows(_ backups: [Backup]) throws(BackupError) {
        if !backups.isEmpty { try header(.backups) }
        for backup in backups {
            let time = backup.createdAt.map { $0.ISO8601Format() } ?? "-"
            try row(["\(backup.id)", time, "\(backup.sizeInBytes)", backup.fileName], in: .backups)
        }
    }
}
