internal import RegistryCore

/// How to install from a registry and how to publish to it: one of its tabs.
struct SetupContent: PageContent {
    static let template = PageTemplate.setup
    let title: String
    let head: RegistryHead
    /// The secret is in the snippets, this once.
    let hasSecret: Bool
    /// Which sorts of token can be made here.
    let tokenChoice: ChoiceField
    let canMakeToken: Bool
    let makeToken: String
    /// Whether to say that tokens are for those who have signed in.
    let suggestsSigningIn: Bool
    let needsToken: Bool
    let preparation: Snippet?
    let installing: [SnippetGroup]
    let publishing: [SnippetGroup]
    let canBePublishedTo: Bool
    let isComposite: Bool
}
