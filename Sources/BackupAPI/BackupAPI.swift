package import BackupCore
package import HTTP

/// The application behind the web server, as one function from request to response.
package struct BackupAPI: Responder {
    private let endpoints = RouteTable(Endpoint.all)
    private let access: AccessControl
    private let backups: BackupService
    private let accelPrefix: String
    private let log: Log

    package init(access: AccessControl, backups: BackupService, accelPrefix: String, log: Log) {
        self.access = access
        self.backups = backups
        self.accelPrefix = accelPrefix
        self.log = log
    }

    package func respond(to request: Request) -> Response {
        // The ERP looks at the encoding of the path before it thinks of other origins.
        guard let path = request.path else { return Response(.badRequest, message: "Malformed URL.") }
        var response = CORS.preflight(request) ?? answer(request, at: path)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    }

    /// Answers one request: route, authenticate, authorize, handle.
    ///
    /// Nothing below catches on the caller's behalf; every failure arrives at the one `catch` here.
    private func answer(_ request: Request, at path: String) -> Response {
        let log = log.with(["request": request.id])
        do throws(BackupError) {
            switch endpoints.match(request.method, path) {
            case .found(let endpoint, let parameters):
                let identity = try access.authorize(request.headers["Authorization"], for: endpoint.permission)
                let handlers = BackupHandlers(backups: backups.with(log: log), accelPrefix: accelPrefix)
                return try endpoint.handler(handlers)(request, parameters, identity)
            case .noSuchPath:
                return Response(noRouteFor: request)
            case .wrongMethod(let supported):
                if request.method == "OPTIONS" { return CORS.options(supported: supported) }
                return Response(wrongMethodFor: request, supported: supported)
            }
        } catch {
            report(error, of: request, to: log)
            return Response(error)
        }
    }

    private func report(_ error: BackupError, of request: Request, to log: Log) {
        let fields: Log.Fields = [
            "method": request.method, "path": request.shownPath, "client": request.clientAddress, "error": error,
        ]
        let status = Response(error).status.rawValue
        if status >= 500 { log.error("request failed", fields) } else { log.info("request refused", fields) }
    }
}
