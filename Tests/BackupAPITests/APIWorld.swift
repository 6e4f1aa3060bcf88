import BackupAPI
import BackupCore
import FoundationEssentials
import HTTP
import TestSupport

/// Whoever may come to the API with some `Authorization` header, or none.
enum Principal: Sendable, CaseIterable {
    case nobody, malformed, unknown, wrongSecret, expired, foreign, inactive
    case viewer, creator, downloader, deleter, norights, all

    var authorization: String? {
        switch self {
        case .nobody: nil
        case .malformed: "Bearer x|secret"
        case .unknown: "Bearer 99|secret"
        case .wrongSecret: "Bearer 12|other"
        default: "Bearer \(id)|secret"
        }
    }

    /// What the principal holds; nil for one who is not let in at all.
    var permissions: Set<Permission>? {
        switch self {
        case .nobody, .malformed, .unknown, .wrongSecret, .expired, .foreign, .inactive: nil
        case .viewer: [.viewBackups]
        case .creator: [.createBackups]
        case .downloader: [.downloadBackups]
        case .deleter: [.deleteBackups]
        case .norights: []
        case .all: Set(Permission.allCases)
        }
    }

    private var id: UInt64 { UInt64(Self.allCases.firstIndex(of: self) ?? 0) }

    /// The row of the token table, where there is one.
    fileprivate var entry: FakeTokens.Entry? {
        var record = TokenRecord.sample(id: id, secret: "secret")
        switch self {
        case .nobody, .malformed, .unknown, .wrongSecret: return nil
        case .expired: record.expiresAt = .sample
        case .foreign: record.ownerType = "App\\Models\\Customer"
        case .inactive: record.user = nil
        default: break
        }
        return FakeTokens.Entry(record, permissions: permissions ?? Set(Permission.allCases))
    }
}

/// The API over a world in memory, with one backup, number 1.
struct APIWorld {
    let world = FakeWorld()
    let tokens = FakeTokens(Principal.allCases.compactMap(\.entry))

    init() { world.add(id: 1, at: Date.sample.addingTimeInterval(-86400)) }

    var api: BackupAPI {
        let access = AccessControl(
            tokens: tokens, userModel: "App\\Models\\User", tokenLifetime: nil, now: { .sample },
            log: world.recorded.log)
        return BackupAPI(
            access: access, backups: world.service, background: Inline(), accelPrefix: "/_backups/",
            log: world.recorded.log)
    }

    func respond(_ method: String, _ target: String, as principal: Principal = .all, headers: HeaderFields = [:])
        -> Response
    {
        var headers = headers
        headers["Authorization"] = principal.authorization
        return api.respond(
            to: Request(
                method: method, target: target, headers: headers, host: "shop.example",
                clientAddress: "192.0.2.7", id: "7f3a"))
    }
}

/// Does at once what is to be done beside.
private struct Inline: Background {
    func start(_ body: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) throws(BackupError) { body {} }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The `message` of an answer that has nothing else.
    var message: String? {
        let (start, end) = ("{\"message\":\"", "\"}")
        guard text.hasPrefix(start), text.hasSuffix(end) else { return nil }
        return String(text.dropFirst(start.count).dropLast(end.count))
    }
}
