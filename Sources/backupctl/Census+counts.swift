import BackupAPI
import BackupCore

extension Census {
    /// How many objects of each kind.
    var counts: JSON {
        .object(Kind.allCases.map { JSON.Member(name: $0.rawValue, value: .integer(Int64(self[$0].count))) })
    }
}
