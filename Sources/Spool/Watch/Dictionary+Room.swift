extension Dictionary {
    /// Gives back room that a time of many entries has left behind.
    ///
    /// A dictionary keeps the room of the most entries that it ever had. To be called behind removals: it copies what is
    /// left once that is a quarter of what there is room for, so seldom that a removal costs no more on the whole.
    ///
    /// - Returns: Whether there was room to give back.
    @discardableResult
    mutating func giveBackRoom() -> Bool {
        guard capacity >= 4_096, count <= capacity / 4 else { return false }
        var copy = Self(minimumCapacity: count)
        for (key, value) in self { copy[key] = value }
        self = copy
        return true
    }
}
