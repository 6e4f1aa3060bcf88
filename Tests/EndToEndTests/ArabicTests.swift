import TestSupport
import Testing

extension EndToEnd {
    /// What callers are told who like Arabic better, as it comes through nginx.
    @Suite struct ArabicTests {
        private let site: Site
        private let arabic = [("Accept-Language", "ar-EG,ar;q=0.9,en-US;q=0.8,en;q=0.7")]

        init() throws { site = try Site.restored() }

        @Test func `success and failure are told in Arabic`() throws {
            let made = try site.call("POST", "", arabic)
            let unknown = try site.call("GET", "/999/download", arabic)
            let wrong = try site.call("GET", "?per_page=x", arabic)
            let status = try site.call("GET", "/status", arabic)

            #expect([made, unknown, wrong, status].map(\.status) == [201, 404, 422, 200])
            #expect([made, unknown, wrong, status].allSatisfy { $0["Content-Language"] == "ar" })
            #expect(made.text.utf8.allSatisfy { $0 < 0x80 }, "as json_encode has it")
            let created = "تم إنشاء النسخة الاحتياطية بنجاح"
            #expect(try JSONValue(parsing: made.body)["message"].text == created)
            #expect(try JSONValue(parsing: unknown.body)["message"].text == "لا توجد نسخة احتياطية بالمعرّف «999»")
            let rule = JSONValue.text("يجب أن يكون عدد العناصر في الصفحة (per_page) عددًا صحيحًا.")
            #expect(try JSONValue(parsing: wrong.body)["message"] == rule)
            #expect(try JSONValue(parsing: wrong.body)["errors"]["per_page"] == .array([rule]))
            #expect(try JSONValue(parsing: status.body)["data"]["last"]["message"].text == created)
        }

        @Test func `a download is the same in every language`() throws {
            let id = try #require(try site.ids().last)

            let answer = try site.call("GET", "/\(id)/download", arabic)

            #expect(answer.status == 200)
            #expect(answer["Content-Language"] == nil)
            #expect(answer.body == (try site.call("GET", "/\(id)/download")).body)
        }
    }
}
