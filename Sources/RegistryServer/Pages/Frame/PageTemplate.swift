/// The text of a template, by the name under which others include it.
///
/// Mustache: `{{name}}` is text and is escaped, `{{#name}}` a section, `{{>name}}` another template.  `{{.name}}` looks
/// at the innermost value only, which is quicker, and never finds an outer value in the place of one that is nil.
struct PageTemplate: Sendable {
    let name: String
    let text: String

    init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}

/// What one template shows, with all that the template needs and nothing else.
///
/// Stored properties are what the template can name.  Rows of long lists adopt `MustacheParent` besides: looking at
/// properties by name takes a microsecond each.
protocol PageContent: Sendable {
    /// The template.
    static var template: PageTemplate { get }
    /// For the window and the history, without the name of the site.
    var title: String { get }
}
