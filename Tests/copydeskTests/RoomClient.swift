import Foundation
import Glibc
import Testing

/// Asks a server by HTTP/1.1, one question a connection.
struct RoomClient {
    struct Answer {
        let status: Int
        /// The names in lower case.
        let headers: [String: String]
        let body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Place: Hashable {
        case unix(String)
        /// On 127.0.0.1.
        case port(UInt16)
    }

    let place: Place

    func get(_ target: String, _ headers: [String: String] = [:], method: String = "GET") throws -> Answer {
        let all = ["Host": "localhost", "Connection": "close"].merging(headers) { $1 }
        let lines = all.map { "\($0): \($1)\r\n" }.joined()
        let bytes = try send(Data("\(method) \(target) HTTP/1.1\r\n\(lines)\r\n".utf8))
        let end = try #require(bytes.range(of: Data("\r\n\r\n".utf8)), "\(target): \(bytes.count) bytes without a head")
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let fields = head.dropFirst().compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        let status = try #require(head[0].split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return Answer(
            status: status, headers: Dictionary(fields, uniquingKeysWith: { $1 }), body: Data(bytes[end.upperBound...]))
    }

    /// What comes back until the other side closes.
    func send(_ bytes: Data, isClosedAfter: Bool = false) throws -> Data {
        let descriptor = try connected()
        defer { close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        if isClosedAfter { shutdown(descriptor, Int32(SHUT_WR)) }
        var received = Data()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return received }
            received.append(contentsOf: buffer[..<count])
        }
    }

    private func connected() throws -> Int32 {
        let isUnix = if case .unix = place { true } else { false }
        let descriptor = socket(
            isUnix ? AF_UNIX : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        // Nothing that is asked here takes so long.
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let result: Int32
        switch place {
        case .unix(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            result = Self.connect(descriptor, &address, MemoryLayout<sockaddr_un>.size)
        case .port(let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
            result = Self.connect(descriptor, &address, MemoryLayout<sockaddr_in>.size)
        }
        guard result == 0 else {
            close(descriptor)
            throw POSIXError(.ECONNREFUSED)
        }
        return descriptor
    }

    private static func connect<Address>(_ descriptor: Int32, _ address: inout Address, _ size: Int) -> Int32 {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(size))
            }
        }
    }
}
