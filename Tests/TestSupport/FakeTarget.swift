package import BackupCore
import Synchronization

/// A server to restore into, in memory: each text that is loaded makes the objects that it is told.
package final class FakeTarget: RestoreTarget {
    package struct State: Sendable {
        package var databases: [String: TargetState] = [:]
        /// What a loaded text makes.
        package var made = Census()
        package var loadFailure: BackupError?
        /// What was carried out before that, and why the server may go on.
        package var carriedOut = LoadFailure.Extent.some
        package var unended: BackupError?
        /// Why a scratch database cannot be dropped.
        package var dropFailure: BackupError?
        /// Done while a text is loaded.
        package var meanwhile: (@Sendable () -> Void)?
        package var undoFailure: BackupError?
        /// What a dump of a scratch database says.
        package var rows: [UInt8] = []
        package var loaded: [LoadOptions] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// What is there now; may be changed behind the restorer's back.
    package var contents: State {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    package func ready() {}

    package func look(at database: String) -> TargetState? { contents.databases[database] }

    package func holding<Result>(
        _ database: String, _ body: () throws(BackupError) -> Result
    ) throws(BackupError) -> Result { try body() }

    package func make(_ database: String) {
        contents.databases[database] = TargetState(census: Census(), collation: "utf8mb4_bin")
    }

    package func putBack(_ state: TargetState?, of database: String) throws(BackupError) {
        if let failure = contents.undoFailure { throw failure }
        contents.databases[database] = state
    }

    package func load(
        into database: String, _ options: LoadOptions, _ body: (any ByteSink) throws(BackupError) -> Void
    ) throws(LoadFailure) {
        contents.loaded.append(options)
        let state = contents
        state.meanwhile?()
        do throws(BackupError) {
            try body(Nowhere())
            if state.carriedOut != .nothing { contents.databases[database]?.census.formUnion(state.made) }
            if let failure = state.loadFailure { throw failure }
        } catch {
            throw LoadFailure(error, carriedOut: state.carriedOut, unended: state.unended)
        }
    }

    package func withScratch<Result>(
        _ body: (String) throws(BackupError) -> Result
    ) throws(BackupError) -> (result: Result, leftover: BackupError?) {
        make("scratch")
        let leftover = contents.dropFailure
        defer { if leftover == nil { contents.databases["scratch"] = nil } }
        return (try body("scratch"), leftover)
    }

    package func dumpRows(
        of database: String, _ census: Census, history: Bool, into sink: any ByteSink
    ) throws(BackupError) {
        try sink.write(contents.rows.span.bytes)
    }

    private struct Nowhere: ByteSink {
        func write(_ bytes: RawSpan) {}
    }
}

/// Finds in every text what it is told.
package struct FakeScanner: DumpScanner {
    package init() {}

    package func scan() -> any DumpScan { Scan() }

    private struct Scan: DumpScan {
        let table: ObjectName? = nil

        func write(_ bytes: RawSpan) {}

        func contents() -> DumpContents { FakeDumper.contents }
    }
}

/// Takes each byte of a text for a row of one table.
package struct FakeRows: RowScanner {
    package init() {}

    package func scan() -> any RowScan { Scan() }

    private final class Scan: RowScan {
        private let found = Mutex(TableRows())

        func write(_ bytes: RawSpan) {
            let hasher = RowHasher()
            for index in 0..<bytes.byteCount {
                let hash = hasher.hash(bytes.extracting(index..<(index + 1)))
                found.withLock { $0.add(hash) }
            }
        }

        func rows() -> [ObjectName: TableRows] { [ObjectName("t"): found.withLock { $0 }] }
    }
}
