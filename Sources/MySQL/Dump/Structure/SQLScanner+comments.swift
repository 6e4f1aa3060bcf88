/// Comments, and the signs that may begin one.
extension SQLScanner {
    mutating func takeLineComment(_ byte: UInt8) -> Event? {
        switch state {
        case .dash where byte == UInt8(ascii: "-"):
            state = .secondDash
        case .dash:
            return finishSign(UInt8(ascii: "-"), then: byte)
        case .secondDash where byte > 0x20:
            // Two minus signs: a comment needs a blank behind them.
            sign(UInt8(ascii: "-"), ago: 2)
            return finishSign(UInt8(ascii: "-"), then: byte)
        case .secondDash where byte != UInt8(ascii: "\n"):
            beginComment()
        default:
            if state == .secondDash { beginComment() }
            guard byte == UInt8(ascii: "\n") else {
                if comment.count < Self.longestText { comment.append(byte) }
                return nil
            }
            state = .normal
            return isBetweenStatements ? .comment : nil
        }
        return nil
    }

    mutating func takeBlockComment(_ byte: UInt8) -> Event? {
        switch (state, byte) {
        case (.slash, UInt8(ascii: "*")): state = .slashStar
        case (.slash, _): return finishSign(UInt8(ascii: "/"), then: byte)
        case (.slashStar, UInt8(ascii: "M")): state = .slashStarM
        case (.slashStar, UInt8(ascii: "!")), (.slashStarM, UInt8(ascii: "!")):
            token = SQLToken(kind: .word)
            state = .version
        case (.version, UInt8(ascii: "0")...UInt8(ascii: "9")): token.keep(byte, upTo: 6)
        case (.version, _):
            // What asks for this version no server runs: MariaDB's client takes its first line for a command.
            guard token.text != Array("999999".utf8) else { return blockComment(byte) }
            depth += 1
            state = .normal
            return takeNormal(byte)
        case (.star, UInt8(ascii: "/")) where depth > 0:
            depth -= 1
            state = .normal
        case (.star, _): return finishSign(UInt8(ascii: "*"), then: byte)
        case (.blockStar, UInt8(ascii: "/")): state = .normal
        default: return blockComment(byte)
        }
        return nil
    }

    mutating func blockComment(_ byte: UInt8) -> Event? {
        state = byte == UInt8(ascii: "*") ? .blockStar : .blockComment
        return nil
    }

    mutating func beginComment() {
        comment.removeAll(keepingCapacity: true)
        state = .lineComment
    }
}
