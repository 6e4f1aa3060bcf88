package import BackupCore

/// A lock that is held, or was lost for a given reason.
package struct SteadyLock: HeldLock {
    package let loss: String?
    package let session: UInt64 = 1

    package init(lostBecause loss: String? = nil) { self.loss = loss }

    package func confirm() throws(BackupError) {
        if let loss { throw .dumpFailed(reason: loss) }
    }
}
