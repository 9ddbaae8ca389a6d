import Reporting

/// Who judges whom, and what befalls whom, in words.
extension Panel {
    /// The targets that are judged or that something befalls: the most judged first.
    var judgedTargets: [Int] {
        let targets = report.sentiment?.targets ?? []
        // From the other side of the comparison, so that the most comes first.
        func weight(_ index: Int, at place: Int) -> (Int, Int, Int) {
            (targets[index].stance?.evidence.count ?? 0, targets[index].news?.mentions ?? 0, place)
        }
        return targets.indices.filter { targets[$0].stance != nil || targets[$0].news != nil }
            .sorted { weight($1, at: $0) < weight($0, at: $1) }
    }

    func writeTargets(_ targets: [Int], into markup: inout Markup) {
        guard !targets.isEmpty else {
            markup.element("p", [("class", "none")], report.sentiment == nil ? "Not analyzed." : "Nobody is judged.")
            return
        }
        var judgements: [Int: [Int]] = [:]
        for (index, judgement) in findings.judgements.enumerated() {
            judgements[judgement.target, default: []].append(index)
        }
        markup.element("ul", [("class", "judged")]) { markup in
            for target in targets { writeTarget(target, judgements[target] ?? [], into: &markup) }
        }
    }

    private func writeTarget(_ index: Int, _ judgements: [Int], into markup: inout Markup) {
        guard let target = report.sentiment?.targets[index] else { return }
        markup.element("li", [("id", Anchor.target(index))]) { markup in
            let entity = findings.index.entity(target.entity)
            markup.element(
                entity == nil ? "span" : "a", [("class", "who"), ("href", entity.map { "#" + Anchor.entity($0) })]
            ) { $0.element("bdi", target.name) }
            for isCritical in [true, false] {
                let these = judgements.filter { findings.judgements[$0].isCritical == isCritical }
                if !these.isEmpty { writeJudgements(these, isCritical, into: &markup) }
            }
            if let news = target.news {
                markup.element(
                    "p", [("class", "news \(news.label == "bad" || news.label == "good" ? news.label : "mixed")")]
                ) {
                    markup in
                    let what = news.label == "mixed" ? "Good and bad news" : "\(news.label.capitalizedFirst) news"
                    markup.text("\(what), \(Count.times(news.mentions))")
                }
            }
        }
        markup.newLine()
    }

    /// *Criticised by Ann Lee 1 2, and in the writer’s words 3*: a number leads to each place.
    private func writeJudgements(_ judgements: [Int], _ isCritical: Bool, into markup: inout Markup) {
        var holders: [(by: String, places: [Int])] = []
        var numbers: [String: Int] = [:]
        for judgement in judgements {
            let by = findings.judgements[judgement].by
            if let number = numbers[by] {
                holders[number].places.append(judgement)
            } else {
                numbers[by] = holders.count
                holders.append((by, [judgement]))
            }
        }
        markup.element("p", [("class", isCritical ? "critic" : "support")]) { markup in
            markup.text(isCritical ? "▼ Criticised" : "▲ Praised")
            for (index, holder) in holders.enumerated() {
                markup.raw(index == 0 ? " " : ", and ")
                markup.element("bdi", holder.by)
                for place in holder.places {
                    markup.raw(" ")
                    markup.element(
                        "a",
                        [
                            ("class", "go"), ("href", "#" + Anchor.judgement(place)),
                            ("aria-label", "Judgement \(place + 1) in the text"),
                        ], "\(place + 1)")
                }
            }
        }
    }
}

extension String {
    /// With a first letter in upper case.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
