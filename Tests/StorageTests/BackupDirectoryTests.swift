import BackupCore
import FoundationEssentials
import Glibc
import Posix
import Storage
import TestSupport
import Testing

@Suite struct BackupDirectoryTests {
    private let scratch: ScratchFolder
    private let storage: BackupDirectory
    private let file = StoredName.sample("backup_2026-02-23_143000.sql.gz")

    init() throws {
        scratch = try ScratchFolder()
        storage = BackupDirectory(root: scratch.path)
    }

    private func write(_ bytes: [UInt8], in folder: any BackupFolder) throws(BackupError) {
        let part = try folder.makePart(for: BackupName(localTime: "2026-02-23 14:30:00"))
        try part.write(bytes.span.bytes)
        try part.sync()
        try part.commit()
    }

    @Test func `makes the folder where there is none, closed to others`() throws {
        _ = try storage.open()

        var status = stat()
        #expect(stat(scratch.path(of: "backups"), &status) == 0)
        #expect(status.st_mode & 0o027 == 0)
    }

    @Test func `a backup is readable by owner and group alone`() throws {
        try write([1, 2, 3], in: storage.open())

        var status = stat()
        #expect(stat(scratch.path(of: "backups/\(file)"), &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
        #expect(try scratch.text(of: "backups/\(file)") == "\u{1}\u{2}\u{3}")
    }

    @Test func `keeps what is its own in hidden names`() throws {
        let folder = try storage.open()
        _ = try folder.reserve(avoiding: []) { BackupName(localTime: "2026-02-23 14:30:0\($0)") }
        try folder.saveManifest(.sample(of: file, bytes: 1), of: file)
        try folder.markDeletion(of: file)

        #expect(try scratch.names(in: "backups") == [".manifests"])
        #expect(try scratch.names(in: "backups/.manifests") == ["\(file).deleting", "\(file).json", "names"])
        #expect(try scratch.text(of: "backups/.manifests/names") == "\n\(file)\n")
    }

    @Test func `remembers names given before it was opened`() throws {
        for second in 0...2 {
            let name = try storage.open().reserve(avoiding: []) { BackupName(localTime: "2026-02-23 14:30:0\($0)") }
            #expect(name == BackupName(localTime: "2026-02-23 14:30:0\(second)"))
        }
    }

    @Test func `a link, a folder and a pipe are no files`() throws {
        let folder = try storage.open()
        try scratch.write("secret", to: "secret")
        #expect(symlink("../secret", scratch.path(of: "backups/link")) == 0)
        #expect(mkdir(scratch.path(of: "backups/folder"), 0o700) == 0)
        #expect(mkfifo(scratch.path(of: "backups/pipe"), 0o600) == 0)

        for name in ["link", "folder", "pipe", "none", String(repeating: "a", count: 200)] {
            #expect(try folder.size(of: .sample(name)) == nil)
        }
    }

    @Test func `removes a link and not what it leads to`() throws {
        let folder = try storage.open()
        try scratch.write("secret", to: "secret")
        #expect(symlink("../secret", scratch.path(of: "backups/link")) == 0)

        try folder.remove(.sample("link"))

        #expect(try scratch.names(in: "backups") == [])
        #expect(try scratch.text(of: "secret") == "secret")
    }

    @Test func `does not follow a link in the folder's place`() throws {
        #expect(mkdir(scratch.path(of: "elsewhere"), 0o700) == 0)
        #expect(symlink("elsewhere", scratch.path(of: "backups")) == 0)

        #expect(throws: BackupError.self) { try storage.open() }
    }

    @Test func `follows a link to the root anew each time, and stays where it began`() throws {
        for release in ["one", "two"] { #expect(mkdir(scratch.path(of: release), 0o700) == 0) }
        #expect(symlink("one", scratch.path(of: "current")) == 0)
        let storage = BackupDirectory(root: scratch.path(of: "current"))
        let folder = try storage.open()

        #expect(unlink(scratch.path(of: "current")) == 0 && symlink("two", scratch.path(of: "current")) == 0)
        try write([1], in: folder)

        #expect(try scratch.names(in: "one/backups") == ["\(file)"])
        #expect(try scratch.names(in: "two") == [])
        #expect(try storage.open().size(of: file) == nil)
    }

    @Test func `names what is missing`() {
        let missing = BackupDirectory(root: scratch.path(of: "none"))

        #expect(
            throws: BackupError.storageFailed(
                reason:
                    "in '\(scratch.path(of: "none"))': open '\(scratch.path(of: "none"))': No such file or directory [errno 2]"
            )
        ) {
            try missing.open()
        }
    }

    @Test(arguments: ["", "{", "{\"version\":1}", "\u{0}", "null"])
    func `a damaged manifest is none`(text: String) throws {
        let folder = try storage.open()
        try folder.saveManifest(.sample(of: file, bytes: 1), of: file)
        try scratch.write(text, to: "backups/.manifests/\(file).json")

        #expect(try folder.manifest(of: file) == nil)
        #expect(try folder.manifests() == [file])
    }

    @Test func `sweeps what crashes left, of manifests too`() throws {
        let folder = try storage.open()
        try folder.markDeletion(of: file)
        for name in ["backups/.\(file).part", "backups/.manifests/.\(file).json.part", "backups/part", "backups/.x"] {
            try scratch.write("half", to: name)
        }

        #expect(try folder.sweepParts() == [".\(file).part"])

        #expect(try scratch.names(in: "backups") == [".manifests", ".x", "part"])
        #expect(try scratch.names(in: "backups/.manifests") == ["\(file).deleting"])
    }
}
