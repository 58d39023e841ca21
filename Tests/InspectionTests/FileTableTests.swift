import Archives
import Testing

@testable import Inspection

@Suite("A table of files")
struct FileTableTests {
    @Test("finds each path, and the last of several files with one", arguments: [3, 12, 13, 200])
    func lookup(count: Int) {
        var table = FileTable()
        for round in [1, 2] {
            for index in 0..<count {
                let path = Array("folder/\(index)".utf8)
                table.insert(path, ArchiveMember(path: path, kind: .file, size: Int64(round * index)))
            }
        }
        #expect(table.count == count)
        for index in 0..<count {
            let path = Array("folder/\(index)".utf8)
            #expect(table.place(of: path) == index)
            #expect(table[path]?.size == Int64(2 * index))
        }
        #expect(table[Array("folder".utf8)] == nil)
        #expect(table.place(of: Array("folder/x".utf8)) == nil)
    }
}
