#!/usr/bin/env bash
# Swift 6.3.1's Foundation on Linux: `String.Encoding.macOSRoman` is not Mac Roman. It has the characters of Mac Roman in
# the order of their code points, and reads and writes that without an error: text of a Mac comes out as other letters.
#
# Seen: “ is written as E4 and é as BC, where Mac Roman has D2 and 8E; D2 63 61 66 8E D3 (“café” in quotation marks) is read
# as œcaf±Ÿ. iconv(3)'s MACINTOSH is right.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/main.swift" <<'SWIFT'
import Foundation

let written = Array("“é".data(using: .macOSRoman) ?? Data())
let read = String(data: Data([0xD2, 0x63, 0x61, 0x66, 0x8E, 0xD3]), encoding: .macOSRoman)
print("written:", written.map { String($0, radix: 16) }, "read:", read ?? "nil")
let upper = (0x80...0xFF as ClosedRange<UInt8>).compactMap {
    String(data: Data([$0]), encoding: .macOSRoman)?.unicodeScalars.first?.value
}
print("in the order of code points:", upper == upper.sorted(), upper.count)
precondition(written != [0xD2, 0x8E] && read != "“café”", "it is Mac Roman now")
SWIFT
swiftc -o "$folder/main" "$folder/main.swift"
"$folder/main"
[ "$(printf '“é' | iconv -f UTF-8 -t MACINTOSH | od -An -tx1 | tr -d ' \n')" = d28e ]
echo "as stated"
