import BackupCore
import Glibc
import TestSupport
import Testing

@testable import backupctl

@Suite struct OutputFileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func write(_ text: String, to file: OutputFile) throws {
        try file.write(Array(text.utf8).span.bytes)
    }

    @Test func `it has its name only when it is whole`() throws {
        let file = try OutputFile(at: folder.path(of: "a.gz"), replacing: false)
        try write("text", to: file)
        #expect(try !folder.names().contains("a.gz"))

        try file.commit()

        #expect(try folder.names() == ["a.gz"])
        #expect(try folder.text(of: "a.gz") == "text")
    }

    @Test func `what is given up leaves nothing`() throws {
        do {
            let file = try OutputFile(at: folder.path(of: "a.gz"), replacing: false)
            try write("text", to: file)
        }

        #expect(try folder.names().isEmpty)
    }

    @Test func `another file is not replaced, whenever it came`() throws {
        let path = folder.path(of: "a.gz")
        let early = try OutputFile(at: path, replacing: false)
        try folder.write("other", to: "a.gz")

        #expect(throws: BackupError.self) { try early.commit() }
        #expect(throws: BackupError.self) { try OutputFile(at: path, replacing: false) }

        early.discard()
        #expect(try folder.names() == ["a.gz"])
        #expect(try folder.text(of: "a.gz") == "other")
    }

    @Test func `it is replaced when that is wanted`() throws {
        try folder.write("other", to: "a.gz")
        let file = try OutputFile(at: folder.path(of: "a.gz"), replacing: true)
        try write("text", to: file)

        try file.commit()

        #expect(try folder.text(of: "a.gz") == "text")
    }

    @Test func `a folder that is not there is told by its name`() {
        let error = #expect(throws: BackupError.self) {
            try OutputFile(at: folder.path(of: "none/a.gz"), replacing: false)
        }

        #expect(error.map { "\($0)".contains("none'") } == true)
    }
}

@Suite struct TrespassTests {
    @Test func `only root in another's folder is one`() throws {
        #expect(Trespass(of: 0, on: "/x", ownedBy: 0) == nil)
        #expect(Trespass(of: 1000, on: "/x", ownedBy: 33) == nil)
        let trespass = try #require(Trespass(of: 0, on: "/x", ownedBy: 4_000_000_000))
        #expect(
            trespass.description == """
                root may not write here: '/x' belongs to '#4000000000', who could not use what root makes
                hint: sudo -u '#4000000000' backupctl …
                """)
    }
}
