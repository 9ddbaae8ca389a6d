import Library
import Rendering
import Reporting
import Spool
import SystemPackage

/// A document's page: its report, with what was found marked in the text.
struct DocumentPage {
    let question: Question

    /// The most bytes of a report that becomes a page: no browser shows more with pleasure.
    private static let mostBytes = 64 << 20

    func response() throws(RoomError) -> RoomResponse {
        let name = question.asked.words("report") ?? ""
        let place = FilePath(printed: name)
        // What the library does not know is not opened: no other file of the outbox, and none outside of it.
        let known = try question.library { reader throws(LibraryError) in try reader.document(at: place) }
        guard let known, OutboxReader.isReport(place) else { throw .notFound(name) }
        let contents: (bytes: [UInt8], stamp: OutboxReader.Stamp)?
        do throws(Errno) {
            contents = try OutboxReader(question.room.folders.outbox).contents(
                of: place, atMost: Self.mostBytes)
        } catch {
            throw .system(question.room.folders.outbox.pushing(place), error)
        }
        guard let contents else { throw .notFound(name) }
        let report: StoredReport
        do {
            report = try StoredReport(contents.bytes, from: name)
        } catch {
            throw .unreadable("\(error)")
        }
        if let place = question.asked.words("at").flatMap({ Int($0) }),
            let quote = report.quotes.firstIndex(where: { $0.span.start == place })
        {
            var response = RoomResponse(status: 303, type: .text, body: [])
            response.headers["Location"] = "\(Address.report(name))#q\(quote + 1)"
            return response
        }
        let page = ReportPage(report, at: Page.place, later: try later(than: known, at: place))
        var response = RoomResponse(type: .html, body: page.html())
        response.headers["Content-Security-Policy"] =
            ReportPage.contentSecurityPolicyAmongOthers + "; frame-ancestors 'none'"
        return response
    }

    /// What a later version of its story makes of a document.
    private func later(than document: FoundDocument, at place: FilePath) throws(RoomError) -> ReportPage.Later? {
        let verdict: ReportPage.Later.Verdict
        switch document.standing {
        case Standing.superseded.name: verdict = .superseded
        case Standing.canceled.name: verdict = .canceled
        case Standing.withheld.name: verdict = .withheld
        default: return nil
        }
        let version = try question.library { reader throws(LibraryError) in try reader.laterVersion(than: place) }
        return ReportPage.Later(verdict, href: version.map { Address.report($0.report) })
    }
}
