import Synchronization

/// A backup's text on its way into a database: looked at, summed up where that is wanted, and reported.
final class RestoreText: ByteSink {
    private let scan: any DumpScan
    private let rows: (any RowScan)?
    private let target: any ByteSink
    private let progress: DumpProgress
    private let position = Mutex<Int64>(0)

    init(scan: any DumpScan, rows: (any RowScan)?, target: any ByteSink, progress: DumpProgress) {
        self.scan = scan
        self.rows = rows
        self.target = target
        self.progress = progress
    }

    func write(_ bytes: RawSpan) throws(BackupError) {
        try scan.write(bytes)
        try rows?.write(bytes)
        try target.write(bytes)
        let now = position.withLock { position in
            position += Int64(bytes.byteCount)
            return position
        }
        progress.advance(to: now, in: scan.table)
    }
}
