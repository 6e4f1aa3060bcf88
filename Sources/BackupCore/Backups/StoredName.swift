/// The name of a file in the backup folder: one path component that is neither hidden nor able to lead elsewhere.
package struct StoredName: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The backup folder's own name below the disk's root.
    package static let folder = "backups"

    package let description: String

    package init?(_ name: some StringProtocol) {
        let bytes = name.utf8
        // 255 bytes is the longest name Linux has; our own files beside it need some of them.
        guard !bytes.isEmpty, bytes.count <= 200, bytes.first != UInt8(ascii: ".") else { return nil }
        guard !bytes.contains(UInt8(ascii: "/")), !bytes.contains(0) else { return nil }
        description = String(name)
    }

    /// Reads a row's path, relative to the disk's root.
    package init?(path: String) {
        let prefix = Self.folder + "/"
        guard path.utf8.starts(with: prefix.utf8) else { return nil }
        self.init(String(decoding: path.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
    }

    package static func < (one: StoredName, other: StoredName) -> Bool { one.description < other.description }

    /// The path a row gives this file.
    package var path: String { "\(Self.folder)/\(description)" }
}
