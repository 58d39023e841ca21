/// Lines whose cells stand below each other.
struct Columns {
    enum Alignment { case left, right }

    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// - Parameter alignments: one for each column; the last column is never padded.
    init(_ alignments: [Alignment]) { self.alignments = alignments }

    mutating func append(_ cells: [String]) { rows.append(cells) }

    var isEmpty: Bool { rows.isEmpty }

    /// The lines, two blanks between columns.
    var lines: [String] {
        var widths = alignments.map { _ in 0 }
        for row in rows {
            for (column, cell) in row.enumerated() where column < widths.count {
                widths[column] = max(widths[column], cell.count)
            }
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
                if alignments[column] == .right { line += padding }
                line += cell
                if column < row.count - 1 {
                    if alignments[column] == .left { line += padding }
                    line += "  "
                }
            }
            // Of cells at the end that are empty.
            while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
            return line
        }
    }
}
