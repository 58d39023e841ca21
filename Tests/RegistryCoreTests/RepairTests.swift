import ContentStore
import FixtureBuilders
import Foundation
import RegistryCore
import SystemPackage
import Testing

@Suite("Repair")
struct RepairTests {
    private static let wheel = WheelBuilder("demo", version: "1.0").build()

    @Test("gives damaged and missing bytes back from files of any name")
    func repairs() throws {
        try withRegistry { test in
            let other = WheelBuilder("other", version: "1.0").build()
            try test.add(Self.wheel)
            try test.add(other)
            _ = try test.ingest()
            _ = try test.ingest(into: RegistryPath("acme/other"))
            let files = try test.files()
            try test.damage(files[0])
            try FileManager.default.removeItem(atPath: test.blobPath(of: files[1]).string)
            #expect(try test.registry.verify().damaged == 2)

            try test.add(Self.wheel.bytes, named: "some-name", in: "../scratch/deep")
            try test.add(Array(repeating: 1, count: other.bytes.count), named: "same-size", in: "../scratch")
            var healed: [[String]] = []
            let first = try test.registry.repair(from: test.scratch, onHealed: { files, _ in healed.append(files) })
            #expect(first.damaged == 2)
            #expect(first.healed == 1)
            #expect(healed == [["acme/other/\(Self.wheel.filename)", "default/packages/\(Self.wheel.filename)"]])

            try test.add(other, in: "../scratch")
            let second = try test.registry.repair(from: test.scratch)
            #expect(second.damaged == 1)
            #expect(second.remaining == 0)
        }
    }

    @Test("reads nothing where nothing is damaged")
    func nothing() throws {
        try withRegistry { test in
            try test.add(Self.wheel)
            _ = try test.ingest()
            #expect(try test.registry.repair(from: test.sources).filesRead == 0)
        }
    }
}
