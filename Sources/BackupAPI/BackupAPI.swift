package import BackupCore
package import HTTP

/// The application behind the web server, as one function from request to response.
package struct BackupAPI: Responder {
    private let endpoints = RouteTable(Endpoint.all)
    private let access: AccessControl
    private let backups: BackupService
    private let background: any Background
    private let accelPrefix: String
    private let log: Log

    /// What ``Response/route`` may say.
    package static var routes: [String] { Endpoint.all.map(\.name) }

    package init(
        access: AccessControl, backups: BackupService, background: any Background, accelPrefix: String, log: Log
    ) {
        self.access = access
        self.backups = backups
        self.background = background
        self.accelPrefix = accelPrefix
        self.log = log
    }

    package func respond(to request: Request) -> Response {
        // The ERP looks at the encoding of the path before it thinks of other origins.
        guard let path = request.path else {
            return Response(.badRequest, message: .malformedURL, in: Language(of: request))
        }
        var response = CORS.preflight(request) ?? answer(request, at: path)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
    }

    /// Answers one request: route, authenticate, authorize, handle.
    ///
    /// Nothing further below catches on the caller's behalf; every failure arrives at the one `catch` here.
    private func answer(_ request: Request, at path: String) -> Response {
        switch endpoints.match(request.method, path) {
        case .found(let endpoint, let parameters):
            var response = answer(request, at: endpoint, parameters)
            response.route = endpoint.name
            return response
        case .noSuchPath:
            return Response(noRouteFor: request)
        case .wrongMethod(let supported):
            if request.method == "OPTIONS" { return CORS.options(supported: supported) }
            return Response(wrongMethodFor: request, supported: supported)
        }
    }

    private func answer(_ request: Request, at endpoint: Endpoint, _ parameters: Parameters) -> Response {
        let log = log.with(["request": request.id])
        var audit = Audit(of: request, wanting: endpoint.permission)
        do throws(BackupError) {
            let caller = try access.authenticate(request.headers["Authorization"], asking: endpoint.permission)
            audit.caller = caller
            try caller.require(endpoint.permission)
            let handlers = BackupHandlers(
                backups: backups.with(log: log, request: request.id), background: background,
                accelPrefix: accelPrefix, acceptLanguage: request.headers["Accept-Language"])
            let response = try endpoint.handler(handlers)(request, parameters, caller.identity)
            audit.note(response, about: response.subject ?? parameters.value(of: "id"), to: log)
            return response
        } catch {
            // That the running one cannot be named is no reason to refuse in another way.
            let running = error == .alreadyRunning ? try? backups.running() : nil
            let response = Response(error, instead: running?.attempt, in: Language(of: request))
            audit.note(error, answered: response.status, to: log)
            return response
        }
    }
}
