internal import RegistryCore

/// Asks once more before something goes, and names what goes.  The form that it shows posts to `action`.
struct ConfirmationContent: PageContent {
    static let template = PageTemplate.confirmation

    /// One thing that goes.
    struct Item: Sendable {
        let name: String
        /// What there is to know of it, such as its size.
        var detail: String?
    }

    /// A text that can be given along.
    struct Reason: Sendable {
        let label: String
        var value = ""
        let limit: Int
    }

    /// Things that are named one by one; the rest is counted.
    static let itemLimit = 50

    let title: String
    /// What will happen, and what of it cannot be undone.
    let sentence: String
    let items: [Item]
    let hasItems: Bool
    let more: Int?
    /// What has to be typed; nil where a click is enough.
    let phrase: String?
    let reason: Reason?
    let action: String
    /// What the button says: the verb and the thing.
    let button: String
    /// Where to go instead.
    let cancel: String
    /// What was wrong with the last attempt.
    let problem: String?

    /// - Parameter count: how many go in all, where `items` are not all of them.
    init(
        title: String, sentence: String, items: [Item] = [], count: Int? = nil, phrase: String? = nil,
        reason: Reason? = nil, action: String, button: String, cancel: String, problem: String? = nil
    ) {
        self.title = title
        self.sentence = sentence
        self.items = Array(items.prefix(Self.itemLimit))
        hasItems = !items.isEmpty
        let rest = max(count ?? 0, items.count) - self.items.count
        more = rest > 0 ? rest : nil
        self.phrase = phrase
        self.reason = reason
        self.action = action
        self.button = button
        self.cancel = cancel
        self.problem = problem
    }
}
