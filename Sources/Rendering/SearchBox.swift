/// The box for words in documents that stands in the head of each page of a reading room.
package struct SearchBox {
    private let action: String
    private let words: String

    /// - Parameters:
    ///   - action: What answers, with the words as the field `q`.
    ///   - words: What stands in it already.
    package init(action: String, words: String = "") { (self.action, self.words) = (action, words) }

    package func write(into markup: inout Markup) {
        markup.element("form", [("role", "search"), ("action", action), ("class", "find")]) { markup in
            markup.void(
                "input",
                [
                    ("type", "search"), ("name", "q"), ("aria-label", "Words in documents"),
                    ("placeholder", "Words, \"in a row\", any*"), ("value", words), ("maxlength", "256"),
                    ("required", ""),
                ])
            markup.element("button", [("type", "submit")], "Search")
        }
    }
}
