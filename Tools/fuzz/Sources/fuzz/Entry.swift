import Glibc

/// libFuzzer's own loop, which never comes back.
@_silgen_name("LLVMFuzzerRunDriver")
private func LLVMFuzzerRunDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// What the running process fuzzes.
nonisolated(unsafe) private var target: any FuzzTarget.Type = MultipartTarget.self

// The package manager gives an executable's entry point this name, and libFuzzer's `main` is not linked then.
@_cdecl("fuzz_main")
func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    let words = (0..<Int(count)).map { arguments[$0].map { String(cString: $0) } ?? "" }
    guard words.count > 1, let wanted = fuzzTargets.first(where: { $0.name == words[1] }) else {
        print(fuzzTargets.map { "\($0.name): \($0.summary)" }.joined(separator: "\n"))
        return 2
    }
    if words.count == 4, words[2] == "--seeds" { return writeSeeds(of: wanted, into: words[3]) }
    target = wanted
    // The fuzzer sees the program's name and then its own words.
    arguments[1] = arguments[0]
    var rest = arguments + 1
    var restCount = count - 1
    return withUnsafeMutablePointer(to: &rest) { rest in
        rest.withMemoryRebound(
            to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.self, capacity: 1
        ) {
            LLVMFuzzerRunDriver(&restCount, $0) { bytes, size in
                target.run(Array(UnsafeBufferPointer(start: bytes, count: size)))
                return 0
            }
        }
    }
}

/// Starting points, one file each.
private func writeSeeds(of target: any FuzzTarget.Type, into folder: String) -> CInt {
    for (number, seed) in target.seeds.enumerated() {
        guard let file = fopen("\(folder)/seed-\(number)", "w") else { return 1 }
        fwrite(seed, 1, seed.count, file)
        fclose(file)
    }
    return 0
}
