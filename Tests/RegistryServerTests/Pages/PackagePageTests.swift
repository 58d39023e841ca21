import Digests
import FixtureBuilders
import Foundation
import NIOHTTP1
import RegistryCore
import RegistryServer
import SystemPackage
import Testing

@Suite("A package's page")
struct PackagePageTests {
    static let window = "/organizations/acme/packages/registries/window"
    static let house = "/organizations/acme/packages/registries/wheel-house"

    /// A wheel that says all there is to say.
    static let parcel = WheelBuilder("parcel", version: "1.0").metadataVersion("2.4").header(
        "Summary", "Carries parcels about"
    )
    .header("License-Expression", "MIT").header("Requires-Python", ">=3.9")
    .header("Project-URL", "Homepage, https://parcel.example/home")
    .header("Project-URL", "Source, https://parcel.example/source")
    .header("Classifier", "Topic :: Utilities").header("Description-Content-Type", "text/markdown")
    .requires("parcel-label[big]>=1,<3; python_version < '4'", "elsewhere>=2")
    .description(
        "# Parcels\n\nThey *travel* with [wings](https://wings.example/).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    .file("parcel/data/words.txt", "one\ntwo <three>\n").file("parcel/deep/er/still/note.txt", "deep")

    @Test("is where the REST API says, and tells what the file says of itself")
    func installation() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            try site.registry.publish(WheelBuilder("parcel_label", version: "1.0").build(), to: path)
            let file = try site.registry.publish(Self.parcel.build(), to: path)
            var browser = site.stranger()
            let page = try await browser.get("\(Self.window)/packages/\(file.id)")
            #expect(page.status == 200)
            for text in [
                "pip install", "parcel==1.0", "\(site.server.url)/acme/window/pypi/simple/", "Carries parcels about",
                "<h3>Parcels</h3>", "<em>travel</em>",
                "<a href=\"https://wings.example/\" rel=\"nofollow noopener noreferrer\">wings</a>",
                "<th scope=\"col\">a</th>",
                "<td>2</td>", "https://parcel.example/home", "parcel.example", "MIT", "&gt;=3.9", "Topic :: Utilities",
                "\(Self.window)/projects/parcel-label", "[big]", "python_version &lt; &#39;4&#39;", "elsewhere",
                "No downloads in the last 90 days.", "Public", "pyproject.toml", "requirements.txt",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            #expect(!page.text.contains("projects/elsewhere"))
            #expect(!page.text.contains("Manage"))
            let project = try await browser.get("\(Self.window)/projects/parcel-label")
            #expect(project.status == 303)
            let label = try #require(project.header("location"))
            #expect(try await browser.get(label).text.contains("parcel_label"))
            #expect(try await browser.get("\(Self.window)/projects/nothing").status == 404)
            // One that is not there, one of another registry, and no id at all.
            for id in ["0199a1d0-22aa-7f11-8b0c-5a6b7c8d9e0f", "nonsense"] {
                #expect(try await browser.get("\(Self.window)/packages/\(id)").status == 404)
            }
            #expect(try await browser.get("\(Self.house)/packages/\(file.id)").status == 404)
            var ann = try await site.browser("ann")
            #expect(try await ann.get("\(Self.house)/packages/\(file.id)").status == 404)
        }
    }

    @Test("lists the archive, shows its texts, and hands the file out")
    func contents() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            let wheel = Self.parcel.file("parcel/picture.bin", [0, 1, 2, 255]).file("parcel/empty.txt", "").build()
            let file = try site.registry.publish(wheel, to: path)
            var browser = site.stranger()
            let address = "\(Self.window)/packages/\(file.id)"
            let contents = try await browser.get("\(address)/contents").text
            for text in ["parcel/", "deep/", "words.txt", "METADATA", "note.txt", "16 B"] {
                #expect(contents.contains(text), "\(text)")
            }
            let words = try await browser.get("\(address)/contents?file=parcel%2Fdata%2Fwords.txt")
            #expect(words.text.contains("two &lt;three&gt;"))
            #expect(words.header("content-type") == "text/html; charset=utf-8")
            #expect(
                try await browser.get("\(address)/contents?file=parcel%2Fpicture.bin").text.contains("This is no text"))
            #expect(try await browser.get("\(address)/contents?file=parcel%2Fempty.txt").text.contains("is empty"))
            let below = try await browser.get("\(address)/contents?at=parcel%2Fdeep%2F").text
            #expect(below.contains("note.txt"))
            #expect(!below.contains("words.txt"))
            for query in ["file=nothing", "file=..%2F..%2Fetc%2Fpasswd", "file=", "at=nothing%2F", "file=parcel%2F"] {
                #expect(try await browser.get("\(address)/contents?\(query)").status == 404, "\(query)")
            }
            let details = try await browser.get("\(address)/details").text
            for algorithm in [DigestAlgorithm.md5, .sha1, .sha256, .sha512] {
                #expect(details.contains(file.digests[algorithm].hex))
            }
            #expect(details.contains("data-copy=\"SHA512\""))
            let download = try await browser.get("\(address)/download")
            #expect(download.body == wheel.bytes)
            #expect(download.header("content-disposition")?.contains("attachment") ?? false)
            #expect(download.header("content-type") == "application/octet-stream")
        }
    }

    @Test("lists versions in their order, and says what is yanked and what its project's status is")
    func versions() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            var files: [FileEntry] = []
            for version in ["0.9", "1.0rc1", "1.0", "1.10", "1.9"] {
                files.append(try site.registry.publish(WheelBuilder("parcel", version: version).build(), to: path))
            }
            _ = try site.registry.yank([.file(files[0].id, in: path)], reason: "too <b>old</b>")
            try site.registry.setProjectStatus(.deprecated, reason: "use <i>crates</i>", of: "parcel", in: path)
            var browser = site.stranger()
            let versions = try await browser.get("\(Self.window)/packages/\(files[0].id)/versions").text
            let table = try #require(versions.firstRange(of: "<tbody>").map { String(versions[$0.upperBound...]) })
            let order = table.matches(of: #/>([0-9rc.]+)<\/(a|span)>/#).prefix(5).map { String($0.output.1) }
            #expect(order == ["1.10", "1.9", "1.0", "1.0rc1", "0.9"])
            #expect(versions.contains("too &lt;b&gt;old&lt;/b&gt;"))
            #expect(versions.contains("use &lt;i&gt;crates&lt;/i&gt;"))
            #expect(versions.contains("deprecated"))
            #expect(versions.contains("Pre-release"))
            // What changes is seen at once.
            let newer = try site.registry.publish(WheelBuilder("parcel", version: "2.0").build(), to: path)
            #expect(try await browser.get("\(Self.window)/packages/\(files[0].id)").text.contains(">2.0<"))
            let newest = try await browser.get("\(Self.window)/projects/Parcel")
            #expect(newest.header("location") == "\(Self.window)/packages/\(newer.id)")
        }
    }

    @Test("yanks and deletes for those who may, and says so in the audit log")
    func changes() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.house)
            let wheel = try site.registry.publish(WheelBuilder("parcel", version: "1.0").build(), to: path)
            let sdist = try site.registry.publish(SdistBuilder("parcel", version: "1.0").build(), to: path)
            let address = "\(Self.house)/packages/\(wheel.id)"
            var will = try await site.browser("will")
            let question = try await will.get("\(address)/yank?of=version").text
            #expect(question.contains(wheel.filename) && question.contains(sdist.filename))
            // Others came meanwhile: asked once more.
            #expect(try await will.send("\(address)/yank?of=version&count=1", ["reason": "x"]).status == 422)
            #expect(
                try await will.send(
                    "\(address)/yank?of=version&count=2", ["reason": String(repeating: "x", count: 256)]
                ).status == 422)
            let yanked = try await will.send("\(address)/yank?of=version&count=2", ["reason": "broken <wheel>"])
            #expect(yanked.status == 303)
            #expect(try site.registry.file(id: sdist.id, in: path)?.yanked == "broken <wheel>")
            let page = try await will.get(address).text
            #expect(page.contains("broken &lt;wheel&gt;"))
            #expect(page.contains("Unyank this file"))
            #expect(!page.contains("Delete this file"))
            #expect(try await will.get("\(address)/delete").status == 403)
            #expect(try await will.send("\(address)/delete", [:]).status == 403)
            #expect(try await will.send("\(address)/unyank", [:]).status == 303)
            #expect(try site.registry.file(id: wheel.id, in: path)?.yanked == nil)
            #expect(try site.registry.file(id: sdist.id, in: path)?.yanked != nil)

            var ruth = try await site.browser("ruth")
            #expect(try await ruth.get(address).status == 200)
            #expect(try await ruth.send("\(address)/yank", [:]).status == 403)
            var ann = try await site.browser("ann")
            let sure = try await ann.get("\(address)/delete").text
            #expect(sure.contains(wheel.filename) && !sure.contains(sdist.filename))
            #expect(try await ann.send("\(address)/delete", ["form_token": "00"]).status == 403)
            #expect(
                try await ann.send("\(address)/delete", [:], headers: [("Sec-Fetch-Site", "cross-site")]).status == 403)
            #expect(try site.registry.file(id: wheel.id, in: path) != nil)
            #expect(try await ann.send("\(address)/delete", [:]).status == 303)
            #expect(try site.registry.file(id: wheel.id, in: path) == nil)
            #expect(try site.registry.file(id: sdist.id, in: path) != nil)
            var files = AuditFilter()
            files.action = "file"
            let log = try site.registry.audit(limit: 3, matching: files)
            #expect(log.map(\.action) == [.fileDelete, .fileUnyank, .fileYank])
            #expect(log.allSatisfy { $0.actor.via == .pages })
            #expect(log.map(\.actor.name) == ["ann", "will", "will"])
            #expect(try await ann.get(address).status == 404)
        }
    }

    @Test("counts downloads, and draws them")
    func downloads() async throws {
        try await PageSite.with { site in
            let path = try RegistryPath(PageSite.window)
            let file = try site.registry.publish(WheelBuilder("parcel", version: "1.0").build(), to: path)
            let now = Int64(Date().timeIntervalSince1970 * 1000)
            try site.registry.recordDownloads([DownloadKey(file): 40], at: now - 3 * 86_400_000)
            try site.registry.recordDownloads([DownloadKey(file): 2], at: now)
            var browser = site.stranger()
            let page = try await browser.get("\(Self.window)/packages/\(file.id)").text
            #expect(page.contains("42 in all, at most 40"))
            #expect(page.contains("<path d=\"M258 40v-40h2v40zM267 40v-2h2v2z\"/>"))
        }
    }
}

@Suite("The health page")
struct HealthPageTests {
    @Test("shows administrators of the site what is stored, saved and damaged, and what was done")
    func health() async throws {
        try await PageSite.with { site in
            let wheel = WheelBuilder("parcel", version: "1.0").build()
            let file = try site.registry.publish(wheel, to: RegistryPath(PageSite.house))
            try site.registry.publish(wheel, to: RegistryPath(PageSite.window))
            var root = try await site.browser("root")
            let page = try await root.get("/admin/health")
            #expect(page.status == 200)
            for text in ["No damage is known", "1 blob for 2 files", "Saved by sharing", "file.publish", "never"] {
                #expect(page.text.contains(text), "\(text)")
            }
            #expect(page.text.contains("acme/window/\(file.filename)"))
            let some = try await root.get("/admin/health?action=file&subject=acme%2Fwindow").text
            #expect(!some.contains("wheel-house"))
            #expect(try await root.get("/admin/health?action=%3Cb%3E&from=x").text.contains("value=\"&lt;b&gt;\""))
            for _ in 0..<30 {
                _ = try site.registry.yank([.file(file.id, in: RegistryPath(PageSite.house))])
                _ = try site.registry.unyank([.file(file.id, in: RegistryPath(PageSite.house))])
            }
            let first = try await root.get("/admin/health").text
            let older = try #require(first.firstMatch(of: #/href="(\/admin\/health\?from=[0-9]+)"/#)?.output.1)
            #expect(try await root.get(String(older)).text.contains("file.publish"))
            #expect(!first.contains("file.publish"))

            try site.damage(file)
            _ = try site.registry.verify()
            let bad = try await root.get("/admin/health").text
            #expect(bad.contains("1 blob is damaged"))
            #expect(bad.contains(file.digests.sha256.hex))
            #expect(bad.contains("acme/wheel-house/\(file.filename)"))
            #expect(bad.contains("just now"))
            #expect(bad.contains("Oldest verification"))
            #expect(bad.contains("not in the audit log"))
            try site.registry.noteVerification(of: .checksums, "1 of 1 blobs: <1> damaged")
            try site.registry.noteVerification(of: .index, "20 rows looked at: 0 damaged")
            let noted = try await root.get("/admin/health").text
            #expect(noted.contains("</time>: 1 of 1 blobs: &lt;1&gt; damaged"))
            #expect(noted.contains("</time>: 20 rows looked at: 0 damaged"))
            #expect(!noted.contains("not in the audit log"))

            var ann = try await site.browser("ann")
            #expect(try await ann.get("/admin/health").status == 403)
            var stranger = site.stranger()
            #expect(try await stranger.get("/admin/health").status == 303)
        }
    }
}

extension PageSite {
    /// Changes a byte of a file's object.
    func damage(_ file: FileEntry) throws {
        let digest = file.digests.sha256.hex
        let shard = URL(fileURLWithPath: server.root.appending("store/blobs/\(digest.prefix(2))").string)
        let names = try FileManager.default.contentsOfDirectory(atPath: shard.path)
        let name = try #require(names.first { $0.hasPrefix(digest) })
        let object = shard.appendingPathComponent(name)
        var bytes = try Data(contentsOf: object)
        bytes[bytes.count / 2] ^= 1
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: object.path)
        try bytes.write(to: object)
    }
}
