internal import Mustache

/// All templates, parsed once.
struct PageRenderer: Sendable {
    private let library: MustacheLibrary

    /// - Precondition: every template can be parsed, which a test sees to.
    init(_ templates: [PageTemplate] = PageTemplate.all) {
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var library = MustacheLibrary()
        for template in templates {
            // A partial begins with the library's own escaping, which is not enough.
            let text = "{{% CONTENT_TYPE:\(PageText.name)}}" + template.text
            do {
                try library.register(text, named: template.name)
            } catch {
                preconditionFailure("template \(template.name): \(error)")
            }
        }
        self.library = library
    }

    /// A whole page.
    func render(_ frame: PageFrame) -> String {
        guard let text = library.render(frame, withTemplate: PageTemplate.layout.name) else {
            preconditionFailure("there is a layout")
        }
        return text
    }
}
