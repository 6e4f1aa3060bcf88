import BackupCore
import Synchronization

/// A part file without a disk; what was written after the last sync is as good as lost.
final class InMemoryPart: PartFile {
    private enum Phase {
        case writing, synced, done
    }

    private let name: StoredName
    private let storage: InMemoryStorage
    private let phase = Mutex(Phase.writing)

    init(name: StoredName, storage: InMemoryStorage) {
        self.name = name
        self.storage = storage
    }

    deinit { discard() }

    func room() throws(BackupError) -> Room { try storage.call { $0.room } }

    func reserve(_ bytes: Int64) throws(BackupError) {
        try storage.call { contents throws(BackupError) in
            guard bytes <= contents.room.freeBytes else { throw .storageFull(reason: "it is a small folder") }
        }
    }

    func write(_ bytes: RawSpan) throws(BackupError) {
        let bytes = bytes.withUnsafeBytes { Array($0) }
        try expect(.writing)
        try storage.call { [name] in $0.parts[name]?.append(contentsOf: bytes) }
    }

    func sync() throws(BackupError) {
        try expect(.writing)
        try storage.call { _ in }
        phase.withLock { $0 = .synced }
    }

    func commit() throws(BackupError) {
        precondition(phase.withLock { $0 == .synced }, "a part file is synced before it is committed")
        try storage.call(whole: true) { [name] contents throws(BackupError) in
            guard let bytes = contents.parts[name] else { throw .storageFailed(reason: "the part is gone") }
            guard contents.files[name] == nil else { throw .storageFailed(reason: "the name is taken") }
            contents.parts[name] = nil
            contents.files[name] = bytes
        }
        phase.withLock { $0 = .done }
    }

    func discard() {
        // A dead process removes nothing.
        guard !storage.disturbance.isDead, phase.withLock({ $0 != .done }) else { return }
        phase.withLock { $0 = .done }
        storage.contents.parts[name] = nil
    }

    private func expect(_ wanted: Phase) throws(BackupError) {
        guard phase.withLock({ $0 == wanted }) else { throw .storageFailed(reason: "the part is closed") }
    }
}
