import Foundation
import Testing

@testable import English

/// Countries against Debian's list of ISO 3166-1 (package iso-codes).
@Suite struct CountriesTests {
    struct Country: Decodable, Sendable, CustomTestStringConvertible {
        var alpha_2: String
        var name: String
        var common_name: String?
        var official_name: String?

        var testDescription: String { alpha_2 }

        /// Its names as text has them: *Korea, Republic of* the other way round, what stands in brackets left out.
        var names: [String] {
            [name, common_name, official_name].compactMap { $0 }.map { name in
                let name = name.replacing(#/ \(.*?\)/#, with: "")
                let parts = name.split(separator: ", ")
                guard parts.count == 2, alpha_2 != "TW", !name.contains(" and ") else { return name }
                let ending = parts[1].replacing("The ", with: "")
                return ending.hasSuffix(" the") || ending.hasSuffix(" of") || !ending.contains(" ")
                    ? "\(ending) \(parts[0])" : name
            }.filter { !$0.contains(",") }
        }
    }

    private static func countries() throws -> [Country] {
        let list = try Data(contentsOf: URL(fileURLWithPath: "/usr/share/iso-codes/json/iso_3166-1.json"))
        return try JSONDecoder().decode([String: [Country]].self, from: list)["3166-1"] ?? []
    }

    /// *Congo* alone is mostly the Democratic Republic.
    @Test(arguments: try countries())
    func everyNameHasItsCode(_ country: Country) {
        for name in country.names where name != "Congo" {
            #expect(Countries.code(name) == country.alpha_2, "\(name)")
            #expect(Countries.isCountry(name), "\(name)")
        }
    }

    /// Territories without people, and those whose people are called by no word of their own, have none.
    @Test func everyCountryHasADemonym() throws {
        let without = try Set(Self.countries().map(\.alpha_2)).subtracting(Countries.codesWithDemonym)
        #expect(
            without == [
                "BL", "BQ", "BV", "CC", "CX", "GG", "GS", "HM", "JE", "MF", "MP", "NF", "PM", "PN", "SJ", "SX", "TC",
                "TF", "UM", "VA", "VG", "WF",
            ])
    }

    @Test(arguments: [
        ("TURKEY", "TR"), ("türkiye", "TR"), ("Cote d’Ivoire", "CI"), ("State of Georgia", nil), ("Paris", nil),
        ("Republic of China", "TW"), ("People's Republic of China", "CN"), ("Republic of Korea", "KR"), ("Brits", "GB"),
        ("Democratic Republic of Congo", "CD"), ("Commonwealth of Virginia", nil),
    ])
    func readsNamesAsTextHasThem(_ name: String, _ code: String?) {
        #expect(Countries.code(name) == code)
    }
}
