import BackupCore
import FoundationEssentials
import TestSupport
import Testing

/// What every catalog must do; the table and the one in memory answer to the same text.
func checkContract(of catalog: some BackupCatalog) throws {
    #expect(try catalog.page(size: 10, offset: 0) == BackupPage(backups: [], total: 0))
    #expect(try catalog.all() == [])
    #expect(try catalog.find(1) == nil)

    let noon = Date(timeIntervalSince1970: 1_771_848_000)
    let ids = try insertFive(into: catalog, after: noon)
    try checkPages(of: catalog, holding: ids)

    let found = try #require(try catalog.find(ids[1]))
    #expect(
        found
            == Backup(
                id: ids[1], fileName: "b1.gz", disk: "local", path: "backups/b1.gz", sizeInBytes: 1 << 40,
                createdBy: nil, creator: nil, createdAt: noon + 20, updatedAt: noon + 20))

    #expect(try catalog.ids(of: .sample("b2.gz")) == [ids[2]])
    #expect(try catalog.ids(of: .sample("B2.gz")) == [], "names compare byte for byte")
    #expect(try catalog.ids(of: .sample("b9.gz")) == [])
    let twin = try catalog.insert(
        NewBackup(file: .sample("b2.gz"), sizeInBytes: 0, createdBy: nil, createdAt: noon))
    #expect(Set(try catalog.ids(of: .sample("b2.gz"))) == [ids[2], twin])

    try catalog.remove(ids[2])
    try catalog.remove(ids[2])
    #expect(try catalog.find(ids[2]) == nil)
    #expect(try catalog.page(size: 10, offset: 0).total == 5)
    let later = try catalog.insert(NewBackup(file: .sample("c.gz"), sizeInBytes: 0, createdBy: nil, createdAt: noon))
    #expect(later > twin, "an id is not given twice")
}

private func insertFive(into catalog: some BackupCatalog, after noon: Date) throws -> [UInt64] {
    let ids = try (0..<5).map { index in
        // The second and third are of one second, so the id decides; the last is older than all.
        let time = noon + [10, 20, 20, 30, 0][index]
        return try catalog.insert(
            NewBackup(file: .sample("b\(index).gz"), sizeInBytes: 1 << 40, createdBy: nil, createdAt: time))
    }
    #expect(Set(ids).count == 5)
    #expect(ids == ids.sorted(), "ids grow")
    return ids
}

private func checkPages(of catalog: some BackupCatalog, holding ids: [UInt64]) throws {
    let newestFirst = [3, 2, 1, 0, 4].map { ids[$0] }
    let page = try catalog.page(size: 10, offset: 0)
    #expect(page.backups.map(\.id) == newestFirst)
    #expect(page.total == 5)
    for offset in [0, 1, 3, 4, 5, 6, 1_000_000, Int.max] {
        let page = try catalog.page(size: 2, offset: offset)
        #expect(page.backups.map(\.id) == Array(newestFirst.dropFirst(offset).prefix(2)), "offset \(offset)")
        #expect(page.total == 5, "offset \(offset)")
    }
    #expect(Set(try catalog.all().map(\.id)) == Set(ids))
}
