import Deployment

extension Option {
    static let json = Option("--json", help: "print one JSON document on standard output, and nothing else there")
    static let dryRun = Option("--dry-run", help: "only tell what would be done")
    static let stripDefiner = Option(
        "--strip-definer", help: "leave out DEFINER clauses: everything belongs to the account that restores")
}
