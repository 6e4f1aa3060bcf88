import Glibc
import Testing

/// Waits for something that must come to be; half a minute is more than it can take.
func waitUntil(_ condition: () throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try !condition() {
        try #require(ContinuousClock.now < deadline, "it did not come to be", sourceLocation: sourceLocation)
        usleep(10_000)
    }
}
