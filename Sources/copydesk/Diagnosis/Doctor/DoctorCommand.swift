import ArgumentParser
import SystemPackage

/// `copydesk doctor`: looks at everything that the daemon depends on.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for what keeps the daemon from working, and say how to mend it.",
        usage: "copydesk doctor [--unit <service>] [--json] [<settings>]",
        discussion: """
            Looks at the settings, at the service and its sandbox, at other daemons on the same folders, at folders, \
            mounts, rights, free space, how fast the folders grow, the kernel's limits, the readers of formats, \
            the spool and the clock, and changes nothing. For each finding it prints what \
            to paste into a shell. As root it can also tell what the daemon's user may do. The exit status is 0 when \
            nothing needs to be done, 1 after warnings, 2 when documents are not worked on, or not safely.
            """)

    @OptionGroup(title: "Where the daemon works") var settings: PlaceOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "The service whose sandbox and user count.",
            discussion:
                "Without it copydesk.service, where no folder and no configuration file is named; else none.",
            valueName: "service"))
    var unit: String?

    func run() async throws {
        let name = unit ?? (settings.namesPlaces ? nil : "copydesk.service")
        var (inForce, mistakes) = try settings.loadWithMistakes()
        inForce.invocation.unit = unit
        var machine = await Examination(settings: inForce, askingFor: name)
        machine.mistakes = mistakes
        let findings = Self.checks.flatMap { $0.look(at: machine) }
        switch output.format {
        case .json: try output.printJSON(["findings": findings])
        case .text: print(Self.text(findings, Terminal(of: .standardOutput)))
        }
        let worst = findings.map(\.severity)
        if worst.contains(.problem) { throw ExitCode(2) }
        if worst.contains(.warning) { throw ExitCode(1) }
    }

    private static let checks: [any Check.Type] = [
        SettingsCheck.self, ServiceCheck.self, DaemonCheck.self, InstanceCheck.self, SandboxCheck.self,
        FolderCheck.self, StateCheck.self, MountCheck.self, RightsCheck.self, SpaceCheck.self, RetentionCheck.self,
        InotifyCheck.self, ReaderCheck.self, SpoolCheck.self, ClockCheck.self,
    ]

    // MARK: Text

    private static let labelWidth = 9

    static func text(_ findings: [Finding], _ terminal: Terminal) -> String {
        var lines: [String] = []
        var area = ""
        for finding in findings {
            if finding.area != area {
                area = finding.area
                lines.append(terminal.styled(area.prefix(1).uppercased() + area.dropFirst(), .bold))
            }
            let message = terminal.wrapped(finding.message, indent: labelWidth + 2)
            let label = finding.severity.rawValue
            let padding = String(repeating: " ", count: labelWidth - label.count)
            lines.append(
                "  " + terminal.styled(label, finding.severity.style) + padding + message.dropFirst(labelWidth + 2))
            // Unwrapped: they are there to be pasted.
            for command in finding.commands {
                lines.append(String(repeating: " ", count: labelWidth + 2) + terminal.styled(command, .cyan))
            }
        }
        lines.append(summary(findings))
        return lines.joined(separator: "\n")
    }

    private static func summary(_ findings: [Finding]) -> String {
        func count(_ severity: Finding.Severity, _ word: String) -> String? {
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        let parts = [count(.problem, "problem"), count(.warning, "warning")].compactMap(\.self)
        return parts.isEmpty ? "Nothing needs to be done." : parts.joined(separator: ", ") + "."
    }
}

extension Finding.Severity {
    fileprivate var style: Terminal.Style {
        switch self {
        case .fine: .green
        case .note: .faint
        case .warning: .yellow
        case .problem: .red
        }
    }
}
