package import BackupCore
import Synchronization

/// Scans dumps as mysqldump and mariadb-dump write them.
package struct MySQLDumpScanner: DumpScanner {
    package init() {}

    package func scan() -> any DumpScan { Scan() }

    private final class Scan: DumpScan {
        private let structure = Mutex(DumpStructure())

        func write(_ bytes: RawSpan) throws(BackupError) {
            structure.withLock { structure in
                bytes.withUnsafeBytes { bytes in
                    var start = 0
                    while start < bytes.count {
                        start += structure.read(UnsafeRawBufferPointer(rebasing: bytes[start...]))
                    }
                }
            }
        }

        var table: ObjectName? { structure.withLock { $0.table } }

        func contents() -> DumpContents { structure.withLock { $0.finish() } }
    }
}
