package import BackupCore
import Synchronization

/// A backup folder without a disk, to the same contract as the real one.
package final class InMemoryStorage: BackupStorage {
    package struct Contents: Sendable, Equatable {
        /// The files under names that anybody may see.
        package var files: [StoredName: [UInt8]] = [:]
        package var parts: [StoredName: [UInt8]] = [:]
        package var manifests: [StoredName: BackupManifest] = [:]
        package var marks: Set<StoredName> = []
        /// Every name ever given.
        package var given: Set<StoredName> = []
        package var room = Room(freeBytes: 1 << 40, totalBytes: 1 << 41)
    }

    private let state = Mutex(Contents())
    private let attempts = Mutex<AttemptNote?>(nil)
    let disturbance: Disturbance

    package init(disturbance: Disturbance = Disturbance()) { self.disturbance = disturbance }

    /// What is there now; may be changed behind the service's back.
    package var contents: Contents {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }

    /// How the last create stands; apart, because a failed one changes it.
    package var attempt: Attempt? {
        get { note?.latest }
        set { note = newValue.map { AttemptNote($0) } }
    }

    /// The same, with the one before.
    package var note: AttemptNote? {
        get { attempts.withLock { $0 } }
        set { attempts.withLock { $0 = newValue } }
    }

    package func open() throws(BackupError) -> any BackupFolder {
        try call { _ throws(BackupError) in }
        return InMemoryFolder(storage: self)
    }

    func call<Result: Sendable>(
        whole: Bool = false, _ body: (inout Contents) throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        try disturbance.call(failure: .storageFailed(reason: "disturbed"), whole: whole) { () throws(BackupError) in
            try change(body)
        }
    }

    /// Changes the contents as one step that nothing disturbs.
    func change<Result: Sendable>(
        _ body: (inout Contents) throws(BackupError) -> Result
    ) throws(BackupError) -> Result {
        try state.withLock { contents throws(BackupError) in
            var changed = contents
            let result = try body(&changed)
            contents = changed
            return result
        }
    }
}

private struct InMemoryFolder: BackupFolder {
    let storage: InMemoryStorage

    func reserve(
        avoiding taken: Set<StoredName>, _ candidate: (Int) -> BackupName
    ) throws(BackupError) -> BackupName {
        let used = storage.contents
        let avoided = taken.union(used.given).union(used.files.keys)
        var attempt = 0
        while avoided.contains(candidate(attempt).file) { attempt += 1 }
        let free = candidate(attempt)
        try storage.call { _ = $0.given.insert(free.file) }
        return free
    }

    func makePart(for name: BackupName) throws(BackupError) -> any PartFile {
        try storage.call(whole: true) { contents throws(BackupError) in
            guard contents.parts[name.file] == nil else { throw .storageFailed(reason: "the part is there already") }
            contents.parts[name.file] = []
        }
        return InMemoryPart(name: name.file, storage: storage)
    }

    func size(of name: StoredName) throws(BackupError) -> Int64? {
        try storage.call { contents in contents.files[name].map { Int64($0.count) } }
    }

    func read(_ name: StoredName) throws(BackupError) -> any StoredFile {
        try storage.call { contents throws(BackupError) in
            guard let bytes = contents.files[name] else { throw .fileMissing(path: name.path) }
            return InMemoryFile(bytes)
        }
    }

    func remove(_ name: StoredName) throws(BackupError) { try storage.call { $0.files[name] = nil } }

    func saveManifest(_ manifest: BackupManifest, of name: StoredName) throws(BackupError) {
        try storage.call { $0.manifests[name] = manifest }
    }

    func manifest(of name: StoredName) throws(BackupError) -> BackupManifest? {
        try storage.call { contents throws(BackupError) in
            let manifest = contents.manifests[name]
            if let version = manifest?.version, version > BackupManifest.currentVersion {
                throw .newerManifest(file: "\(name)", version: version)
            }
            return manifest
        }
    }

    func removeManifest(of name: StoredName) throws(BackupError) { try storage.call { $0.manifests[name] = nil } }

    func manifests() throws(BackupError) -> [StoredName] { try storage.call { inOrder($0.manifests.keys) } }

    func saveNote(_ note: AttemptNote) throws(BackupError) {
        try storage.call { _ in storage.note = note }
    }

    func note() throws(BackupError) -> AttemptNote? { try storage.call { _ in storage.note } }

    func room() throws(BackupError) -> Room { try storage.call { $0.room } }

    func markDeletion(of name: StoredName) throws(BackupError) { try storage.call { _ = $0.marks.insert(name) } }

    func unmarkDeletion(of name: StoredName) throws(BackupError) { try storage.call { _ = $0.marks.remove(name) } }

    func markedDeletions() throws(BackupError) -> [StoredName] { try storage.call { inOrder($0.marks) } }

    func parts() throws(BackupError) -> [String] {
        try storage.call { contents in inOrder(contents.parts.keys).map { ".\($0).part" } }
    }

    func sweepParts() throws(BackupError) -> [String] {
        try storage.call { contents in
            defer { contents.parts = [:] }
            return inOrder(contents.parts.keys).map { ".\($0).part" }
        }
    }

    private func inOrder(_ names: some Sequence<StoredName>) -> [StoredName] {
        names.sorted { $0.description < $1.description }
    }
}
