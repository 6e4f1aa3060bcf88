import BackupCore
import FoundationEssentials
import TestSupport
import Testing

extension FakeWorld {
    static let foreign = StoredName.sample("notes.txt")

    /// A folder and a catalog with a past: backups with and without a manifest, a row whose file is gone, a row that
    /// leads elsewhere, and a file that is nobody's.
    static func inUse(keepLast: Int = 3) -> FakeWorld {
        let world = FakeWorld(keepLast: keepLast)
        for id in 3...6 { world.add(id: UInt64(id), at: day(id), hasManifest: id != 4) }
        world.catalog.add(.sample(id: 1, at: day(1)))
        var stray = Backup.sample(id: 2, at: day(2))
        stray.path = "/etc/\(stray.fileName)"
        world.catalog.add(stray)
        world.storage.contents.files[foreign] = [1, 2, 3]
        return world
    }

    /// The instant so many days after ten days before the sample.
    static func day(_ number: Int) -> Date { Date.sample.addingTimeInterval(Double(number - 10) * 86400) }

    /// Checks what holds at any moment, also in the middle of a fall.
    ///
    /// Rows may go without a new backup where they are `exempt`: their deletion is what was asked for.
    func checkPromises(since before: Picture, _ comment: Comment, exempt: (inout Picture) -> Void) {
        let contents = picture.contents
        for row in picture.rows {
            guard let file = row.file, before.contents.files[file] != nil || !before.rows.contains(row) else {
                continue
            }
            let isWhole = contents.files[file] == Self.dump.flatMap { $0 }
            #expect(
                isWhole || contents.marks.contains(file), "a row names a whole file or one on its way out, \(comment)")
        }
        for (file, bytes) in contents.files where file != Self.foreign {
            #expect(bytes == Self.dump.flatMap { $0 }, "a file under its name is whole, \(comment)")
        }
        #expect(contents.files[Self.foreign] == [1, 2, 3], "a foreign file is not touched, \(comment)")
        #expect(picture.rows.contains { $0.id == 6 }, "the newest of before is there, \(comment)")
        let hasNew = picture.rows.contains { !before.rows.map(\.id).contains($0.id) }
        var (wanted, found) = (before, picture)
        exempt(&wanted)
        exempt(&found)
        #expect(hasNew || found.rows == wanted.rows, "nothing is pruned without a new backup, \(comment)")
    }

    /// Checks that rows and files are in order, as they are to be after any reconciliation.
    func checkOrder(since before: Picture, _ comment: Comment) {
        let now = picture
        #expect(now.contents.parts.isEmpty && now.contents.marks.isEmpty, comment)
        let named = Set(now.rows.compactMap(\.file))
        #expect(named.isSuperset(of: now.contents.manifests.keys), comment)
        #expect(Set(now.contents.files.keys).isSubset(of: named.union([Self.foreign])), comment)
        for row in before.rows {
            guard let file = row.file else { continue }
            let stayed = now.rows.contains(row)
            #expect(now.contents.files[file] == (stayed ? before.contents.files[file] : nil), comment)
            #expect(now.contents.manifests[file] == (stayed ? before.contents.manifests[file] : nil), comment)
        }
    }
}
