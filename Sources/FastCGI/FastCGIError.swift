package import Posix

/// Why the worker cannot serve.
package enum FastCGIError: Error, Equatable {
    case cannotListen(SystemError, hint: String)
    case cannotStart(SystemError)
}

extension FastCGIError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotListen(let error, let hint): "the socket could not be opened: \(error)\nhint: \(hint)"
        case .cannotStart(let error): "the worker threads could not be started: \(error)"
        }
    }
}
