/// The words that dates are written with, on pages and in wires.
enum DateWords {
    /// The numbers of months by their names, long and short, in the languages that most news comes in.
    static let months = numbers(of: "month")
    /// The minutes east of Greenwich of zones such as *edt*: those of RFC 5322, and those that stand beside times in news.
    static let zones = numbers(of: "zone")

    private static func numbers(of group: String) -> [String: Int] {
        var numbers: [String: Int] = [:]
        for (name, text) in PageWords.lines where name == group {
            let words = text.split(separator: " ")
            guard let number = words.first.flatMap({ Int($0) }) else { continue }
            for word in words.dropFirst() { numbers[String(word)] = number }
        }
        return numbers
    }
}
