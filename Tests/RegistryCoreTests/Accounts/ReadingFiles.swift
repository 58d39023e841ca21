import Foundation
import SystemPackage

/// All bytes of a file.
func contents(of path: FilePath) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path.string))) }
