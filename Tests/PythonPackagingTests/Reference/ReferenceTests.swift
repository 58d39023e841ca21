import Foundation
import PythonPackaging
import Testing
import TestSupport

@Suite("Generated texts mean what Python's packaging library says")
struct ReferenceTests {
    private let reference: Reference

    init() throws { reference = try Reference.shared.get() }

    /// Shows the first few differences of a kind instead of thousands.
    private func expectNone(_ differences: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        let shown = differences.prefix(12).joined(separator: "\n")
        #expect(differences.isEmpty, "\(differences.count) differences:\n\(shown)", sourceLocation: sourceLocation)
    }

    @Test("versions: validity, normal form and kind")
    func versions() {
        var differences: [String] = []
        var validCount = 0
        for (text, theirs) in zip(reference.questions.versions, reference.answers.versions) {
            let ours = PackageVersion(text)
            validCount += ours == nil ? 0 : 1
            let isSame =
                ours?.canonical == theirs?.canonical && ours?.isPreRelease == theirs?.pre
                && ours?.isPostRelease == theirs?.post && ours?.isDevRelease == theirs?.dev
                && ours?.local == theirs?.local
            if !isSame {
                differences.append("\(text.debugDescription): \(ours?.canonical ?? "-"), \(theirs?.canonical ?? "-")")
            }
        }
        expectNone(differences)
        // The generator is of use only while it makes enough of both sorts.
        #expect((14_000..<19_500).contains(validCount))
    }

    @Test("versions: order, and the order of their sort keys")
    func order() {
        let ranked = zip(reference.questions.versions, reference.answers.versions).compactMap { text, theirs in
            PackageVersion(text).flatMap { version in
                theirs.map { (version: version, key: version.sortKey, rank: $0.rank) }
            }
        }
        var differences: [String] = []
        // Neighbours in their order are neighbours in ours, equal exactly where theirs are; so is then the whole order.
        let byRank = ranked.sorted { $0.rank < $1.rank }
        for (left, right) in zip(byRank, byRank.dropFirst()) {
            let isSame =
                left.rank == right.rank
                ? left.version == right.version && left.key == right.key
                    && left.version.hashValue == right.version.hashValue
                : left.version < right.version && left.key.lexicographicallyPrecedes(right.key)
            if !isSame { differences.append("\(left.version) and \(right.version)") }
            if right.version < left.version { differences.append("\(right.version) before \(left.version)") }
        }
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20_000 {
            let (left, right) = (random.pick(ranked), random.pick(ranked))
            let isSame =
                (left.version < right.version) == (left.rank < right.rank)
                && left.key.lexicographicallyPrecedes(right.key) == (left.rank < right.rank)
                && (left.version == right.version) == (left.rank == right.rank)
            if !isSame { differences.append("\(left.version) and \(right.version)") }
            if left.rank != right.rank, left.key.starts(with: right.key) {
                differences.append("key of \(left.version) begins with that of \(right.version)")
            }
        }
        for entry in ranked {
            if entry.key.count > entry.version.text.utf8.count + 16 {
                differences.append("long key of \(entry.version)")
            }
            guard let again = PackageVersion(entry.version.canonical), again.canonical == entry.version.canonical,
                again == entry.version, again.sortKey == entry.key
            else {
                differences.append("normal form of \(entry.version)")
                continue
            }
        }
        expectNone(differences)
    }

    @Test("specifiers: validity, normal form and what they contain")
    func specifiers() throws {
        var differences: [String] = []
        for (pair, theirs) in zip(reference.questions.containments, reference.answers.containments) {
            let ours = SpecifierSet(pair[0])
            let version = try #require(PackageVersion(pair[1]))
            let isSame =
                ours?.canonical == theirs?.canonical && ours?.contains(version) == theirs?.contains
                && ours?.contains(version, prereleases: false) == theirs?.containsFinal
            if !isSame, !WantedDifference.specifier(pair[0], isRefused: ours == nil) {
                differences.append(
                    "\(pair[0].debugDescription), \(pair[1]): \(ours?.canonical ?? "-"), \(theirs?.canonical ?? "-")")
            }
        }
        expectNone(differences)
    }

    @Test("names")
    func names() {
        var differences: [String] = []
        for (text, theirs) in zip(reference.questions.names, reference.answers.names) {
            let ours = ProjectName(text)?.normalized
            if ours != theirs { differences.append("\(text.debugDescription): \(ours ?? "-"), \(theirs ?? "-")") }
        }
        expectNone(differences)
    }

    @Test("wheel filenames")
    func wheelFilenames() {
        var differences: [String] = []
        var comparedCount = 0
        for (text, theirs) in zip(reference.questions.filenames, reference.answers.filenames)
        where text.hasSuffix(".whl") {
            guard case .wheel(let ours) = try? DistributionFilename(text) else {
                if theirs != nil, !WantedDifference.wheelFilename(text) {
                    differences.append("refused: \(text.debugDescription)")
                }
                continue
            }
            comparedCount += 1
            let tags = ours.pythonTags.flatMap { python in
                ours.abiTags.flatMap { abi in ours.platformTags.map { "\(python)-\(abi)-\($0)".lowercased() } }
            }
            let build = ours.buildTag.map { [$0.number.description, $0.suffix] } ?? []
            let isSame =
                ours.project.normalized == theirs?.name && ours.version.canonical == theirs?.version
                && build == theirs?.build && Set(tags).sorted() == theirs?.tags
            if !isSame { differences.append("\(text.debugDescription)") }
        }
        expectNone(differences)
        #expect(comparedCount > 2_000)
    }

    @Test("sdist filenames")
    func sdistFilenames() {
        var differences: [String] = []
        var comparedCount = 0
        for (text, theirs) in zip(reference.questions.filenames, reference.answers.filenames)
        where !text.hasSuffix(".whl") {
            guard case .sdist(let ours) = try? DistributionFilename(text) else {
                if theirs != nil, !WantedDifference.sdistFilename(text) {
                    differences.append("refused: \(text.debugDescription)")
                }
                continue
            }
            guard let theirs else {
                // They read two suffixes only, and no version with a hyphen in it.
                let isKnownSuffix = ours.archiveSuffix == .tarGzip || ours.archiveSuffix == .zip
                if isKnownSuffix, !ours.version.text.contains("-") {
                    differences.append("taken: \(text.debugDescription)")
                }
                continue
            }
            comparedCount += 1
            // They split at the last hyphen: that is one of our readings, and the project they find makes us choose it.
            guard let known = ProjectName(theirs.name) else {
                if !ours.isAmbiguous, !ours.version.text.contains("-") {
                    differences.append("\(text.debugDescription)")
                }
                continue
            }
            let again = try? DistributionFilename(text, knownProject: known)
            let isSame = again?.version.canonical == theirs.version && again?.project == known
            if !isSame || (!ours.isAmbiguous && ours.project != known) {
                differences.append("\(text.debugDescription)")
            }
        }
        expectNone(differences)
        #expect(comparedCount > 1_000)
    }

    @Test("requirements")
    func requirements() {
        var differences: [String] = []
        var comparedCount = 0
        for (text, theirs) in zip(reference.questions.requirements, reference.answers.requirements) {
            guard let ours = try? Requirement(text) else {
                if theirs != nil, !WantedDifference.requirement(text) {
                    differences.append("refused: \(text.debugDescription)")
                }
                continue
            }
            comparedCount += 1
            let isSame =
                ours.name.normalized == theirs?.name && ours.extras.map(\.normalized) == theirs?.extras
                && ours.specifiers.canonical == theirs?.specifiers && ours.url == theirs?.url
                && ours.marker.map { rendered($0.expression) } == theirs?.marker
            if !isSame, !WantedDifference.marker(text) {
                let marker = ours.marker.map { rendered($0.expression) } ?? "-"
                differences.append("\(text.debugDescription): \(marker), \(theirs?.marker ?? "-")")
            }
        }
        expectNone(differences)
        #expect(comparedCount > 4_000)
    }

    @Test("metadata")
    func metadata() throws {
        var differences: [String] = []
        for (data, theirs) in zip(reference.questions.metadata, reference.answers.metadata) {
            let shown = String(decoding: data, as: UTF8.self).debugDescription
            let ours: CoreMetadata
            do {
                ours = try CoreMetadata(parsing: [UInt8](data))
            } catch {
                differences.append("\(error): \(shown)")
                continue
            }
            for field in MetadataField.allCases where ![.keywords, .projectURL, .description].contains(field) {
                let expected = theirs.fields[field.rawValue] ?? theirs.unread[field.rawValue] ?? []
                if ours.rawValues(of: field) != expected { differences.append("\(field) \(expected): \(shown)") }
            }
            if ours.unknownFields != theirs.unknown { differences.append("unknown \(theirs.unknown): \(shown)") }
            if theirs.unread["keywords"] == nil, ours.keywords != WantedDifference.keywords(theirs.keywords) {
                differences.append("keywords \(theirs.keywords): \(shown)")
            }
            if theirs.unread["project-url"] == nil,
                ours.projectURLs.map({ [$0.label, $0.url] }) != WantedDifference.projectURLs(theirs.urls)
            {
                differences.append("project URLs \(theirs.urls): \(shown)")
            }
            if let unread = theirs.unread["description"] {
                // A header and a body, several headers, or a body that is no UTF-8: they leave the choice to others.
                let isExplained =
                    ours.repairedFields.contains(.description) || unread.count > 1
                    || ours.rawValues(of: .description).count > 1
                if !isExplained { differences.append("description \(unread): \(shown)") }
            } else if let description = theirs.description {
                let isBody = ours.rawValues(of: .description).isEmpty
                let isSame =
                    isBody
                    ? ours.description == WantedDifference.description(description)
                    : ours.rawValues(of: .description) == [WantedDifference.lines(description)]
                if !isSame { differences.append("description \(description.debugDescription): \(shown)") }
            } else if ours.description != nil {
                differences.append("description: \(shown)")
            }
        }
        expectNone(differences)
    }

    /// As the Python side writes a parsed marker.
    private func rendered(_ expression: Marker.Expression) -> String {
        switch expression {
        case .comparison(let left, let comparison, let right):
            let sign =
                switch comparison {
                case .version(let comparison): comparison.rawValue
                case .isIn: "in"
                case .isNotIn: "not in"
                }
            return "<\(rendered(left)) \(sign) \(rendered(right))>"
        case .all(let parts): return "all(" + parts.map { rendered($0) }.joined(separator: " ") + ")"
        case .any(let parts): return "any(" + parts.map { rendered($0) }.joined(separator: " ") + ")"
        }
    }

    private func rendered(_ operand: Marker.Operand) -> String {
        switch operand {
        case .variable(let name): "$" + name
        case .literal(let text): "=" + text
        }
    }
}
