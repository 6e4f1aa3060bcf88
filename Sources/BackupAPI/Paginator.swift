import BackupCore

/// The envelope around a page of backups, as Laravel's `LengthAwarePaginator` makes it.
struct Paginator {
    let request: PageRequest
    let page: BackupPage
    /// What links are built on: scheme, host and path.
    let url: String

    private var lastPage: Int { max((page.total + request.perPage - 1) / request.perPage, 1) }
    private var hasMore: Bool { request.page < lastPage }

    var json: JSON {
        [
            "data": .backups(page.backups),
            "links": [
                "first": link(to: 1), "last": link(to: lastPage), "prev": link(to: previousPage),
                "next": link(to: nextPage),
            ],
            "meta": [
                "current_page": JSON(request.page),
                "from": JSON(firstItem),
                "last_page": JSON(lastPage),
                "links": .array(items),
                "path": .text(url),
                "per_page": JSON(request.perPage),
                "to": JSON(firstItem.map { $0 + page.backups.count - 1 }),
                "total": JSON(page.total),
            ],
        ]
    }

    private var firstItem: Int? { page.backups.isEmpty ? nil : request.offset + 1 }
    private var previousPage: Int? { request.page > 1 ? request.page - 1 : nil }
    private var nextPage: Int? { hasMore ? request.page + 1 : nil }

    private func link(to page: Int?) -> JSON { JSON(page.map { "\(url)?page=\($0)" }) }

    /// Previous, the numbers around here, next; where numbers are left out, an item without a page.
    private var items: [JSON] {
        [item("&laquo; Previous", previousPage)]
            + shownPages.map { page in
                page.map { item(String($0), $0) } ?? ["url": nil, "label": "...", "active": false]
            }
            + [item("Next &raquo;", nextPage)]
    }

    private func item(_ label: String, _ page: Int?) -> JSON {
        [
            "url": link(to: page), "label": .text(label), "page": JSON(page),
            "active": .bool(page == request.page && label == String(request.page)),
        ]
    }

    /// The numbers shown, nil for a gap: three on each side of the current page, two at both ends.
    private var shownPages: [Int?] {
        let (last, current) = (lastPage, request.page)
        guard last >= 14 else { return Array(1...last) }
        let (head, tail) = (1...2, (last - 1)...last)
        if current <= 7 { return Array(1...10) + [nil] + Array(tail) }
        if current > last - 7 { return Array(head) + [nil] + Array((last - 9)...last) }
        return Array(head) + [nil] + Array((current - 3)...(current + 3)) + [nil] + Array(tail)
    }
}
