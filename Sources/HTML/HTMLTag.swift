/// An element of HTML by its name; all that HTML does not know are `other`.
package enum HTMLTag: UInt8, CaseIterable, Sendable {
    // swift-format-ignore
    case other, text, html, head, body, title, meta, link, base, script, style, template, noscript, noembed, noframes
    case a, abbr, acronym, address, applet, area, article, aside, audio, b, bdi, bdo, basefont, bgsound, big, blockquote
    case br, button, canvas, caption, center, cite, code, col, colgroup, data, datalist, dd, del, details, dfn, dialog
    case dir, div, dl, dt, em, embed, fieldset, figcaption, figure, font, footer, form, frame, frameset, h1, h2, h3, h4
    case h5, h6, header, hgroup, hr, i, iframe, img, input, ins, kbd, keygen, label, legend, li, listing, main, map
    case mark, marquee, math, menu, meter, nav, nobr, object, ol, optgroup, option, output, p, param, picture, plaintext
    case pre, progress, q, rp, rt, ruby, s, samp, search, section, select, slot, small, source, span, strike, strong
    case sub, summary, sup, svg, table, tbody, td, textarea, tfoot, th, thead, time, tr, track, tt, u, ul, `var`, video
    case wbr, xmp

    /// Compares the raw values; what the compiler makes for a raw type is called through a table of witnesses.
    @inline(__always)
    package static func == (left: HTMLTag, right: HTMLTag) -> Bool { left.rawValue == right.rawValue }

    /// The name as HTML writes it.
    package var name: String { Self.names[Int(rawValue)] }

    /// The names by their raw values: to reflect a case costs more than to read its block.
    private static let names = allCases.map { $0 == .text ? "#text" : "\($0)" }

    /// The elements by the last bits of their names' hashes, each in the first free place from there on: every tag of a page
    /// is looked up.
    private static let byName: ContiguousArray<(name: NameHash, tag: HTMLTag)> = {
        var table = ContiguousArray(repeating: (name: NameHash(), tag: HTMLTag.other), count: tableSize)
        for tag in allCases where tag != .other && tag != .text {
            let name = NameHash(tag.name)
            var place = Int(name.value % UInt64(tableSize))
            while table[place].tag != .other { place = (place + 1) % tableSize }
            table[place] = (name, tag)
        }
        return table
    }()

    private static let tableSize = 1024

    /// The element that a name, given by the hash of its bytes in lower case, stands for.
    static func named(_ name: NameHash) -> HTMLTag {
        var place = Int(name.value % UInt64(tableSize))
        while byName[place].tag != .other {
            if byName[place].name == name { return byName[place].tag }
            place = (place + 1) % tableSize
        }
        return .other
    }

    /// The level of a heading, 1 through 6; 0 for what is none.
    package var headingLevel: Int {
        HTMLTag.h1.rawValue <= rawValue && rawValue <= HTMLTag.h6.rawValue
            ? Int(rawValue - HTMLTag.h1.rawValue) + 1 : 0
    }

    /// Whether it never holds anything.
    package var isVoid: Bool { Self.voids.contains(self) }
    /// Whether its contents are text up to its end tag.
    var isRaw: Bool { Self.raws.contains(self) }
    /// Whether it ends an open paragraph.
    var closesParagraph: Bool { Self.paragraphClosers.contains(self) }
    /// Whether an end tag of another element does not reach beyond it.
    var isSpecial: Bool { Self.specials.contains(self) }
    /// Whether it marks up words, so that its end tag may stand inside other elements.
    var isFormatting: Bool { Self.formatting.contains(self) }
    /// Whether no end tag inside reaches what is open outside.
    var isScope: Bool { Self.scopes.contains(self) }
    /// Whether its words stand apart from those before and after it.
    package var isBlock: Bool { Self.blocks.contains(self) }

    private static let voids = TagSet([
        .area, .base, .basefont, .bgsound, .br, .col, .embed, .frame, .hr, .img, .input, .keygen, .link, .meta, .param,
        .source, .track, .wbr,
    ])
    private static let raws = TagSet([
        .script, .style, .title, .textarea, .xmp, .iframe, .noembed, .noframes, .plaintext,
    ])
    private static let paragraphClosers = TagSet([
        .address, .article, .aside, .blockquote, .center, .details, .dialog, .dir, .div, .dl, .fieldset, .figcaption,
        .figure, .footer, .header, .hgroup, .main, .menu, .nav, .ol, .p, .search, .section, .summary, .ul, .h1, .h2,
        .h3, .h4, .h5, .h6, .pre, .listing, .form, .table, .hr, .xmp, .plaintext, .li, .dd, .dt,
    ])
    private static let specials = TagSet([
        .address, .applet, .article, .aside, .blockquote, .body, .button, .caption, .center, .dd, .details, .dir, .div,
        .dl, .dt, .fieldset, .figcaption, .figure, .footer, .form, .frameset, .h1, .h2, .h3, .h4, .h5, .h6, .head,
        .header, .hgroup, .html, .iframe, .li, .listing, .main, .marquee, .menu, .nav, .noscript, .object, .ol, .p,
        .plaintext, .pre, .script, .search, .section, .select, .style, .summary, .table, .tbody, .td, .template,
        .textarea, .tfoot, .th, .thead, .title, .tr, .ul, .xmp,
    ])
    private static let formatting = TagSet([
        .a, .b, .big, .code, .em, .font, .i, .nobr, .s, .small, .strike, .strong, .tt, .u,
    ])
    private static let scopes = TagSet([
        .applet, .caption, .html, .table, .td, .th, .marquee, .object, .template,
    ])
    private static let blocks = TagSet([
        .html, .body, .address, .article, .aside, .blockquote, .caption, .center, .dd, .details, .dialog, .dir, .div,
        .dl, .dt, .fieldset, .figcaption, .figure, .footer, .form, .frameset, .h1, .h2, .h3, .h4, .h5, .h6, .header,
        .hgroup, .hr, .legend, .li, .listing, .main, .menu, .nav, .ol, .optgroup, .option, .p, .plaintext, .pre,
        .search, .section, .select, .summary, .table, .tbody, .td, .tfoot, .th, .thead, .tr, .ul, .xmp,
    ])
}

/// A set of elements.
package struct TagSet: Sendable {
    private var bits: (UInt64, UInt64, UInt64) = (0, 0, 0)

    /// Makes a set.
    package init(_ tags: [HTMLTag]) {
        for tag in tags {
            let bit: UInt64 = 1 << UInt64(tag.rawValue & 63)
            switch tag.rawValue >> 6 {
            case 0: bits.0 |= bit
            case 1: bits.1 |= bit
            default: bits.2 |= bit
            }
        }
    }

    /// Whether an element is one of them.
    @inline(__always)
    package func contains(_ tag: HTMLTag) -> Bool {
        let bit: UInt64 = 1 << UInt64(tag.rawValue & 63)
        switch tag.rawValue >> 6 {
        case 0: return bits.0 & bit != 0
        case 1: return bits.1 & bit != 0
        default: return bits.2 & bit != 0
        }
    }
}

/// An attribute that readers of pages ask for; the others are not kept.
package enum HTMLAttribute: UInt8, CaseIterable, Sendable {
    case accesskey, alt, ariaHidden, ariaLabel, charset, cite, `class`, colspan, content, data, datetime, hidden, href
    case httpEquiv, id, itemprop, itemscope, itemtype, lang, name, property, pubdate, rel, reversed, role, rowspan, src
    case start, style, title, type, value
    /// The name of an element that HTML does not know.
    case elementName

    /// The name as HTML writes it; several names that say what a part of a page is for are `data`.
    static let byName: [NameHash: HTMLAttribute] = {
        var attributes: [NameHash: HTMLAttribute] = [:]
        for attribute in allCases where attribute != .data && attribute != .elementName {
            attributes[NameHash("\(attribute)")] = attribute
        }
        let others: [(String, HTMLAttribute)] = [
            ("aria-hidden", .ariaHidden), ("aria-label", .ariaLabel), ("http-equiv", .httpEquiv), ("xml:lang", .lang),
            ("data-testid", .data), ("data-test-id", .data), ("data-component", .data), ("data-module", .data),
            ("data-qa", .data), ("data-hook", .data), ("data-gu-name", .data), ("data-type", .data),
            ("data-role", .data), ("data-name", .data), ("data-block", .data),
            ("data-component-name", .data), ("data-block-name", .data), ("data-region", .data),
        ]
        for (name, attribute) in others { attributes[NameHash(name)] = attribute }
        return attributes
    }()
}
