package import BackupCore
package import FoundationEssentials
package import MySQL
import Posix

/// Everything an operator asks first, gathered without holding anything up.
package struct StatusReport: Sendable {
    package let now: Date
    package let standing: Standing
    package let running: LockHolder?
    package let room: Room
    /// Nil when a backup made now would be refused; then ``refusal`` tells why.
    package let forecast: Forecast?
    package let refusal: BackupError?
    package let keepLast: Int
    package let maximumAge: Duration
    /// When systemd makes the next backup; nil where that is not known.
    package let next: String?

    /// Seconds since the newest proved backup was proved; nil where there is none.
    package var age: Int? { standing.newestProved.map { Int(now.timeIntervalSince($0.at)) } }

    package var isOverdue: Bool { age.map { .seconds($0) > maximumAge } ?? true }

    package init(of deployment: Deployment) throws(BackupError) {
        let configuration = deployment.configuration
        now = Date(timeIntervalSince1970: Machine.now)
        do throws(MySQLError) {
            running = try deployment.inspection.lockHolder()
        } catch {
            throw .databaseUnavailable(reason: "\(error)")
        }
        standing = try deployment.backups.standing()
        room = try Self.room(in: configuration.storageRoot)
        let looked: (Forecast?, BackupError?)
        do throws(BackupError) {
            looked = (try deployment.backups.forecast(), nil)
        } catch .dumpFailed(let reason) {
            looked = (nil, .dumpFailed(reason: reason))
        }
        (forecast, refusal) = looked
        (keepLast, maximumAge) = (configuration.keepLast, configuration.maximumAge)
        next = Self.nextTimer()
    }

    static func room(in root: String) throws(BackupError) -> Room {
        let folder = "\(root)/\(StoredName.folder)"
        do throws(SystemError) {
            let space = try FileDescriptor(folder: folder).space(named: folder)
            return Room(freeBytes: space.free, totalBytes: space.total)
        } catch {
            throw .storageFailed(reason: "\(error)")
        }
    }

    private static func nextTimer() -> String? {
        // A machine without systemd, or with another schedule, tells nothing.
        guard let systemctl = ChildProcess.path(of: "systemctl", searching: nil),
            let told = try? ChildProcess.output(
                of: systemctl, ["show", "backupd-create.timer", "--property=NextElapseUSecRealtime", "--value"],
                environment: ["LC_ALL": "C"], limit: 1024, atMost: .seconds(5)),
            told.status == .exited(0)
        else { return nil }
        let text = told.text.filter { $0 != "\n" }
        return text.isEmpty || text == "n/a" || text == "infinity" ? nil : text
    }
}
