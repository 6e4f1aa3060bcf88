import BackupCore

/// Everything that a caller may be told, in every language: the one table of such texts.
///
/// The English ones are the ERP's own where it has one. The operator's texts are others, and English alone.
enum CallerMessage {
    case malformedURL
    case unauthenticated, unauthorized
    case noRoute(path: String)
    case wrongMethod(String, path: String, supported: String)
    case noSuchBackup(id: String), noFile, noChecksum
    case alreadyRunning
    case backupCreated, backupStarted, backupDeleted
    case serverError, serviceUnavailable, insufficientStorage
    /// How the last create ended.
    case failed(Attempt.Failure)
    case broken(Parameter.Rule, of: Parameter)
    /// The first of these rules stands for all.
    case invalid(Parameter, breaking: [Parameter.Rule])

    func text(in language: Language) -> String {
        switch language {
        case .english: row.english
        case .arabic: row.arabic
        }
    }

    /// The table; a row without a text for each language does not compile.
    private var row: (english: String, arabic: String) {
        switch self {
        case .malformedURL: ("Malformed URL.", "صيغة عنوان URL غير صحيحة.")
        case .unauthenticated: ("Unauthenticated.", "لم يتم التحقق من الهوية.")
        case .unauthorized: ("This action is unauthorized.", "ليست لديك صلاحية تنفيذ هذا الإجراء.")
        case .noRoute(let path): ("The route \(path) could not be found.", "تعذّر العثور على المسار «\(path)».")
        case .wrongMethod(let method, let path, let supported):
            (
                "The \(method) method is not supported for route \(path). Supported methods: \(supported).",
                "الطريقة \(method) غير مدعومة للمسار «\(path)». الطرق المدعومة: \(supported)."
            )
        case .noSuchBackup(let id):
            (
                "No query results for model [App\\Models\\DatabaseBackup] \(id)",
                "لا توجد نسخة احتياطية بالمعرّف «\(id)»"
            )
        case .noFile: ("Backup file not found", "ملف النسخة الاحتياطية غير موجود")
        case .noChecksum: ("Backup checksum not found", "المجموع الاختباري للنسخة الاحتياطية غير موجود")
        case .alreadyRunning: ("A backup is already running.", "يجري حاليًا إنشاء نسخة احتياطية أخرى.")
        case .backupCreated: ("Backup created successfully", "تم إنشاء النسخة الاحتياطية بنجاح")
        case .backupStarted: ("Backup started", "بدأ إنشاء النسخة الاحتياطية")
        case .backupDeleted: ("Backup deleted successfully", "تم حذف النسخة الاحتياطية بنجاح")
        case .serverError: ("Server Error", "خطأ في الخادم")
        case .serviceUnavailable: ("Service Unavailable", "الخدمة غير متاحة حاليًا")
        case .insufficientStorage: ("Insufficient Storage", "مساحة التخزين غير كافية")
        case .failed(let failure): failure.row
        case .broken(let rule, let parameter): rule.row(parameter.name)
        case .invalid(let parameter, let rules):
            Self.joined(rules.first?.row(parameter.name) ?? ("", ""), Self.more(rules.count - 1))
        }
    }

    private static func joined(
        _ first: (english: String, arabic: String), _ second: (english: String, arabic: String)
    ) -> (english: String, arabic: String) {
        (first.english + second.english, first.arabic + second.arabic)
    }

    /// In Arabic one and two have forms of their own, three to ten take the plural, and eleven to ninety-nine the
    /// accusative.
    private static func more(_ count: Int) -> (english: String, arabic: String) {
        guard count > 0 else { return ("", "") }
        let english = " (and \(count) more error\(count == 1 ? "" : "s"))"
        return switch (count, count % 100) {
        case (1, _): (english, " (وخطأ آخر)")
        case (2, _): (english, " (وخطآن آخران)")
        case (_, 3...10): (english, " (و\(count) أخطاء أخرى)")
        case (_, 11...): (english, " (و\(count) خطأً آخر)")
        default: (english, " (و\(count) خطأ آخر)")
        }
    }
}

extension Attempt.Failure {
    fileprivate var row: (english: String, arabic: String) {
        switch self {
        case .dump: ("The database could not be dumped.", "تعذّر استخراج محتويات قاعدة البيانات.")
        case .room: ("There is not enough room for the backup.", "لا توجد مساحة كافية للنسخة الاحتياطية.")
        case .storage: ("The backup could not be stored.", "تعذّر حفظ النسخة الاحتياطية.")
        case .catalog: ("The backup could not be recorded.", "تعذّر تسجيل النسخة الاحتياطية.")
        case .database: ("The database could not be reached.", "تعذّر الاتصال بقاعدة البيانات.")
        case .stopped:
            (
                "The backup was given up because the service was stopped.",
                "أُلغي إنشاء النسخة الاحتياطية بسبب إيقاف الخدمة."
            )
        case .lost:
            ("The backup was interrupted before it was done.", "توقّف إنشاء النسخة الاحتياطية قبل اكتماله.")
        }
    }
}

extension Parameter {
    fileprivate var name: (english: String, arabic: String) {
        switch self {
        case .perPage: ("per page field", "عدد العناصر في الصفحة (per_page)")
        case .idempotencyKey: ("Idempotency-Key header", "محتوى الترويسة Idempotency-Key")
        }
    }
}

extension Parameter.Rule {
    /// Every name is masculine in Arabic, so that all go with all.
    fileprivate func row(_ name: (english: String, arabic: String)) -> (english: String, arabic: String) {
        switch self {
        case .integer: ("The \(name.english) must be an integer.", "يجب أن يكون \(name.arabic) عددًا صحيحًا.")
        case .atLeast(let least):
            ("The \(name.english) must be at least \(least).", "يجب ألا يقل \(name.arabic) عن \(least).")
        case .atMost(let most):
            ("The \(name.english) must not be greater than \(most).", "يجب ألا يزيد \(name.arabic) على \(most).")
        case .present: ("The \(name.english) is required.", "\(name.arabic) مطلوب.")
        case .printableASCII:
            (
                "The \(name.english) must be a string of printable ASCII characters.",
                "يجب أن يكون \(name.arabic) نصًا من محارف ASCII القابلة للطباعة."
            )
        case .noLongerThan(let longest):
            (
                "The \(name.english) must not be greater than \(longest) characters.",
                "يجب ألا يزيد طول \(name.arabic) على \(longest) محرفًا."
            )
        }
    }
}
