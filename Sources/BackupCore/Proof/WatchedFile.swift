/// A backup file whose reading is reported.
struct WatchedFile: StoredFile {
    private let file: any StoredFile
    private let progress: DumpProgress

    init(_ file: any StoredFile, _ progress: DumpProgress) {
        self.file = file
        self.progress = progress
    }

    var size: Int64 { file.size }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
        let count = try file.read(at: offset, into: buffer)
        progress.advance(by: count)
        return count
    }
}
