/// Whether a text can be given to the Markdown library.
///
/// The releases that systems have take a time that grows with the square of some texts, and more memory than there is for
/// some tables.  What those are made of is counted here, in one pass; limits are far above what people write.  Measured
/// with release 0.29.0.gfm.6: the worst text that passes takes less than a tenth of a second, on a busy machine.
struct MarkdownGuard {
    /// Bytes of a description that is rendered.
    static let limitBytes = 128 << 10
    /// Quotations and lists inside each other.
    private static let depthLimit = 24
    /// Sum over all paragraphs of the square of what has to be paired in them.
    private static let pairBudget = 8_000_000
    /// Cells of tables: columns, times the lines that may become rows.
    private static let cellBudget = 40_000
    /// Bytes that are read again where a line may make a table of what is above it.
    private static let rereadBudget = 2_000_000

    private var pairs = 0
    private var cells = 0
    private var reread = 0
    /// Of the paragraph: lines without an empty one between them.
    private var run = Run()

    private struct Run {
        var bytes = 0
        var brackets = 0
        var stars = 0
        var ticks = 0
        var angles = 0
        var columns = 0
    }

    /// Whether the text is safe to render.
    static func accepts(_ text: String) -> Bool {
        guard text.utf8.count <= limitBytes else { return false }
        var guardian = MarkdownGuard()
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard guardian.takes(Array(line)) else { return false }
        }
        guardian.endRun()
        return guardian.isWithinBudget
    }

    private var isWithinBudget: Bool {
        pairs <= Self.pairBudget && cells <= Self.cellBudget && reread <= Self.rereadBudget
    }

    private mutating func takes(_ line: [UInt8]) -> Bool {
        guard !line.allSatisfy({ $0 <= 0x20 }) else {
            endRun()
            return isWithinBudget
        }
        guard Self.depth(of: line) <= Self.depthLimit else { return false }
        run.bytes += line.count + 1
        // A row of dashes under anything may be the second line of a table.
        if Self.isDelimiterRow(line) {
            reread += run.bytes
            run.columns = max(run.columns, line.count { $0 == UInt8(ascii: "|") } + 1)
        }
        cells += run.columns
        for byte in line {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "]"): run.brackets += 1
            case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): run.stars += 1
            case UInt8(ascii: "`"): run.ticks += 1
            case UInt8(ascii: "<"): run.angles += 1
            default: break
            }
        }
        return isWithinBudget
    }

    private mutating func endRun() {
        for count in [run.brackets, run.stars, run.ticks, run.angles] { pairs += count * count }
        run = Run()
    }

    /// How many quotations and lists may begin with the line.
    private static func depth(of line: [UInt8]) -> Int {
        var depth = 0
        var digits = 0
        for byte in line {
            switch byte {
            case UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "."): if digits > 0 { depth += 1 }
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                continue
            case 0x20, 0x09: break
            default: return depth
            }
            digits = 0
        }
        // Nothing but such marks is a line across the page, or the underline of a heading.
        return line.contains(UInt8(ascii: ">")) ? depth : isRule(line) ? 0 : depth
    }

    private static func isRule(_ line: [UInt8]) -> Bool {
        let marks = line.filter { $0 > 0x20 }
        return !marks.isEmpty && marks.allSatisfy { $0 == marks[0] } && !line.contains(0x20)
    }

    private static func isDelimiterRow(_ line: [UInt8]) -> Bool {
        line.contains(UInt8(ascii: "-")) && line.allSatisfy { Array("|-: \t>\r".utf8).contains($0) }
    }
}
