// swift-tools-version: 6.1
import Foundation
import PackageDescription

// Debian and Ubuntu keep all headers but these below /usr/include itself, so only MySQL's are asked for; without
// pkg-config SwiftPM would warn, and the shim finds them in /usr/include/mysql.
let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
let hasPkgConfig = path.split(separator: ":").contains {
    FileManager.default.isExecutableFile(atPath: "\($0)/pkg-config")
}

// The targets and their dependencies are the house plan of README.md: no edge imports another edge.
let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

func target(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies + ["TestSupport"], swiftSettings: settings)
}

let package = Package(
    name: "backupd",
    products: [
        .executable(name: "backupd", targets: ["backupd"]),
        .executable(name: "backupctl", targets: ["backupctl"]),
    ],
    traits: [
        .trait(
            name: "ISAL",
            description: "Intel's ISA-L as the fastest rungs of BACKUP_GZIP_LEVEL=auto; needs libisal-dev.")
    ],
    targets: [
        .systemLibrary(name: "CFastCGI", path: "Modules/CFastCGI", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(
            name: "CMySQL", path: "Modules/CMySQL", pkgConfig: hasPkgConfig ? "mysqlclient" : nil,
            providers: [.apt(["default-libmysqlclient-dev"])]),
        .systemLibrary(name: "CZlib", path: "Modules/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCrypto", path: "Modules/CCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLinux", path: "Modules/CLinux"),
        .systemLibrary(name: "CISAL", path: "Modules/CISAL", providers: [.apt(["libisal-dev"])]),

        target("Digest", "CCrypto"),
        target("HTTP"),
        target("Posix", "CLinux"),
        target("BackupCore", "Digest"),
        target("Gzip", "BackupCore", "Posix", "CZlib", .target(name: "CISAL", condition: .when(traits: ["ISAL"]))),
        target("Storage", "BackupCore", "Posix"),
        target("MySQL", "BackupCore", "Posix", "CMySQL"),
        target("FastCGI", "HTTP", "Posix", "CFastCGI"),
        target("BackupAPI", "BackupCore", "HTTP"),
        target("Watch", "BackupCore", "HTTP", "Posix"),
        target(
            "Deployment",
            "BackupAPI", "BackupCore", "FastCGI", "Gzip", "HTTP", "MySQL", "Posix", "Storage", "Watch"),

        program("backupd", "Deployment"),
        program("backupctl", "Deployment", "BackupAPI", "BackupCore", "Posix"),

        .target(
            name: "TestSupport", dependencies: ["BackupCore", "HTTP", "Posix"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("Digest", "Digest"),
        tests("HTTP", "HTTP"),
        tests("Posix", "Posix"),
        tests("BackupCore", "BackupCore"),
        tests("Gzip", "Gzip", "BackupCore", "Posix", "CZlib"),
        tests("Storage", "Storage", "BackupCore", "Posix"),
        tests("MySQL", "MySQL", "BackupCore", "Posix"),
        tests("FastCGI", "FastCGI", "HTTP", "Posix"),
        tests("BackupAPI", "BackupAPI", "BackupCore", "HTTP"),
        tests("Watch", "Watch", "BackupCore", "HTTP", "Posix"),
        tests("Deployment", "Deployment", "BackupCore", "Digest", "FastCGI", "Gzip", "MySQL", "Posix", "Storage"),
        tests("backupctl", "backupctl", "Deployment", "BackupAPI", "BackupCore", "Posix"),
        tests("EndToEnd", "BackupCore", "Posix"),
    ],
    swiftLanguageModes: [.v6]
)
