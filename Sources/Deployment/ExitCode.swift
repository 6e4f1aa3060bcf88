/// The exit statuses of the programs; those from 64 on are those of sysexits.h.
package enum ExitCode {
    package static let success: Int32 = 0
    package static let failure: Int32 = 1
    /// A backup is proved not to be what was written: damaged, gone, or brought back with other rows.
    package static let damaged: Int32 = 2
    package static let usage: Int32 = 64
    package static let unavailable: Int32 = 69
    /// Another backup is being made; later it may succeed.
    package static let busy: Int32 = 75
    package static let configuration: Int32 = 78
    /// Ended by SIGINT or SIGTERM.
    package static let interrupted: Int32 = 130
}
