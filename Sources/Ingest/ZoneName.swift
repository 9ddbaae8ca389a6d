/// Names of time zones whose offset depends on the day or on who writes them: *ET* is two zones, *IST* three.
enum ZoneName {
    /// Minutes east of UTC of what Americans call by two letters, in winter.
    private static let american = ["ET": -300, "CT": -360, "MT": -420, "PT": -480]

    /// Whether a name is one of these.
    static func isKnown(_ name: some StringProtocol) -> Bool {
        let name = name.uppercased()
        return american[name] != nil || name == "BST" || name == "IST"
    }

    /// The minutes east of UTC that a name stands for on a day.
    ///
    /// - Parameters:
    ///   - name: The name, in any case.
    ///   - year: The year.
    ///   - month: The month.
    ///   - day: The day.
    ///   - region: The country that the text comes from, as a code of two letters, if that is known.
    /// - Returns: Nil for another name, and where it could be several: nothing is guessed.
    static func offset(
        of name: some StringProtocol, year: Int, month: Int, day: Int, region: String? = nil
    ) -> Int? {
        let name = name.uppercased()
        if let winter = american[name] {
            return isAmericanSummer(year, month, day).map { winter + ($0 ? 60 : 0) }
        }
        switch (name, region) {
        case ("BST", "BD"): return 360
        // British Summer Time, wherever it is written of, is the year's better half.
        case ("BST", _): return isEuropeanSummer(year, month, day) ? 60 : nil
        case ("IST", "IN"): return 330
        case ("IST", "IL"): return 120
        case ("IST", "IE"): return isEuropeanSummer(year, month, day) ? 60 : nil
        default: return nil
        }
    }

    /// Whether American clocks are an hour ahead; nil before 1987.
    ///
    /// They are from the second Sunday of March to the first of November since 2007, from the first of April to the last of
    /// October before (15 U.S.C. 260a).
    private static func isAmericanSummer(_ year: Int, _ month: Int, _ day: Int) -> Bool? {
        guard year >= 1987 else { return nil }
        let start = year >= 2007 ? (3, sunday(8, 3, year)) : (4, sunday(1, 4, year))
        let end = year >= 2007 ? (11, sunday(1, 11, year)) : (10, sunday(25, 10, year))
        return (month, day) >= start && (month, day) < end
    }

    /// Whether clocks are an hour ahead: from the last Sunday of March to the last of October (Directive 2000/84/EC).
    private static func isEuropeanSummer(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        (month, day) >= (3, sunday(25, 3, year)) && (month, day) < (10, sunday(25, 10, year))
    }

    /// The first Sunday on or behind a day of a month.
    private static func sunday(_ day: Int, _ month: Int, _ year: Int) -> Int {
        day + (7 - WireTime.Parts(year: year, month: month, day: day).weekday) % 7
    }
}
