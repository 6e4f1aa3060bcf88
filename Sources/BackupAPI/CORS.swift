import HTTP

/// Cross-origin access as Laravel grants it by default: to every origin, without credentials (Fetch §3.2).
enum CORS {
    /// The answer to a preflight; nil for any other request.
    static func preflight(_ request: Request) -> Response? {
        guard request.method == "OPTIONS", let method = request.headers["Access-Control-Request-Method"] else {
            return nil
        }
        return Response(
            .noContent,
            headers: [
                "Cache-Control": "no-cache, private",
                "Vary": "Access-Control-Request-Method, Access-Control-Request-Headers",
                "Access-Control-Allow-Methods": method.uppercased(),
                "Access-Control-Allow-Headers": request.headers["Access-Control-Request-Headers"] ?? "",
                "Access-Control-Max-Age": "0",
            ])
    }

    /// The answer to OPTIONS that is no preflight: which methods there are.
    static func options(supported: [String]) -> Response {
        Response(
            .ok,
            headers: [
                "Allow": supported.joined(separator: ","), "Cache-Control": "no-cache, private",
                "Vary": "Access-Control-Request-Method",
            ])
    }
}
