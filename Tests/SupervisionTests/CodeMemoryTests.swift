import CLinux
import Testing

@Suite struct CodeMemoryTests {
    /// Code is read from its file again, so that the process works on; this test does.
    @Test func codeThatIsGivenBackIsNoLongerResident() {
        copydesk_watch_memory()
        let before = copydesk_resident_bytes()
        copydesk_give_back_code()
        let after = copydesk_resident_bytes()
        #expect(before > 0 && after > 0 && after < before)
    }
}
