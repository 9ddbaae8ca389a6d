import CReadingRoom
import Rendering

/// What is compiled in.
enum RoomFiles {
    /// The description of the interface for programs (OpenAPI 3.1).
    static let openAPI: [UInt8] = {
        var size = 0
        let bytes = copydesk_room_openapi(&size)
        return Array(UnsafeRawBufferPointer(start: bytes, count: size))
    }()

    /// The rules of the room's pages.
    static let style: String = {
        var size = 0
        let bytes = copydesk_room_style(&size)
        return PageStyle.colours + String(decoding: UnsafeRawBufferPointer(start: bytes, count: size), as: UTF8.self)
    }()

    /// What the room's pages may load and where their forms may lead.
    static let policy =
        "default-src 'none'; style-src '\(PageStyle.source(of: style))'; img-src 'self'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'"

    /// A sheet with two lines of type.
    static let icon = Array(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="2" y="1" width="12" height="14" rx="1" \
        fill="#fbf9f4" stroke="#1d4f86"/><path d="M5 5h6M5 8h6M5 11h4" stroke="#1f1c18" stroke-width="1.4"/></svg>

        """.utf8)
}
