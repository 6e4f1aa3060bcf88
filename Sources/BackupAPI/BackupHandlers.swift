import BackupCore
import HTTP

/// The answers behind the endpoints.
///
/// Each reads its parameters, makes one call on the service, and shapes a response.
struct BackupHandlers: Sendable {
    let backups: BackupService
    /// Where creates go on for which nobody waits.
    let background: any Background
    /// The `internal` location that nginx maps onto the backup folder, ending in a slash.
    let accelPrefix: String
    /// The caller's `Accept-Language`; most answers have no use for it.
    let acceptLanguage: String?

    /// The language in which the caller is told what came of it.
    private var language: Language { Language(accepting: acceptLanguage) }

    @Sendable func index(_ request: Request, _: Parameters, by _: Identity) throws(BackupError) -> Response {
        let asked = try PageRequest(request.query)
        let page = try backups.page(size: asked.perPage, offset: asked.offset)
        return Response(.ok, json: Paginator(request: asked, page: page, url: request.url).json)
    }

    @Sendable func create(_ request: Request, _: Parameters, by identity: Identity) throws(BackupError) -> Response {
        let key = try IdempotencyKey.of(request, from: identity)
        guard Preference.respondsAsync(request.headers) else {
            return Response(created: try backups.create(by: identity, under: key), in: language)
        }
        switch try backups.begin(by: identity, under: key, in: background) {
        case .done(let backup): return Response(created: backup, in: language)
        case .underWay(let attempt):
            var response = Response(
                .accepted, in: language, .init(name: "data", value: StatusResource.json(attempt)),
                .message(.backupStarted, in: language))
            response.headers["Preference-Applied"] = "respond-async"
            response.headers["Location"] = Endpoint.status
            return response
        }
    }

    @Sendable func status(_: Request, _: Parameters, by _: Identity) throws(BackupError) -> Response {
        let resource = StatusResource(try backups.status(), in: language)
        return Response(.ok, in: language, .init(name: "data", value: resource.json))
    }

    /// Hands the file to nginx; this process sends headers only and never reads the archive.
    ///
    /// Of `Repr-Digest` nginx takes over what its configuration says. The ETag is nginx's own, because nothing else is
    /// compared with `If-Match` and `If-None-Match` there.
    @Sendable func download(_: Request, _ parameters: Parameters, by _: Identity) throws(BackupError) -> Response {
        let found = try backups.findFile(of: parameters["id"])
        var response = Response(
            .ok,
            headers: [
                "Content-Type": "application/gzip",
                "Content-Disposition": ContentDisposition.attachment(found.backup.fileName),
                "Cache-Control": "no-cache, private",
                "X-Accel-Redirect": accelPrefix + PercentEncoding.encode(found.file.description),
            ])
        response.headers["Repr-Digest"] = Checksum(of: found)?.reprDigest
        return response
    }

    /// What was proved of the backup; all of it is null where nothing is known, as of one that the PHP module made.
    @Sendable func verification(_: Request, _ parameters: Parameters, by _: Identity) throws(BackupError) -> Response {
        Response(.ok, json: ["data": VerificationResource(try backups.findFile(of: parameters["id"])).json])
    }

    /// The line that `sha256sum -c` reads.
    @Sendable func checksum(_: Request, _ parameters: Parameters, by _: Identity) throws(BackupError) -> Response {
        let found = try backups.findFile(of: parameters["id"])
        guard let checksum = Checksum(of: found) else {
            return Response(.notFound, message: .noChecksum, in: language)
        }
        return Response(
            .ok, headers: ["Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-cache, private"],
            body: Array(checksum.line.utf8))
    }

    @Sendable func delete(_: Request, _ parameters: Parameters, by identity: Identity) throws(BackupError) -> Response {
        try backups.delete(parameters["id"], by: identity)
        return Response(.ok, message: .backupDeleted, in: language)
    }
}

extension Response {
    fileprivate init(created backup: Backup, in language: Language) {
        self.init(
            .created, in: language, .init(name: "data", value: BackupResource(backup).json),
            .message(.backupCreated, in: language))
        subject = "\(backup.id)"
    }
}
