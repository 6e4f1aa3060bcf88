import FoundationEssentials

/// A JSON document to compare by what it says, not by how it is written.
package enum JSONValue: Equatable, Sendable, Decodable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(parsing bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// A member of an object, or null.
    package subscript(_ name: String) -> JSONValue {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    /// The items of an array, or none.
    package var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    package var text: String? { if case .text(let value) = self { value } else { nil } }

    /// The same document with nothing but the type at a path, where there is such a member.
    package func forgetting(_ path: ArraySlice<String>) -> JSONValue {
        guard let name = path.first, case .object(var members) = self, let member = members[name] else { return self }
        members[name] = path.count > 1 ? member.forgetting(path.dropFirst()) : .text("any \(member.kind)")
        return .object(members)
    }

    private var kind: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .integer, .number: "number"
        case .text: "text"
        case .array: "array"
        case .object: "object"
        }
    }
}
