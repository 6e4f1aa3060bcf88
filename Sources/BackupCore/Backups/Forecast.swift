/// What the next backup will take, foreseen from an earlier one and the size of the schema.
///
/// Pure and rough: the server's own figure for its rows is an estimate that may be old.
package struct Forecast: Sendable, Equatable {
    package let sqlBytes: Int64
    package let fileBytes: Int64

    /// - Parameters:
    ///   - dataBytes: what the server says the rows take now.
    ///   - earlier: the manifest of a former backup of the same database, the newer the better.
    package init(dataBytes: Int64, earlier: BackupManifest?) {
        if let earlier, earlier.sqlBytes > 0 {
            let growth = earlier.dataBytes > 0 ? Double(dataBytes) / Double(earlier.dataBytes) : 1
            sqlBytes = Int64(Double(earlier.sqlBytes) * growth)
            fileBytes = Int64(Double(earlier.fileBytes) * growth)
        } else {
            // An ERP's 785 MB of rows were 893 MB of text, and 209 MB of file.
            sqlBytes = Int64(Double(dataBytes) * 1.14)
            fileBytes = Int64(Double(dataBytes) * 0.27)
        }
    }
}

extension BackupService {
    /// Foresees the next backup from the newest one whose manifest can be understood.
    func forecast(for plan: DumpPlan, in folder: any BackupFolder) throws(BackupError) -> Forecast {
        for name in try folder.manifests().sorted(by: { $0.description > $1.description }) {
            if let manifest = try folder.manifest(of: name), manifest.dump.database == plan.description.database {
                return Forecast(dataBytes: plan.dataBytes, earlier: manifest)
            }
        }
        return Forecast(dataBytes: plan.dataBytes, earlier: nil)
    }
}
