/// The platform tags PyPI accepts in new wheels, by the rules its operators publish: a policy, so older wheels and
/// private ones may have others.
enum PlatformTag {
    private static let fixed: Set<String> = ["any", "win32", "win_amd64", "win_arm64", "win_ia64"]
    /// Every minor release of macOS 10 is a platform of its own; from 11 on only the major counts.
    private static let macMajors: Set<String> = ["10", "11", "12", "13", "14", "15", "26"]
    private static let macArchitectures: Set<String> = [
        "ppc", "ppc64", "i386", "x86_64", "arm64", "intel", "fat", "fat3", "fat64", "universal", "universal2",
    ]
    private static let linuxArchitectures: Set<String> = [
        "x86_64", "i686", "aarch64", "armv7l", "ppc64le", "s390x", "riscv64", "loongarch64",
    ]
    /// PEP 513, PEP 571, PEP 599: the first manylinux policies carry a year instead of a glibc version.
    private static let namedPolicies: [String: Set<String>] = [
        "manylinux1": ["x86_64", "i686"],
        "manylinux2010": ["x86_64", "i686"],
        "manylinux2014": ["x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x"],
        // Raspberry Pi wheels, accepted from before there was a policy for them.
        "linux": ["armv6l", "armv7l"],
    ]

    static func isAccepted(_ tag: String) -> Bool {
        if fixed.contains(tag) { return true }
        let words = tag.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        let family = words[0]
        if let architectures = namedPolicies[family] {
            return architectures.contains(words.dropFirst().joined(separator: "_"))
        }
        switch family {
        case "macosx":
            guard words.count >= 4, macMajors.contains(words[1]), isNumber(words[2]) else { return false }
            if words[1] != "10", words[2] != "0" { return false }
            return macArchitectures.contains(words[3...].joined(separator: "_"))
        case "manylinux", "musllinux":
            guard words.count >= 4, isNumber(words[1]), isNumber(words[2]) else { return false }
            let architecture = words[3...].joined(separator: "_")
            return linuxArchitectures.contains(architecture) || (family == "manylinux" && architecture == "ppc64")
        case "ios":
            guard words.count >= 5, isNumber(words[1]), isNumber(words[2]) else { return false }
            return ["arm64", "x86_64"].contains(words[3..<(words.count - 1)].joined(separator: "_"))
                && ["iphoneos", "iphonesimulator"].contains(words[words.count - 1])
        case "android":
            guard words.count >= 3, isNumber(words[1]) else { return false }
            return ["armeabi_v7a", "arm64_v8a", "x86", "x86_64"].contains(words[2...].joined(separator: "_"))
        case "pyodide", "pyemscripten":
            return words.count == 4 && isNumber(words[1]) && isNumber(words[2]) && words[3] == "wasm32"
        default:
            return false
        }
    }

    private static func isNumber(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy(\.isASCIIDigit)
    }
}
