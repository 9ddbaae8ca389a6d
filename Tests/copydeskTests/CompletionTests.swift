import Testing

@testable import copydesk

struct CompletionTests {
    /// What a shell would expand, run or part when it completes a word.
    @Test(arguments: [
        "$(id).txt", "`id`.txt", "$HOME.txt", "a;b.txt", "a|b.txt", "a&b.txt", "it's.txt", "a\"b.txt", #"a\xff.txt"#,
        "a>b.txt", "a<b.txt", "a*.txt", "~root/a.txt", "{a,b}.txt", "a!b.txt", "a\nb.txt", "a(b).txt", "#a.txt",
    ])
    func namesThatAShellWouldExpandAreNotOffered(_ name: String) { #expect(!FailedNames.isOffered(name)) }

    @Test(arguments: [
        "a.txt", "wire/2026-11-29/story_2.txt", "Zürich.txt", "two words.txt", "not-text", "a+b,c=d@e:1.txt",
    ])
    func plainNamesAreOffered(_ name: String) { #expect(FailedNames.isOffered(name)) }
}
