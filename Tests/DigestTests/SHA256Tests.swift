import Digest
import Testing

@Suite struct SHA256Tests {
    @Test(
        arguments: [
            // FIPS 180-4's own examples, and the empty text.
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func `sums the standard's examples`(text: String, sum: String) {
        #expect(SHA256.hex(of: text) == sum)
    }

    @Test func `is the same in whatever pieces the bytes come`() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var whole = SHA256()
        whole.update(bytes.span.bytes)
        let expected = whole.finish()

        for split in [0, 1, 63, 64, 65, 128, 299, 300] {
            var pieces = SHA256()
            pieces.update(Array(bytes[..<split]).span.bytes)
            pieces.update([UInt8]().span.bytes)
            pieces.update(Array(bytes[split...]).span.bytes)
            #expect(pieces.finish() == expected)
        }
    }

    @Test func `one sum after another is as each alone`() {
        var sums = SHA256()
        var found: [SIMD4<UInt64>] = []
        for text in ["abc", "", "abc", "abd"] {
            sums.update(Array(text.utf8).span.bytes)
            found.append(sums.finishAndRestart())
        }

        #expect(found[0] == found[2])
        #expect(Set(found).count == 3)
        // The standard's sum of "abc" begins with ba7816bf 8f01cfea.
        #expect(found[0][0].bigEndian == 0xBA78_16BF_8F01_CFEA)
        #expect(sums.finish() == SHA256.hex(of: ""))
    }
}
