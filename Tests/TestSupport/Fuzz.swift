import Glibc
import Posix

/// Inputs that look like chance and are the same on every run.
///
/// A test states a property of all inputs and is given cases of it, each with a generator made of a seed and the case's
/// number alone. `FUZZ_CASES` and `FUZZ_SEED` in the environment ask for more cases, and for another seed than the kept
/// ones. A case that breaks the property says both numbers; one that ends or hangs the process leaves them in a file of
/// the temporary folder, `backupd-fuzz.` and the property's name, which is gone when all is well.
package struct Fuzz: RandomNumberGenerator {
    /// A case that broke its property.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let environment = Environment.variables
    private static let seeds: [UInt64] =
        environment["FUZZ_SEED"].flatMap { UInt64($0) }.map { [$0] } ?? [1, 20_260_223, 0xBAD_5EED]
    /// A slower case counts as one that hangs.
    private static let patience = Duration.seconds(60)

    private var state: UInt64

    package init(seed: UInt64, number: Int) {
        state = seed
        state = next() &+ UInt64(number)
    }

    /// Runs so many cases for each seed.
    ///
    /// - Throws: ``Failure`` with the numbers of the first case whose body throws.
    package static func run(_ property: String, cases: Int, _ body: (inout Fuzz) throws -> Void) throws {
        let base = environment["TMPDIR"] ?? "/tmp"
        let notePath = "\(base)/backupd-fuzz.\(getpid()).\(property.map { $0 == " " ? "-" : String($0) }.joined())"
        let note = try FileDescriptor(opening: notePath, flags: O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
        let cases = environment["FUZZ_CASES"].flatMap { Int($0) } ?? cases
        for seed in seeds {
            for number in 0..<cases {
                let name = "\(property): seed \(seed), case \(number)\n"
                _ = name.utf8CString.withUnsafeBytes { pwrite(note.rawValue, $0.baseAddress, $0.count - 1, 0) }
                _ = ftruncate(note.rawValue, name.utf8.count)
                var fuzz = Fuzz(seed: seed, number: number)
                let start = ContinuousClock.now
                do {
                    try body(&fuzz)
                    try fuzz.check(.now - start < patience, "it took more than \(patience)")
                } catch {
                    unlink(notePath)
                    throw Failure(description: "\(name)\(error)\nagain: FUZZ_SEED=\(seed) FUZZ_CASES=\(number + 1)")
                }
            }
        }
        unlink(notePath)
    }

    /// SplitMix64.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// - Throws: ``Failure`` when the property does not hold.
    package func check(_ holds: Bool, _ reason: @autoclosure () -> String) throws {
        guard holds else { throw Failure(description: reason()) }
    }
}
