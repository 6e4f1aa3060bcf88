import BackupCore

/// The events that the dump programs never get past.
///
/// Around an event both programs look for a delimiter that its text does not hold. They begin with `;;`, and where the
/// text holds that, they try the same again for ever: silent, at full load (`create_delimiter` in mysqldump's source).
/// The text is the whole of `SHOW CREATE EVENT`: name, definer and comment as much as strings and comments of the body.
/// Routines, triggers and views are dumped with a delimiter that never changes, and come back whole.
struct EndlessEvents {
    let names: [String]

    init(of connection: Connection) throws(MySQLError) {
        // In bytes: by a collation, other characters are as good as a semicolon, or as nothing between two.
        names = try connection.column(
            of: """
                SELECT EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()
                AND CONCAT_WS(' ', CAST(EVENT_NAME AS BINARY), CAST(DEFINER AS BINARY), CAST(EVENT_COMMENT AS BINARY),
                    CAST(EVENT_DEFINITION AS BINARY)) LIKE '%;;%' ORDER BY EVENT_NAME
                """)
    }

    /// - Throws: ``BackupError/dumpFailed(reason:)`` with the events' names.
    func refuse() throws(BackupError) {
        guard !names.isEmpty else { return }
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        throw .dumpFailed(
            reason: """
                the dump program would never end: the text of the event \(list) holds ';;'
                hint: write it with a blank between the semicolons; name, definer, comment and body count
                """)
    }
}
