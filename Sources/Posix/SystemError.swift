import Glibc

/// A system call that failed: what was tried, on what, and what the kernel said.
package struct SystemError: Error, Equatable {
    package let call: String
    package let subject: String
    package let code: Int32

    package init(_ call: String, _ subject: String, code: Int32 = errno) {
        self.call = call
        self.subject = subject
        self.code = code
    }

    /// The disk, the quota or the largest allowed file is full: more of the same cannot succeed.
    package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

    /// The account may not do this here.
    package var isForbidden: Bool { [EACCES, EPERM, EROFS].contains(code) }
}

extension SystemError: CustomStringConvertible {
    package var description: String {
        "\(call) '\(subject)': \(String(cString: strerror(code))) [errno \(code)]"
    }
}
