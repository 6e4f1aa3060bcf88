import BackupCore
import Posix
import Synchronization

/// The end of this process at a chosen point, which shows that the next start puts things right.
///
/// `BACKUP_FAULT_POINT=delete.marked` plans it for the first time that point is come to, `delete.marked:2` for the
/// second. Only the environment can ask for it, never a `.env`; without the variable nothing is planned.
package final class PlannedCrash: Sendable {
    static let variable = "BACKUP_FAULT_POINT"

    let point: FaultPoint
    let time: Int
    private let crash: @Sendable () -> Void
    private let count = Mutex(0)

    init?(_ text: String, crash: @escaping @Sendable () -> Void = Machine.crash) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let point = FaultPoint(rawValue: String(parts[0])) else { return nil }
        guard let time = parts.count == 2 ? Int(parts[1]) : 1, time > 0 else { return nil }
        (self.point, self.time, self.crash) = (point, time, crash)
    }

    /// Reads the variable; nil without it, and, with a report, when it names no point.
    convenience init?(in environment: [String: String], _ settings: inout Settings) {
        guard let text = environment[Self.variable], !text.isEmpty else { return nil }
        guard Self(text) != nil else {
            let points = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
            settings.report(Self.variable, "'\(text)' is no fault point", hint: "name or name:n of \(points)")
            return nil
        }
        self.init(text)
    }

    /// What the service tells its points to.
    @Sendable func reach(_ point: FaultPoint) {
        guard point == self.point else { return }
        let times = count.withLock { count in
            count += 1
            return count
        }
        if times == time { crash() }
    }
}
