/// How much text the next dump will hold, and how large its file will be.
///
/// The last dump of the same database tells how text and file go with what the server says the rows take; that is
/// carried over to what it says now. Both are estimates: the server's own numbers may be a tenth off.
package struct Forecast: Sendable, Equatable {
    /// Text for a byte of rows where no dump was made before: 893 MB for 785 MB of an ERP's rows, indexes left out.
    private static let textOfRows = 1.14
    /// File for a byte of text where no dump was made before.
    ///
    /// Of an ERP's text level 6 made 23 %, the fastest 26 %; what is compressed already, as pictures are, is written in
    /// hexadecimal digits and halves.
    private static let fileOfText = 0.25

    /// A schema that grew more than so many times was nearly empty, and its dump tells little: a table without a row
    /// takes a page of 16 KiB all the same.
    private static let manifold = 2.0

    package let sqlBytes: Int64
    package let fileBytes: Int64

    /// Looks ahead to the dump of `plan`, with the manifest of the last dump of the same database, if there is one.
    package init(of plan: DumpPlan, after last: BackupManifest?) {
        let text = Double(plan.dataBytes) * Self.textOfRows
        let file = text * Self.fileOfText
        guard let last else {
            self.init(sqlBytes: text, fileBytes: file)
            return
        }
        // Where there were no rows to count, there is nothing to scale by.
        let growth = last.dataBytes > 0 ? Double(plan.dataBytes) / Double(last.dataBytes) : 1
        let (scaledText, scaledFile) = (Double(last.sqlBytes) * growth, Double(last.fileBytes) * growth)
        if growth > Self.manifold {
            self.init(sqlBytes: max(scaledText, text), fileBytes: max(scaledFile, file))
        } else {
            self.init(sqlBytes: scaledText, fileBytes: scaledFile)
        }
    }

    private init(sqlBytes: Double, fileBytes: Double) {
        self.sqlBytes = Self.whole(sqlBytes)
        self.fileBytes = Self.whole(fileBytes)
    }

    /// Never nothing, so that it may be divided by, and never more than what can be added to.
    private static func whole(_ bytes: Double) -> Int64 { Int64(min(max(bytes.rounded(.up), 1), 1e18)) }
}

extension BackupService {
    /// Looks ahead to the dump of `plan`, after the newest of these rows that has a manifest of the same
    /// database.
    ///
    /// What cannot be read tells nothing, and is no reason to make no backup.
    func forecast(of plan: DumpPlan, after rows: [Backup], in folder: any BackupFolder) -> Forecast {
        for file in rows.newestFirst.prefix(Self.lookedBack).compactMap(\.file) {
            do throws(BackupError) {
                guard let manifest = try folder.manifest(of: file) else { continue }
                // One that does not fit its file tells nothing of the next.
                let isOfFile = try manifest.fileBytes == folder.size(of: file)
                if isOfFile, manifest.dump.database == plan.description.database, manifest.sqlBytes > 0 {
                    return Forecast(of: plan, after: manifest)
                }
            } catch .newerManifest {
                continue
            } catch {
                log.warning("a manifest could not be read to look ahead", ["file": file, "error": error])
            }
        }
        return Forecast(of: plan, after: nil)
    }

    /// How many rows are looked at: those that the PHP module made have no manifest.
    private static let lookedBack = 20
}
