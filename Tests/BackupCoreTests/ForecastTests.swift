import BackupCore
import TestSupport
import Testing

@Suite struct ForecastTests {
    private func manifest(dataBytes: Int64, sqlBytes: Int64, fileBytes: Int64) -> BackupManifest {
        var manifest = BackupManifest.sample(of: .sample("a"), bytes: 0)
        (manifest.dataBytes, manifest.sqlBytes, manifest.fileBytes) = (dataBytes, sqlBytes, fileBytes)
        return manifest
    }

    @Test func `grows with the schema from the last backup on`() {
        let earlier = manifest(dataBytes: 1000, sqlBytes: 900, fileBytes: 300)

        let forecast = Forecast(dataBytes: 1500, earlier: earlier)

        #expect(forecast.sqlBytes == 1350)
        #expect(forecast.fileBytes == 450)
    }

    @Test func `is the last backup where the server gave no size for it`() {
        let earlier = manifest(dataBytes: 0, sqlBytes: 900, fileBytes: 300)

        #expect(Forecast(dataBytes: 1500, earlier: earlier).fileBytes == 300)
    }

    @Test(arguments: [true, false])
    func `comes from the schema alone where there is no backup yet`(isEmpty: Bool) {
        let earlier = isEmpty ? manifest(dataBytes: 1000, sqlBytes: 0, fileBytes: 20) : nil

        let forecast = Forecast(dataBytes: 785_022_976, earlier: earlier)

        #expect(forecast.sqlBytes == 894_926_192)
        #expect(forecast.fileBytes == 211_956_203)
    }
}
