import SystemPackage
import Testing

@testable import Spool

/// What is left alone in an inbox by its name.
@Suite struct IgnoreRulesTests {
    private let rules = IgnoreRules()

    @Test(arguments: [
        // Network storage.
        "@eaDir/a.txt@SynoEAStream", "#recycle/deleted.txt", "a/#Recycle/deleted.txt", "@Recycle/x.txt",
        "@Recently-Snapshot/x.txt", ".@__thumb/default.jpg", "x.txt@SynoEAStream", "@tmp/x.txt",
        // Windows and macOS.
        "$RECYCLE.BIN/x.txt", "$Recycle.Bin/S-1-5/x.txt", "RECYCLER/x.txt", "System Volume Information/tracking.log",
        "Thumbs.db", "a/thumbs.DB", "desktop.ini", "Desktop.ini", ".DS_Store", "__MACOSX/x.txt", ".AppleDouble/x.txt",
        "Network Trash Folder/x.txt",
        // Desktops and file systems.
        ".Trash-1000/files/x.txt", "lost+found/#1234", ".nfs0001", ".directory",
        // Editors and office programs.
        "~$story.docx", "#story.txt#", ".#story.txt", ".~lock.story.odt#", "story.txt~", ".story.txt.swp",
        "story.txt.swo", "story.txt.lock", "##",
        // Downloads and uploads.
        "story.txt.download", "Story.download/story.txt", "story.txt.crdownload", "story.txt.opdownload",
        "story.txt.part", "story.txt.aria2", "story.txt.uploading", "story.TXT.Filepart", "story.txt.tmp",
        // Sync tools.
        ".stfolder", ".stversions/x.txt", "~syncthing~story.txt.tmp", ".syncthing.story.txt.tmp", ".sync/x.txt",
        "story.txt.!sync", ".owncloudsync.log", ".csync_journal.db", "story.txt.tmp.drivedownload", ".dropbox.cache/x",
    ])
    func litterIsLeftAlone(_ path: FilePath) {
        #expect(rules.rule(for: path) != nil)
    }

    @Test(arguments: [
        "story.txt", "story", "a/b/story.txt", "#", "#tag.txt", "C#", "notes #1#2", "~", "recycle.txt", "#recycle.txt",
        "eaDir/x.txt", "thumbs.db.txt", "part", "tmp", "lock", "The Lockdown.download.txt", "$5 menu.txt", "~story.txt",
        "lost+found.txt", "deadlock",
        // Conflict copies: somebody wrote them.
        "story (conflicted copy 2026-11-28).txt", "story (Mia's conflicted copy).txt",
        "story.sync-conflict-20261128-101112-ABCDEFG.txt", "story_conflict-20261128-101112.txt", "story (1).txt",
        "story - Copy.txt",
    ])
    func documentsAreNot(_ path: FilePath) {
        // A name that is nothing but the mark of a backup has no document before it.
        #expect((rules.rule(for: path) == nil) == (path != "~"))
    }

    @Test func aRuleIsToldByItsPattern() {
        #expect(rules.rule(for: "a/Story.Part") == "*.part" && rules.rule(for: "x/$RECYCLE.BIN/a") == "$recycle.bin")
        #expect(rules.rule(for: "#a#") == "#*#" && rules.rule(for: ".x") == "hidden")
    }

    @Test func whatSomebodyWantsIsTakenAllTheSame() {
        let rules = IgnoreRules(patterns: ["!*.lock", "!mail/*.tmp", "*.bak", "!.x", "!*.bak"])
        #expect(rules.rule(for: "a/b.lock") == nil && rules.rule(for: "mail/b.tmp") == nil)
        #expect(rules.rule(for: "b.tmp") == "*.tmp" && rules.rule(for: "b.part") == "*.part")
        // Not what is hidden, nor what another rule of the same list leaves alone.
        #expect(rules.rule(for: ".x") == "hidden" && rules.rule(for: "b.bak") == "*.bak")
    }

    @Test(arguments: [
        ("draft*", true), ("[ab]*", true), ("![ab].tmp", true), ("[]a]x", true), ("[!]]x", true), ("a]", true),
        ("\\[draft*", true), ("[[:alpha:]]", true), ("a\\\\", true), ("[draft*", false), ("a[", false), ("[]", false),
        ("[!]", false),
        ("x[]a", false), ("a\\", false), ("!", false), ("[a]b[c", false),
    ]) func aPatternClosesItsBrackets(_ text: String, isPattern: Bool) {
        #expect(IgnoreRules.isPattern(text) == isPattern, "\(text)")
    }

    @Test func thePatternsAreInLowerCaseWithOneStarAtMost() {
        for pattern in IgnoreRules.litter {
            #expect(pattern == pattern.lowercased() && pattern.count { $0 == "*" } <= 1)
            #expect(rules.rule(for: FilePath(pattern.replacing("*", with: "x"))) != nil, "\(pattern)")
        }
    }
}
