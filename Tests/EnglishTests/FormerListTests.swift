import Foundation
import Linguistics
import Testing

@testable import English

/// Whether the table of words says what the lists in the sources said, from which it was made.
@Suite struct FormerListTests {
    private static let lines: [(kind: [String], words: [String])] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "FormerLists.txt")
        let text = (try? String(contentsOf: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { line in
            let fields = line.split(separator: "\t")
            return (
                fields[0].split(separator: " ", maxSplits: 1).map(String.init),
                fields[1].split(separator: "|").map(String.init)
            )
        }
    }()

    @Test func groupsAreTheFormerLists() throws {
        let groups = Self.lines.filter { $0.kind[0] == "group" }
        #expect(groups.count == 98)
        var names: Set<String> = []
        for line in groups {
            let parts = line.kind[1].split(separator: " ")
            let group = try #require(WordGroup.allCases.first { "\($0)" == parts[0] })
            names.insert("\(group)")
            let query = Words.english[group]
            if parts.count == 1 {
                #expect(Set(query.spellings) == Set(line.words), "\(group)")
                #expect(line.words.allSatisfy { query.contains(WordHash(folding: $0)) }, "\(group)")
            } else {
                let gender: WordGender = parts[1] == "m" ? .male : .female
                let words = query.spellings.filter {
                    Words.english.gender(of: WordHash(folding: $0), in: group) == gender
                }
                #expect(Set(words) == Set(line.words), "\(group)")
            }
        }
        #expect(names.count == WordGroup.allCases.count - 1)
    }

    @Test func classesAreTheFormerLists() throws {
        let lines = Self.lines.filter { $0.kind[0] == "class" }
        #expect(lines.count == 22)
        var expected: [WordHash: WordClass] = [:]
        for line in lines {
            let wordClass = try #require(WordClass.names.first { $0.0 == line.kind[1] }?.1)
            for word in line.words { expected[WordHash(folding: word), default: []].insert(wordClass) }
        }
        for line in Self.lines where line.kind[0] == "cue" {
            expected[WordHash(folding: line.kind[1]), default: []].insert(.cueVerb)
        }
        for index in Words.english.rows.indices {
            let hash = WordHash(folding: Words.english.spelling(index))
            #expect(Words.english.rows[index].classes == expected.removeValue(forKey: hash) ?? [])
            #expect(Words.english.index[hash] == index)
        }
        #expect(expected.isEmpty)
    }

    @Test func cuesAreTheFormerOnes() throws {
        let lines = Self.lines.filter { $0.kind[0] == "cue" }
        #expect(Words.english.cues.count == lines.count)
        for line in lines {
            let entry = try #require(CueLexicon.shared.entry(WordHash(folding: line.kind[1])))
            let frames = ["marks", "clause", "thatClause", "infinitive", "object", "nominal", "describing", "thought"]
            var bits: UInt8 = 0
            for frame in line.words[0].split(separator: " ") {
                bits |= try 1 << UInt8(#require(frames.firstIndex(of: String(frame))))
            }
            #expect(entry.frames.rawValue == bits, "\(line.kind[1])")
            #expect(entry.form.rawValue == UInt8(line.words[1]), "\(line.kind[1])")
            #expect(entry.weight == Float(line.words[2]), "\(line.kind[1])")
            #expect(entry.isAlsoNoun == (line.words[3] == "noun"), "\(line.kind[1])")
        }
    }

    @Test func abbreviationsAndFamiliesAreTheFormerOnes() {
        let short = Self.lines.filter { $0.kind[0] == "short" }
        #expect(short.count == 14)
        for line in short {
            #expect(Words.english.expansion(of: WordHash(folding: line.kind[1])) == WordHash(folding: line.words[0]))
        }
        let families = Self.lines.filter { $0.kind[0] == "family" }.map { Set($0.words.map { WordHash(folding: $0) }) }
        #expect(Set(families) == Set(Words.english.families.map { Set($0) }))
    }
}
