/// The form that publishes a file.
struct PublishContent: PageContent {
    static let template = PageTemplate.publish
    let title: String
    let head: RegistryHead
    let action: String
    /// The most bytes of a file, as people read it.
    let limit: String
    let setup: String
    let problem: String?
}
