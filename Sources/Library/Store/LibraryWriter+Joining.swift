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
    struct Loner: Hashable {
        let document: Int64
        let number: Int
    }

    /// A document's appearances are there: finds out for whom its half names are taken, and whom its whole names give
    /// to half names of others.
    func joinAppearances(
        of document: Int64, _ appearances: [ReportEntry.Appearance], _ entities: [Int64]
    ) throws {
        var touched: Set<Loner> = []
        let named = Set(entities)
        let companies = appearances.count { $0.isCompany }
        for (number, appearance) in appearances.enumerated() {
            let entity = entities[number]
            // Who is in nobody's company is never taken for anybody.
            if appearance.isLoner, companies > (appearance.isCompany ? 1 : 0) {
                try run(
                    "INSERT INTO loner (key, type, document, number) VALUES (?, ?, ?, ?)",
                    [appearance.key, appearance.type.rawValue, document, number])
                try noteLoner(appearance.key, appearance.type)
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
            let loners = try newCompanions(of: entity, appearance.type, beside: named, in: document)
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

    /// The half names of other documents that may be meant for an entity, were not in its company yet, and are by a document.
    private func newCompanions(
        of entity: Int64, _ type: NameType, beside named: Set<Int64>, in document: Int64
    ) throws -> [Loner] {
        var found: [Loner] = []
        for key in try memory.aliases.names(of: entity, self) where try mayHaveLoners(key, type) {
            for loner in try loners(called: key.text, type) where loner.document != document {
                let isKnown = try statements.hasRow(
                    "SELECT 1 FROM companion WHERE document = ? AND number = ? AND entity = ?",
                    [loner.document, loner.number, entity])
                guard !isKnown else { continue }
                let theirs = try self.named(in: loner.document)
                guard !theirs.contains(where: { $0.entity == entity }) else { continue }
                if Self.company(of: loner, theirs).contains(where: named.contains) { found.append(loner) }
            }
        }
        return found
    }

    /// Those beside whom half a name is named, and who tell anything.
    private static func company(of loner: Loner, _ named: [DocumentContents.Named]) -> [Int64] {
        named.enumerated().filter { $0.offset != loner.number && $0.element.isCompany }.map(\.element.entity)
    }

    private func noteLoner(_ key: String, _ type: NameType) throws {
        // From here on they are kept in step.
        _ = try mayHaveLoners(ByteText(key), type)
        memory.loners?.insert(LonerKey(key: ByteText(key), type: type.rawValue))
    }

    /// Whether there may be a half name of a kind; most names have none, which shows without a look into the database.
    private func mayHaveLoners(_ key: ByteText, _ type: NameType) throws -> Bool {
        if memory.loners == nil {
            var loners: Set<LonerKey> = []
            try statements.forEach("SELECT DISTINCT key, type FROM loner", []) {
                loners.insert(LonerKey(key: ByteText($0.text(0) ?? ""), type: $0[1]))
            }
            memory.loners = loners
        }
        return memory.loners?.contains(LonerKey(key: key, type: type.rawValue)) ?? true
    }

    /// A document's appearances have gone: finds out anew for whom half names are taken that were so on their account.
    func partAppearances(_ named: [DocumentContents.Named]) throws {
        var touched: Set<Loner> = []
        for one in named {
            let entity = one.entity
            guard let key = try row("SELECT key FROM entity WHERE id = ?", [entity])?[0] as String? else { continue }
            let aliases = one.aliases?.split(separator: "\n").map(String.init) ?? []
            for alias in ReportEntry.Appearance.keys(of: aliases, besides: key) {
                memory.aliases.forget(entity)
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
        let named = try named(in: loner.document)
        guard
            named.indices.contains(loner.number), try isCalled(named[loner.number].entity, entity),
            !named.contains(where: { $0.entity == entity }),
            try isNamed(entity, besideAnyOf: Self.company(of: loner, named))
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

    /// Whether a document calls an entity as a half name has it.
    private func isCalled(_ half: Int64, _ entity: Int64) throws -> Bool {
        try statements.hasRow(
            "SELECT 1 FROM entity AS own JOIN alias ON alias.key = own.key AND alias.entity = ? WHERE own.id = ?",
            [entity, half])
    }

    /// Whether some document names an entity and one of others; a whole name is never taken for another one, so who names it
    /// does so by its own name.
    private func isNamed(_ entity: Int64, besideAnyOf company: [Int64]) throws -> Bool {
        guard !company.isEmpty else { return false }
        let own = Set(try documents(naming: entity))
        for other in Set(company) where try documents(naming: other).contains(where: own.contains) { return true }
        return false
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
        let named = try named(in: loner.document)
        guard named.indices.contains(loner.number) else { return }
        let known = named[loner.number]
        var whos = try whos(named, in: loner.document)
        let before = whos[loner.number]
        let after: Int64 = companions.count == 1 ? companions[0][0] : known.entity
        guard before != after else { return }
        if after == known.entity {
            try run("DELETE FROM taken WHERE document = ? AND number = ?", [loner.document, loner.number])
        } else {
            try run(
                "INSERT OR REPLACE INTO taken (document, number, entity, who) VALUES (?, ?, ?, ?)",
                [loner.document, loner.number, known.entity, after])
        }
        let isCurrent = try statements.hasRow(
            "SELECT 1 FROM document WHERE id = ? AND standing = ?", [loner.document, Standing.current.rawValue])
        guard loner.document != uncounted, isCurrent else { return }
        whos.remove(at: loner.number)
        for (who, sign) in [(before, -1), (after, 1)] {
            // Its document counts once, if it names the same under another name too.
            tallies.count(
                who, documents: whos.contains(who) ? 0 : 1, mentions: known.mentions, quotes: known.quotes,
                words: known.words, by: sign)
        }
    }
}

/// What a half name is called.
struct LonerKey: Hashable {
    let key: ByteText
    let type: Int
}
