import BackupCore
import FoundationEssentials

/// The SHA-256 of a backup's file, for a client that wants to prove its download.
struct Checksum {
    private let hexadecimal: String
    private let bytes: [UInt8]
    private let fileName: String

    /// Takes the sum out of the manifest; nil where none is known.
    init?(of found: FoundFile) {
        guard let sha256 = found.manifest?.sha256, let bytes = Self.bytes(of: sha256), bytes.count == 32 else {
            return nil
        }
        hexadecimal = sha256
        self.bytes = bytes
        fileName = ContentDisposition.savedName(found.backup.fileName)
    }

    /// As `sha256sum` writes it; the name is that of the download.
    var line: String { "\(hexadecimal)  \(fileName)\n" }

    /// The value of the header (RFC 9530 §3), which speaks of the whole file, also where a part of it is sent.
    var reprDigest: String { "sha-256=:\(Data(bytes).base64EncodedString()):" }

    private static func bytes(of text: String) -> [UInt8]? {
        let digits = text.utf8.map { digit in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: UInt8.max
            }
        }
        guard digits.count.isMultiple(of: 2), digits.allSatisfy({ $0 < 16 }) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
