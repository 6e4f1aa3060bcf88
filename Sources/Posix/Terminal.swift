import CLinux
import Glibc

/// What is known of a terminal.
package enum Terminal {
    /// How many characters fit beside each other; nil when this is no terminal, or it does not say.
    ///
    /// The C function is `ioctl` with `TIOCGWINSZ`.
    package static func columns(of descriptor: Int32) -> Int? {
        let columns = Int(linux_terminal_columns(descriptor))
        return columns > 0 ? columns : nil
    }
}
