import PythonPackaging
import Testing

@Suite("A requirement")
struct RequirementTests {
    @Test(
        "gives its parts",
        arguments: [
            ("nest", "nest", [], "", nil, nil), ("Nest.Box>=1.0", "nest-box", [], ">=1.0", nil, nil),
            (
                " nest [ b , A ] ( >= 1.0 , != 1.1 ) ; os_name=='posix' ", "nest", ["a", "b"], "!=1.1,>=1.0", nil,
                "os_name=='posix'"
            ),
            ("nest[]~=1.0,", "nest", [], "~=1.0", nil, nil), ("nest()", "nest", [], "", nil, nil),
            (
                "nest @ https://example.org/n;1.zip ; extra=='x'", "nest", [], "", "https://example.org/n;1.zip",
                "extra=='x'"
            ),
            ("nest@file:///n", "nest", [], "", "file:///n", nil),
        ] as [(String, String, [String], String, String?, String?)])
    func parts(
        text: String, name: String, extras: [String], specifiers: String, url: String?, marker: String?
    ) throws {
        let requirement = try Requirement(text)
        #expect(requirement.name.normalized == name)
        #expect(requirement.extras.map(\.normalized) == extras)
        #expect(requirement.specifiers.canonical == specifiers)
        #expect(requirement.url == url)
        #expect(requirement.marker?.text == marker)
    }

    @Test(
        "is refused",
        arguments: [
            ("", .name(offset: 0)), ("-x", .name(offset: 0)), ("x-", .name(offset: 0)), ("é", .name(offset: 0)),
            ("nest egg", .trailingText(offset: 5)), ("nest[", .extras(offset: 5)), ("nest[a b]", .extras(offset: 7)),
            ("nest[a,]", .extras(offset: 7)), ("nest >= x", .specifiers(">= x")), ("nest (>=1", .specifiers(">=1")),
            ("nest >=1)", .trailingText(offset: 8)), ("nest >=1,,<2", .specifiers(">=1,,<2")),
            ("nest ,>=1", .trailingText(offset: 5)), ("nest @", .url(offset: 6)),
            ("nest @ ; x", .trailingText(offset: 9)),
            ("nest;", .marker(offset: 5)), ("nest; os_name", .marker(offset: 13)),
            ("nest; nonsense == '1'", .marker(offset: 6)),
            ("nest; (os_name == 'a'", .marker(offset: 21)), ("nest; os_name == 'a", .marker(offset: 17)),
            ("nest; os_name == 'a' or", .marker(offset: 23)), ("nest; os_name not  'a'", .marker(offset: 19)),
            ("nest; os_name == 'a' x", .trailingText(offset: 21)),
            ("nest; os_name == 'a' orextra == 'b'", .trailingText(offset: 21)),
            ("nest 1.0", .trailingText(offset: 5)), ("nest=1.0", .trailingText(offset: 4)),
            ("nest\n", .controlCharacter(offset: 4)),
        ] as [(String, RequirementError)])
    func refusal(text: String, reason: RequirementError) {
        #expect(throws: reason) { try Requirement(text) }
    }

    @Test(
        "knows the extras it belongs to",
        arguments: [
            ("a", false, []), ("a; os_name == 'extra'", false, []), ("a; extra == 'X_y'", true, ["x-y"]),
            ("a; (os.name=='b' or 'z' == extra) and extra in 'q'", true, ["q", "z"]),
            ("a; 'one' in extras", true, ["one"]),
        ])
    func extras(text: String, isOptional: Bool, named: [String]) throws {
        let requirement = try Requirement(text)
        #expect(requirement.isOptional == isOptional)
        #expect(requirement.extrasNamed.map(\.normalized) == named)
    }

    @Test("keeps the structure of its marker")
    func markerTree() throws {
        let marker = try #require(try Requirement("a; os.name=='b' or python_version>='3' and 'x' not in extra").marker)
        #expect(
            marker.expression
                == .any([
                    .comparison(.variable("os_name"), .version(.equal), .literal("b")),
                    .all([
                        .comparison(.variable("python_version"), .version(.atLeast), .literal("3")),
                        .comparison(.literal("x"), .isNotIn, .variable("extra")),
                    ]),
                ]))
    }

    @Test("is bounded")
    func bounds() {
        let long = "a" + String(repeating: " ", count: Requirement.maximumBytes)
        #expect(throws: RequirementError.tooLong(bytes: long.utf8.count)) { try Requirement(long) }
        func nested(_ depth: Int) -> String {
            "a;" + String(repeating: "(", count: depth) + "os_name=='b'" + String(repeating: ")", count: depth)
        }
        #expect(throws: Never.self) { try Requirement(nested(Requirement.maximumMarkerDepth)) }
        #expect(throws: RequirementError.markerDepth) { try Requirement(nested(Requirement.maximumMarkerDepth + 1)) }
    }
}
