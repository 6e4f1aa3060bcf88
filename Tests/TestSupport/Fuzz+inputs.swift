/// What a case is made of.
extension Fuzz {
    /// A number from 0 up to, not including, `limit`; 0 when there is none.
    package mutating func below(_ limit: Int) -> Int { limit > 0 ? Int(next() % UInt64(limit)) : 0 }

    package mutating func isOne(in count: Int) -> Bool { below(count) == 0 }

    package mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    /// A number that is likely to be in somebody's way.
    package mutating func integer() -> Int64 {
        let edges: [Int64] = [0, 1, -1, 2, 9, 10, 18, 255, 256, 65535, 1 << 31, 1 << 32, 1 << 62, .max, .max - 1, .min]
        let number = isOne(in: 4) ? Int64(truncatingIfNeeded: next() >> UInt64(below(64))) : pick(edges)
        return isOne(in: 4) ? number &+ Int64(below(41) - 20) : number
    }

    package mutating func bytes(upTo limit: Int) -> [UInt8] {
        (0..<below(limit + 1)).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// Some of `words`, one after the other.
    package mutating func text(of words: [String], upTo limit: Int) -> String {
        (0..<below(limit + 1)).map { _ in pick(words) }.joined()
    }

    /// `bytes` with a few things done to them: bits, bytes, pieces gone, doubled, moved, and `words` put in.
    package mutating func mutated(_ bytes: [UInt8], with words: [String] = []) -> [UInt8] {
        var bytes = bytes
        for _ in 0...below(4) { mutate(&bytes, with: words) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8], with words: [String]) {
        let place = below(bytes.count + 1)
        let piece = place..<min(bytes.count, place + below(isOne(in: 4) ? bytes.count : 16))
        switch below(words.isEmpty ? 6 : 8) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
        case 1 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: next())
        case 2: bytes.insert(contentsOf: self.bytes(upTo: 8), at: place)
        case 3: bytes.removeSubrange(piece)
        case 4: bytes.insert(contentsOf: bytes[piece], at: below(bytes.count + 1))
        case 5: bytes.removeSubrange(place...)
        case 6, 7: bytes.replaceSubrange(isOne(in: 2) ? piece : place..<place, with: pick(words).utf8)
        default: break
        }
    }

    /// Puts another number of a document, or any, in place of one.
    package mutating func replaceNumber(in document: inout [UInt8]) {
        let digits: ClosedRange<UInt8> = 0x30...0x39
        let starts = document.indices.filter { digits ~= document[$0] && ($0 == 0 || !(digits ~= document[$0 - 1])) }
        guard !starts.isEmpty else { return }
        let numbers = starts.map { start in
            start..<(document[start...].firstIndex { !(digits ~= $0) } ?? document.endIndex)
        }
        let other = Array(document[pick(numbers)])
        document.replaceSubrange(pick(numbers), with: isOne(in: 2) ? other : Array(String(integer()).utf8))
    }

    /// The same bytes in pieces of any size.
    package mutating func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        let most = pick([1, 3, 17, 4096, max(bytes.count, 1)])
        var (pieces, start) = ([[UInt8]](), 0)
        while start < bytes.count {
            let end = min(bytes.count, start + 1 + below(most))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }
}
