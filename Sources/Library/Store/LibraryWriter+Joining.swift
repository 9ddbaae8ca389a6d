import GRDB

// Who is one across documents.
//
// The same name and type is the same person or organisation everywhere. Half a name, one word of a person's or an
// organisation's, is taken for a whole name if some document calls that one so, if the two share company (somebody or
// something else is named beside both, and is no country), and if no other whole name does. A document that names the
// whole one beside the half tells that they are two. All of that is about the set of documents: so it is found out again
// for those concerned when one comes or goes, and comes out the same in whatever order.

extension LibraryWriter {
    /// Half a name in a document.
    private struct Loner: Hashable {
        let document: Int64
        let number: Int
    }

    /// A document's appearances are there: finds out for whom its half names are taken, and whom its whole names give
    /// to half names of others.
    func joinAppearances(
        of document: Int64, _ appearances: [ReportEntry.Appearance], _ entities: [Int64]
    ) throws {
        var touched: Set<Loner> = []
        for (number, appearance) in appearances.enumerated() {
            let entity = entities[number]
            // Who is in nobody's company is never taken for anybody.
            let isAlone = !appearances.enumerated().contains { $0.offset != number && $0.element.isCompany }
            if appearance.isLoner, !isAlone {
                try run(
                    "INSERT INTO loner (key, type, document, number) VALUES (?, ?, ?, ?)",
                    [appearance.key, appearance.type.rawValue, document, number])
            }
            for key in appearance.aliasKeys {
                let isNew = try memory.aliases.note(key, entity, self)
                tallies.aliases[Tallies.Alias(key: ByteText(key), entity: entity), default: 0] += 1
                guard isNew, appearance.isWhole else { continue }
                // Called so for the first time: it may be meant anywhere.
                for loner in try loners(called: key, appearance.type)
                where try loner.document != document && joins(loner, entity) {
                    touched.insert(loner)
                }
            }
            // It comes in company that it was not in before.
            guard appearance.isWhole else { continue }
            var loners: [Loner] = []
            try statements.forEach(Self.newCompanions, [appearance.type.rawValue, document, entity, document]) {
                loners.append(Loner(document: $0[0], number: $0[1]))
            }
            for loner in loners {
                try note(loner, entity)
                touched.insert(loner)
            }
        }
        for (number, appearance) in appearances.enumerated() where appearance.isLoner {
            let loner = Loner(document: document, number: number)
            for candidate in try candidates(appearance.key, appearance.type) where try joins(loner, candidate) {
                touched.insert(loner)
            }
        }
        for loner in touched { try decide(loner, uncounted: document) }
    }

    /// The half names for which some document calls an entity, that were not in its company yet, and are by a document.
    private static let newCompanions = """
        SELECT loner.document, loner.number FROM alias
        JOIN loner ON loner.key = alias.key AND loner.type = ? AND loner.document <> ?
        WHERE alias.entity = ? AND NOT EXISTS (
            SELECT 1 FROM companion WHERE companion.document = loner.document
            AND companion.number = loner.number AND companion.entity = alias.entity)
        AND NOT EXISTS (
            SELECT 1 FROM appearance WHERE appearance.entity = alias.entity
            AND appearance.document = loner.document)
        AND EXISTS (
            SELECT 1 FROM appearance AS mine
            JOIN appearance AS theirs ON theirs.entity = mine.entity AND theirs.document = ?
            WHERE mine.document = loner.document AND mine.isCompany AND mine.number <> loner.number)
        """

    /// A document's appearances have gone: finds out anew for whom half names are taken that were so on their account.
    func partAppearances(_ appearances: [Row]) throws {
        var touched: Set<Loner> = []
        for appearance in appearances {
            let entity: Int64 = appearance["entity"]
            guard let key = try row("SELECT key FROM entity WHERE id = ?", [entity])?[0] as String? else { continue }
            let aliases = (appearance["aliases"] as String?)?.split(separator: "\n").map(String.init) ?? []
            for alias in ReportEntry.Appearance.keys(of: aliases, besides: key) {
                memory.aliases.forget(alias, entity)
                try run("UPDATE alias SET documents = documents - 1 WHERE key = ? AND entity = ?", [alias, entity])
                try run("DELETE FROM alias WHERE key = ? AND entity = ? AND documents <= 0", [alias, entity])
            }
            for row in try rows("SELECT document, number FROM companion WHERE entity = ?", [entity]) {
                let loner = Loner(document: row[0], number: row[1])
                if try !joins(loner, entity) { touched.insert(loner) }
            }
        }
        for loner in touched { try decide(loner, uncounted: nil) }
    }

    private func loners(called key: String, _ type: NameType) throws -> [Loner] {
        var found: [Loner] = []
        try statements.forEach("SELECT document, number FROM loner WHERE key = ? AND type = ?", [key, type.rawValue]) {
            found.append(Loner(document: $0[0], number: $0[1]))
        }
        return found
    }

    /// The whole names of whom some document calls so.
    private func candidates(_ key: String, _ type: NameType) throws -> [Int64] {
        var found: [Int64] = []
        try statements.forEach(
            "SELECT entity FROM alias JOIN entity ON entity.id = alias.entity WHERE alias.key = ? AND entity.type = ? "
                + "AND instr(entity.key, ' ') > 0", [key, type.rawValue]
        ) { found.append($0[0]) }
        return found
    }

    /// Finds out whether half a name may be meant for an entity, and writes that down.
    private func joins(_ loner: Loner, _ entity: Int64) throws -> Bool {
        guard
            try isCalled(loner, entity) && !isNamed(entity, in: loner.document) && sharesCompany(loner, entity)
        else {
            try run(
                "DELETE FROM companion WHERE document = ? AND number = ? AND entity = ?",
                [loner.document, loner.number, entity])
            return false
        }
        try note(loner, entity)
        return true
    }

    private func note(_ loner: Loner, _ entity: Int64) throws {
        try run(
            "INSERT OR IGNORE INTO companion (document, number, entity) VALUES (?, ?, ?)",
            [loner.document, loner.number, entity])
    }

    /// Whether a document calls the entity as the half name has it.
    private func isCalled(_ loner: Loner, _ entity: Int64) throws -> Bool {
        try statements.hasRow(
            "SELECT 1 FROM appearance JOIN entity AS own ON own.id = appearance.entity "
                + "JOIN alias ON alias.key = own.key AND alias.entity = ? "
                + "WHERE appearance.document = ? AND appearance.number = ?", [entity, loner.document, loner.number])
    }

    private func isNamed(_ entity: Int64, in document: Int64) throws -> Bool {
        try statements.hasRow("SELECT 1 FROM appearance WHERE entity = ? AND document = ?", [entity, document])
    }

    private func sharesCompany(_ loner: Loner, _ entity: Int64) throws -> Bool {
        try statements.hasRow(
            """
            -- A whole name is never taken for another one: who names it is among those that are taken for it.
            SELECT 1 FROM appearance AS named
            CROSS JOIN appearance AS mine ON mine.document = ? AND mine.isCompany AND mine.number <> ?
            CROSS JOIN appearance AS theirs ON theirs.document = named.document AND theirs.entity = mine.entity
            WHERE named.who = ? AND named.entity = named.who LIMIT 1
            """, [loner.document, loner.number, entity])
    }

    /// Takes half a name for the one whole name that may be meant; for nobody where there are several or none.
    ///
    /// - Parameters:
    ///   - loner: Half a name.
    ///   - uncounted: A document that is not counted yet.
    /// - Throws: What the database says.
    private func decide(_ loner: Loner, uncounted: Int64?) throws {
        let companions = try rows(
            "SELECT entity FROM companion WHERE document = ? AND number = ? LIMIT 2", [loner.document, loner.number])
        guard
            let known = try row(
                "SELECT entity, who, mentions, quotes, words, isHidden FROM appearance WHERE document = ? AND number = ?",
                [loner.document, loner.number])
        else { return }
        let before: Int64 = known["who"]
        let after: Int64 = companions.count == 1 ? companions[0][0] : known["entity"]
        guard before != after else { return }
        try run(
            "UPDATE appearance SET who = ? WHERE document = ? AND number = ?", [after, loner.document, loner.number])
        guard loner.document != uncounted, known["isHidden"] == false else { return }
        for (who, sign) in [(before, -1), (after, 1)] {
            // Its document counts once, if it names the same under another name too.
            let isNamedBesides =
                try row(
                    "SELECT 1 FROM appearance WHERE document = ? AND who = ? AND number <> ?",
                    [loner.document, who, loner.number]) != nil
            tallies.count(
                who, documents: isNamedBesides ? 0 : 1, mentions: known["mentions"], quotes: known["quotes"],
                words: known["words"], by: sign)
        }
    }
}
