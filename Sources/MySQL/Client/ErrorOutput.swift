import Posix

/// The standard error of a running program, read without ever waiting for it.
struct ErrorOutput: ~Copyable {
    private let pipe: FileDescriptor
    private var isOpen = true

    init(_ pipe: consuming FileDescriptor) { self.pipe = pipe }

    /// What to wait for to learn of complaints; nothing once the program has closed it.
    var descriptors: [Int32] { isOpen ? [pipe.rawValue] : [] }

    func isAmong(_ ready: [Int32]) -> Bool { isOpen && ready.contains(pipe.rawValue) }

    /// What is there now; nil when nothing is.
    mutating func next() -> ArraySlice<UInt8>? {
        guard isOpen, !Wait(for: [pipe.rawValue], atMost: .zero).ready.isEmpty else { return nil }
        var buffer = [UInt8](repeating: 0, count: 4096)
        // What cannot be read is lost; whether the program did its work is decided by other things.
        let count = try? buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try pipe.read(into: UnsafeMutableRawBufferPointer(buffer), named: "stderr of the program")
        }
        guard let count, count > 0 else {
            isOpen = false
            return nil
        }
        return buffer[..<count]
    }
}
