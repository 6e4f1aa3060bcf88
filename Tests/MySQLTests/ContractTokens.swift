import FoundationEssentials

/// A token of the recorded contract's fixture.
struct ContractTokens: Decodable {
    let id: UInt64
    let secret: String
    let plain: String
    let sha256: String

    static func all() throws -> [String: ContractTokens] {
        let file = URL(filePath: TestDatabase.data + "/contract/tokens.json")
        return try JSONDecoder().decode([String: ContractTokens].self, from: Data(contentsOf: file))
    }
}
