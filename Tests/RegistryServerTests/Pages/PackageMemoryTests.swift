import Digests
import FixtureBuilders
import Foundation
import RegistryCore
import Testing

@testable import RegistryServer

@Suite("What a package's page remembers")
struct PackageMemoryTests {
    static let window = "/organizations/acme/packages/registries/window"

    @Test("is never what was so before a change")
    func changes() async throws {
        try await PageSite.with { site in
            let (registry, path) = (site.registry, try RegistryPath(PageSite.window))
            let wheel = WheelBuilder("parcel", version: "1.0").requires("label>=1").build()
            let file = try registry.publish(wheel, to: path)
            let address = "\(Self.window)/packages/\(file.id)"
            var stranger = site.stranger()
            func page(_ tab: String = "") async throws -> String { try await stranger.get(address + tab).text }
            for _ in 0..<2 {
                let first = try await page()
                #expect(!first.contains("Yanked") && !first.contains("projects/label") && first.contains("1 version<"))
                #expect(first.contains("<b>0</b>"))
                #expect(try await page("/contents").contains("parcel/"))
            }

            _ = try registry.yank([.file(file.id, in: path)], reason: "for a test")
            for tab in ["", "/contents", "/details", "/versions"] {
                #expect(try await page(tab).contains("The reason given: <bdi>for a test</bdi>"), "\(tab)")
            }
            _ = try registry.unyank([.file(file.id, in: path)])
            #expect(try await !page().contains("for a test"))

            _ = try registry.publish(WheelBuilder("label", version: "1.0").build(), to: path)
            #expect(try await page().contains("\(Self.window)/projects/label"))
            let newer = try registry.publish(WheelBuilder("parcel", version: "2.0").build(), to: path)
            #expect(try await page().contains("2 versions<"))
            #expect(try await page("/versions").contains("/packages/\(newer.id)\">2.0"))
            _ = try registry.delete([.file(newer.id, in: path)])
            #expect(try await page().contains("1 version<"))

            try registry.recordDownloads([DownloadKey(file): 7], at: Int64(Date().timeIntervalSince1970 * 1000))
            #expect(try await page().contains("<b>7</b>"))
            try registry.setProjectStatus(.archived, reason: "moved away", of: "parcel", in: path)
            #expect(try await page().contains("moved away"))

            var ann = try await site.browser("ann")
            #expect(try await ann.get(address).text.contains("Delete this file"))
            #expect(try await !page().contains("Delete this file"))

            var hidden = RegistryChanges()
            hidden.visibility = .private
            _ = try registry.updateRegistry(path, hidden)
            for tab in ["", "/contents", "/details", "/versions", "/download"] {
                #expect(try await stranger.get(address + tab).status == 404, "\(tab)")
            }
            #expect(try await ann.get(address).text.contains("Private"))
            _ = try registry.delete([.file(file.id, in: path)])
            #expect(try await ann.get("\(address)/contents").status == 404)
        }
    }

    @Test("is shared by files with the same bytes, and leads to each registry's own addresses")
    func shared() async throws {
        try await PageSite.with { site in
            let wheel = WheelBuilder("parcel", version: "1.0").file("parcel/note.txt", "x").build()
            let public_ = try site.registry.publish(wheel, to: RegistryPath(PageSite.window))
            let private_ = try site.registry.publish(wheel, to: RegistryPath(PageSite.house))
            var ann = try await site.browser("ann")
            for (file, registry) in [(public_, "window"), (private_, "wheel-house"), (public_, "window")] {
                let address = "/organizations/acme/packages/registries/\(registry)/packages/\(file.id)/contents"
                let page = try await ann.get(address).text
                let links = page.matches(of: #/href="([^"]*[?]file=[^"]*)"/#).map { String($0.output.1) }
                #expect(links.count >= 4 && links.allSatisfy { $0.hasPrefix(address + "?") }, "\(links)")
            }
        }
    }

    @Test("does not outlive damage, nor forget what was mended")
    func damage() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            let wheel = WheelBuilder("parcel", version: "1.0").build()
            let file = try site.registry.publish(wheel, to: path)
            let address = "\(Self.window)/packages/\(file.id)"
            try site.damage(file)
            _ = try site.registry.verify()
            var stranger = site.stranger()
            #expect(try await stranger.get(address).text.contains("are damaged on the server"))
            _ = try await stranger.get("\(address)/contents")
            // The same bytes again mend it.
            _ = try site.registry.publish(wheel, to: path)
            #expect(try await !stranger.get(address).text.contains("are damaged on the server"))
            let mended = try await stranger.get("\(address)/contents").text
            #expect(mended.contains("<b><bdi>parcel/</bdi></b>") && !mended.contains("cannot be read"))
        }
    }

    @Test("takes no more than its limit")
    func limit() async throws {
        try await PageSite.with { site in
            let (registry, path) = (site.registry, try RegistryPath(PageSite.window))
            let limit = 64 << 10
            let memory = PackageMemory(limitBytes: limit)
            let state = try #require(try registry.indexStates(of: [path]).first.flatMap(\.self))
            var most = 0
            for number in 0..<40 {
                let wheel = WheelBuilder("tool\(number)", version: "1.0").requires("other\(number)")
                    .description(String(repeating: "word ", count: 400)).file("tool\(number)/a.txt", "\(number)")
                let file = try registry.publish(wheel.build(), to: path)
                let facts = try memory.facts(of: file, in: registry)
                _ = try memory.tree(of: file, in: registry)
                _ = try memory.project(file.normalizedProject, in: state, at: path, registry)
                _ = try memory.held(of: facts, file, in: state, at: path, registry)
                let key = PackageMemory.ListingKey(
                    digest: file.digests.sha256, address: "/\(number)", directory: "", page: 1)
                _ = memory.listing(key) { .init(html: String(repeating: "<li>", count: 500), total: 500) }
                #expect(memory.bytes <= limit)
                most = max(most, memory.bytes)
            }
            #expect(most > limit / 4)
            // What is known is not written again, and what was let go of is.
            var written = 0
            let first = try registry.publish(WheelBuilder("last", version: "1.0").build(), to: path)
            let key = PackageMemory.ListingKey(digest: first.digests.sha256, address: "/", directory: "", page: 1)
            for _ in 0..<3 {
                _ = memory.listing(key) {
                    written += 1
                    return .init(html: "<li>", total: 1)
                }
            }
            #expect(written == 1)
        }
    }
}
