import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import Testing

@Suite("What a package says, on its own page,")
struct HostilePackageTests {
    private func line(_ text: String) -> String { String(text.filter { !$0.isNewline }) }

    @Test("is text, on every tab and in every member", arguments: HostileTextTests.texts)
    func text(text: String) async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            var changes = RegistryChanges()
            changes.policy = InspectionPolicySetting(mode: .warn, profile: .legacy)
            try site.registry.updateRegistry(path, changes)
            let line = line(text)
            let member = line.filter { $0 != "/" && $0 != "\0" }
            let wheel = WheelBuilder("hostile", version: "1.0").header("Summary", line).header("Keywords", line)
                .header("License", line).header("Author", line).header("Classifier", line)
                .header("Project-URL", "\(line), https://hostile.example/\(line)").header("Home-page", line)
                .header("Requires-Python", line).header("Provides-Extra", line)
                .requires("other; extra == '\(line.filter { $0 != "'" && $0 != "\0" && $0 != "\u{1b}" })'")
                .header("Description-Content-Type", "text/markdown").description(text + "\n\n    " + text)
                .file("hostile/\(member)", text).file("hostile/page.html", text).build()
            let file = try site.registry.publish(wheel, to: path)
            _ = try site.registry.yank([.file(file.id, in: path)], reason: line)
            var ann = try await site.browser("ann")
            let address = "\(PackagePageTests.window)/packages/\(file.id)"
            var pages = ["", "/contents", "/details", "/versions", "/delete", "/unyank"].map { address + $0 }
            let contents = try await ann.get("\(address)/contents").text
            pages += contents.matches(of: #/href="([^"]+\?file=[^"]+)"/#).map {
                String($0.output.1).replacingOccurrences(of: "&amp;", with: "&")
            }
            #expect(pages.count > 8)
            for page in pages {
                let answer = try await ann.get(page)
                #expect(answer.status == 200, "\(page)")
                #expect(answer.header("content-type") == "text/html; charset=utf-8")
                HostileTextTests.expectSafe(answer.text.replacing(#/<svg class="graph"[^>]*>/#, with: ""), page)
            }
        }
    }

    @Test("is shown as far as it can be read, and whatever its size")
    func odd() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            let huge = WheelBuilder("huge", version: "1.0").header("Description-Content-Type", "text/markdown")
                .description(String(repeating: "A line with *stars* in it.\n\n", count: 100_000))
                .file("huge/long.txt", String(repeating: "words ", count: 200_000)).build()
            let file = try site.registry.publish(huge, to: path)
            var browser = site.stranger()
            let address = "\(PackagePageTests.window)/packages/\(file.id)"
            let page = try await browser.get(address, headers: [("Accept-Encoding", "gzip")])
            #expect(page.status == 200)
            #expect(page.body.count < 30_000)
            #expect(try await browser.get(address).text.contains("longer than what is shown"))
            let member = try await browser.get("\(address)/contents?file=huge%2Flong.txt").text
            #expect(member.contains("The first 128 KiB are shown."))
            #expect(member.utf8.count < 160_000)
        }
    }

    @Test("can be a listing of thousands, a page at a time")
    func many() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            var wheel = WheelBuilder("many", version: "1.0")
            for number in 0..<3000 { wheel = wheel.file("many/f\(number).py", "") }
            let file = try site.registry.publish(wheel.build(), to: path)
            var browser = site.stranger()
            let address = "\(PackagePageTests.window)/packages/\(file.id)/contents"
            let root = try await browser.get(address).text
            #expect(root.contains("3,000 files"))
            let first = try await browser.get("\(address)?at=many%2F", headers: [("Accept-Encoding", "gzip")])
            #expect(first.body.count < 30_000)
            let page = try await browser.get("\(address)?at=many%2F&page=15").text
            #expect(page.contains("2,801–3,000 of 3,000"))
            #expect(try await browser.get("\(address)?at=many%2F&page=99999").text.contains("Nothing on this page"))
        }
    }
}
