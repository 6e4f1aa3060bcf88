/// An application: one function from request to response.
package protocol Responder: Sendable {
    func respond(to request: Request) -> Response
}
