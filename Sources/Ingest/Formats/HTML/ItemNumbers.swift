import HTML

/// The numbers that browsers show before the items of a page's lists, where the page says which.
///
/// A list that counts from one is read without them, as one with bullets is; where it begins elsewhere, runs backwards, is
/// counted in letters or gives an item a number of its own, words lead to the numbers.
struct ItemNumbers {
    private let document: HTMLDocument
    /// By the nodes of lists: what each item's number is, by its node.
    private var lists: [Int: [Int: String]] = [:]

    init(_ document: HTMLDocument) { self.document = document }

    /// The number of the item that a block stands in, as it is shown: *10.*; nil where it has none that matters, or where
    /// another block begins the item.
    ///
    /// - Complexity: O(items of the list) for the first item of a list that is asked for.
    mutating func number(of node: Int) -> String? {
        var item = node
        for _ in 0..<4 where document.nodes[item].tag != .li { item = Int(max(0, document.nodes[item].parent)) }
        guard document.nodes[item].tag == .li else { return nil }
        let list = Int(document.nodes[item].parent)
        guard list >= 0, document.nodes[list].tag == .ol else { return nil }
        if lists[list] == nil { lists[list] = numbers(of: list) }
        // Each is given once.
        return lists[list]?.removeValue(forKey: item)
    }

    private func numbers(of list: Int) -> [Int: String] {
        var items: [Int] = []
        var child = Int(document.nodes[list].firstChild)
        while child >= 0 {
            if document.nodes[child].tag == .li { items.append(child) }
            child = Int(document.nodes[child].next)
        }
        let isReversed = document.value(of: .reversed, at: list) != nil
        let start = document.string(of: .start, at: list).flatMap { Int($0.trimmingBlanks()) }
        let form = document.string(of: .type, at: list).flatMap { ListNumber.Form(markup: $0.trimmingBlanks()) }
        let values = items.map { document.string(of: .value, at: $0).flatMap { Int($0.trimmingBlanks()) } }
        let matters =
            isReversed || start.map { $0 != 1 } == true || form.map { $0 != .decimal } == true
            || zip(values, 1...).contains { $0 != nil && $0 != $1 }
        guard matters else { return [:] }
        var number = start ?? (isReversed ? items.count : 1)
        var numbers: [Int: String] = [:]
        for (item, value) in zip(items, values) {
            number = value ?? number
            numbers[item] = ListNumber.text(number, form ?? .decimal) + "."
            number = isReversed ? number &- 1 : number &+ 1
        }
        return numbers
    }
}
