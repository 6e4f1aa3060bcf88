import BackupCore
import HTTP

/// The answers behind the endpoints.
///
/// Each reads its parameters, makes one call on the service, and shapes a response.
struct BackupHandlers: Sendable {
    let backups: BackupService
    /// The `internal` location that nginx maps onto the backup folder, ending in a slash.
    let accelPrefix: String

    @Sendable func index(_ request: Request, _: Parameters, by _: Identity) throws(BackupError) -> Response {
        let asked = try PageRequest(request.query)
        let page = try backups.page(size: asked.perPage, offset: asked.offset)
        return Response(.ok, json: Paginator(request: asked, page: page, url: request.url).json)
    }

    @Sendable func create(_: Request, _: Parameters, by identity: Identity) throws(BackupError) -> Response {
        let backup = try backups.create(by: identity)
        var response = Response(
            .created, json: ["data": BackupResource(backup).json, "message": "Backup created successfully"])
        response.subject = "\(backup.id)"
        return response
    }

    /// Hands the file to nginx; this process sends headers only and never reads the archive.
    @Sendable func download(_: Request, _ parameters: Parameters, by _: Identity) throws(BackupError) -> Response {
        let (backup, file) = try backups.findFile(of: parameters["id"])
        return Response(
            .ok,
            headers: [
                "Content-Type": "application/gzip",
                "Content-Disposition": ContentDisposition.attachment(backup.fileName),
                "Cache-Control": "no-cache, private",
                "X-Accel-Redirect": accelPrefix + PercentEncoding.encode(file.description),
            ])
    }

    @Sendable func delete(_: Request, _ parameters: Parameters, by identity: Identity) throws(BackupError) -> Response {
        try backups.delete(parameters["id"], by: identity)
        return Response(.ok, json: ["message": "Backup deleted successfully"])
    }
}
