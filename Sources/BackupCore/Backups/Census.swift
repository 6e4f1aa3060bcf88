/// The objects of a schema, by kind and name.
package struct Census: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable, CodingKeyRepresentable, Codable {
        case tables, sequences, views, routines, triggers, events

        /// One of them, for messages.
        var one: String { String(rawValue.dropLast()) }
    }

    private var names: [Kind: Set<ObjectName>] = [:]

    package init() {}

    /// The names of one kind; a routine's begins with what it is, such as `PROCEDURE film_in_stock`.
    package subscript(kind: Kind) -> Set<ObjectName> { names[kind] ?? [] }

    /// - Returns: false when it was there already.
    @discardableResult
    package mutating func insert(_ name: ObjectName, as kind: Kind) -> Bool {
        names[kind, default: []].insert(name).inserted
    }

    package mutating func formUnion(_ other: Census) {
        for (kind, found) in other.names { names[kind, default: []].formUnion(found) }
    }

    package var count: Int { names.values.reduce(0) { $0 + $1.count } }

    /// The objects that `other` lacks, in the words of a message.
    package func objects(missingIn other: Census) -> [String] { objects { $0.subtracting(other[$1]) } }

    /// The objects that `other` has too.
    package func objects(foundIn other: Census) -> [String] { objects { $0.intersection(other[$1]) } }

    private func objects(_ choice: (Set<ObjectName>, Kind) -> Set<ObjectName>) -> [String] {
        Kind.allCases.flatMap { kind in choice(self[kind], kind).sorted().map { "\(kind.one) '\($0)'" } }
    }
}

extension Census: Codable {
    package init(from decoder: any Decoder) throws {
        let lists = try decoder.singleValueContainer().decode([Kind: [ObjectName]].self)
        names = lists.filter { !$0.value.isEmpty }.mapValues { Set($0) }
    }

    /// An object with a list in order for each kind, also for those of which there is none.
    package func encode(to encoder: any Encoder) throws {
        let lists = Kind.allCases.map { ($0, self[$0].sorted()) }
        var container = encoder.singleValueContainer()
        try container.encode([Kind: [ObjectName]](uniqueKeysWithValues: lists))
    }
}

/// An object's name, equal to another only when its bytes are: Swift's strings take `é` and `é` for the same, MySQL
/// does not.
package struct ObjectName: Sendable, Hashable, Comparable, CustomStringConvertible, Codable {
    package let description: String

    package init(_ name: String) { description = name }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package static func == (one: ObjectName, other: ObjectName) -> Bool {
        one.description.utf8.elementsEqual(other.description.utf8)
    }

    package static func < (one: ObjectName, other: ObjectName) -> Bool {
        one.description.utf8.lexicographicallyPrecedes(other.description.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in description.utf8 { hasher.combine(byte) }
    }
}
