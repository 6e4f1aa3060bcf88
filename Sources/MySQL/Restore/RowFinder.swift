package import BackupCore
import Synchronization

/// Finds the rows in a dump's text and sums them up, table by table.
///
/// How the rows are spread over INSERTs, and how those are broken into lines, makes no difference; the values do, as
/// the dump program writes them, and the list of columns where there is one.
package struct RowFinder: RowScanner {
    package init() {}

    package func scan() -> any RowScan { Scan() }

    private final class Scan: RowScan {
        private let search = Mutex(RowSearch())

        func write(_ bytes: RawSpan) throws(BackupError) {
            search.withLock { search in bytes.withUnsafeBytes { search.read($0) } }
        }

        func rows() -> [ObjectName: TableRows] { search.withLock { $0.tables } }
    }
}
