package import HTTP
import Synchronization

/// Requests by route and status, and how long their answers took.
///
/// All that is counted is made at the start and never changes its place, so a request takes no lock.
final class RequestFigures: Sendable {
    private struct Route: Sendable {
        let statuses: [Status: Counter]
        let times = Histogram()

        init() { statuses = Dictionary(uniqueKeysWithValues: Status.allCases.map { ($0, Counter()) }) }
    }

    /// What no route answered: an unknown path, a wrong method, a preflight.
    private static let noRoute = "none"

    private let routes: [String: Route]
    private let none = Route()
    private let current = Atomic<Int>(0)

    /// Counts requests on these routes, such as `GET /api/core/backups`.
    init(routes: [String]) { self.routes = Dictionary(uniqueKeysWithValues: Set(routes).map { ($0, Route()) }) }

    /// How many are being answered.
    var inProgress: Int { current.load(ordering: .relaxed) }

    func count(_ body: () -> Response) -> Response {
        current.add(1, ordering: .relaxed)
        let start = ContinuousClock.now
        let response = body()
        let route = response.route.flatMap { routes[$0] } ?? none
        route.times.add(ContinuousClock.now - start)
        route.statuses[response.status]?.add()
        current.subtract(1, ordering: .relaxed)
        return response
    }

    func write(to document: inout OpenMetrics) {
        let rows = routes.sorted { $0.key < $1.key } + [(Self.noRoute, none)]
        document.family("backupd_requests", .counter, "Requests that were answered, by route and status.")
        for (name, route) in rows {
            for (status, counter) in route.statuses.sorted(by: { $0.key.rawValue < $1.key.rawValue })
            where counter.value > 0 {
                document.add("_total", ["route": name, "status": "\(status.rawValue)"], counter.value)
            }
        }
        document.family(
            "backupd_request_duration_seconds", .histogram, "How long the worker took for an answer, by route.")
        for (name, route) in rows { document.add(route.times, ("route", name)) }
        document.gauge("backupd_requests_in_progress", "Requests that are being answered.", inProgress)
    }
}

/// An application whose requests are counted.
package struct CountedResponder: Responder {
    private let responder: any Responder
    private let figures: Figures

    package init(_ responder: any Responder, in figures: Figures) {
        self.responder = responder
        self.figures = figures
    }

    package func respond(to request: Request) -> Response {
        figures.requests.count { responder.respond(to: request) }
    }
}
