import BackupCore
import FoundationEssentials
import HTTP
import TestSupport
import Testing

@testable import BackupAPI

@Suite struct CallerMessageTests {
    /// Every message there is; those with values have such as can be found again.
    private static let all: [CallerMessage] =
        [
            .malformedURL, .unauthenticated, .unauthorized, .noRoute(path: "api/x1"),
            .wrongMethod("PUT", path: "api/x1", supported: "GET, HEAD"), .noSuchBackup(id: "4711"), .noFile,
            .noChecksum,
            .alreadyRunning, .backupCreated, .backupStarted, .backupDeleted, .serverError, .serviceUnavailable,
            .insufficientStorage,
        ] + Attempt.Failure.allCases.map { .failed($0) }
        + Parameter.allCases.flatMap { parameter in
            rules.map { .broken($0, of: parameter) }
                + (1...rules.count).map { .invalid(parameter, breaking: Array(rules[..<$0])) }
        }
    private static let rules: [Parameter.Rule] = [
        .integer, .atLeast(17), .atMost(4711), .present, .printableASCII, .noLongerThan(255),
    ]

    /// What a message must say in any language; a new one does not compile until it is thought of here.
    private static func values(of message: CallerMessage) -> [String] {
        switch message {
        case .malformedURL, .unauthenticated, .unauthorized, .noFile, .noChecksum, .alreadyRunning, .backupCreated,
            .backupStarted, .backupDeleted, .serverError, .serviceUnavailable, .insufficientStorage, .failed:
            []
        case .noRoute(let path): [path]
        case .wrongMethod(let method, let path, let supported): [method, path, supported]
        case .noSuchBackup(let id): [id]
        case .broken(let rule, _): values(of: rule)
        case .invalid(_, let rules): rules.first.map(values) ?? []
        }
    }

    private static func values(of rule: Parameter.Rule) -> [String] {
        switch rule {
        case .integer, .present, .printableASCII: []
        case .atLeast(let number), .atMost(let number), .noLongerThan(let number): ["\(number)"]
        }
    }

    @Test(arguments: all)
    func `what is said in English is said in Arabic`(message: CallerMessage) {
        let (english, arabic) = (message.text(in: .english), message.text(in: .arabic))

        #expect(english.utf8.allSatisfy { 0x20...0x7E ~= $0 })
        #expect(arabic.isInArabic, "\(arabic)")
        #expect(english.hasSuffix(".") == arabic.hasSuffix("."), "\(arabic)")
        for value in Self.values(of: message) {
            #expect(english.contains(value))
            #expect(arabic.contains(value))
        }
    }

    @Test func `no two messages are alike in one language and differ in the other`() {
        let texts = Self.all.map { message in Language.allCases.map { message.text(in: $0) } }

        for position in Language.allCases.indices {
            #expect(Set(texts.map { $0[position] }).count == Set(texts).count)
        }
    }

    @Test(
        arguments: [
            (1, ""), (2, " (وخطأ آخر)"), (3, " (وخطآن آخران)"), (4, " (و3 أخطاء أخرى)"), (11, " (و10 أخطاء أخرى)"),
            (12, " (و11 خطأً آخر)"), (101, " (و100 خطأ آخر)"), (104, " (و103 أخطاء أخرى)"),
        ])
    func `Arabic counts what else is wrong by its own rules`(count: Int, rest: String) {
        let message = CallerMessage.invalid(.perPage, breaking: Array(repeating: .integer, count: count))

        let first = CallerMessage.broken(.integer, of: .perPage).text(in: .arabic)
        #expect(message.text(in: .arabic) == first + rest)
    }

    @Test func `no answer gets its message from anywhere else`() throws {
        let folder = URL(filePath: Stack.repository + "/Sources/BackupAPI")
        let sources = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let makers = try sources.filter { try Files.text(at: "\(folder.path)/\($0)").contains("\"message\"") }

        #expect(sources.count > 10)
        #expect(makers == ["Response+message.swift"])
    }
}

extension String {
    /// Whether it is Arabic, but for names, paths and numbers in it.
    var isInArabic: Bool {
        let letters = unicodeScalars.filter(\.properties.isAlphabetic)
        return letters.count { 0x600...0x6FF ~= $0.value } > 8 && unicodeScalars.first.map { $0.value > 0x600 } == true
    }
}
