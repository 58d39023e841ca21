internal import Mustache

/// A text to be copied: into a terminal, or into a file.
struct Snippet: Sendable, Equatable {
    /// What it is, also for those who hear the page.
    let title: String
    let text: String
    /// What has to be known besides.
    var hint: String?

    init(_ title: String, _ text: String, hint: String? = nil) {
        self.title = title
        self.text = text
        self.hint = hint
    }
}

/// Snippets that belong together.
struct SnippetGroup: Sendable {
    /// For links on the page.
    let id: String
    let title: String
    let intro: String?
    let snippets: [Snippet]
}

extension Snippet: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "text": text
        case "hint": hint
        default: nil
        }
    }
}

extension SnippetGroup: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "title": title
        case "intro": intro
        case "snippets": snippets
        default: nil
        }
    }
}
