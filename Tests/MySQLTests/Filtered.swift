import BackupCore
import TestSupport

@testable import MySQL

/// Runs a text through the filter in pieces of so many bytes.
func filtered(
    _ text: String, inPiecesOf sizes: some Sequence<Int>, _ edits: StatementEdits
) throws(BackupError) -> String {
    let sink = CollectingSink()
    var filter = DumpFilter(edits)
    var rest = Array(text.utf8)[...]
    var next = sizes.makeIterator()
    while !rest.isEmpty {
        let piece = Array(rest.prefix(next.next() ?? rest.count))
        rest = rest.dropFirst(piece.count)
        try filter.write(piece.span.bytes, to: sink)
    }
    try filter.finish(to: sink)
    return String(decoding: sink.bytes, as: UTF8.self)
}
