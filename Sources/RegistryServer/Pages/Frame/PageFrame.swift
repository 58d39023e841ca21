/// What surrounds every page's content: what the layout shows.
struct PageFrame: Sendable {
    /// Who looks at it, as far as they have said so.
    struct Viewer: Sendable {
        let name: String
        let isAdministrator: Bool
    }

    let title: String
    let home: String
    let signIn: String
    let signOut: String
    let tokens: String
    let health: String
    let stylesheet: String
    let script: String
    let icon: String
    let viewer: Viewer?
    /// The query that makes signing in lead back here.
    let next: String
    /// For the field of every form; empty for strangers.
    let formToken: String
    let notice: String?
    /// The name of the content's template.
    let template: String
    let content: any PageContent

    init(
        title: String, links: PageLinks, assets: PageAssets, viewer: Viewer?, next: String, formToken: String,
        notice: String?, template: String, content: any PageContent
    ) {
        self.title = title
        home = links.home
        signIn = links.signIn
        signOut = links.signOut
        tokens = links.tokens
        health = links.health
        stylesheet = links.asset(assets.stylesheet.path)
        script = links.asset(assets.script.path)
        icon = links.asset(assets.icon.path)
        self.viewer = viewer
        self.next = next
        self.formToken = formToken
        self.notice = notice
        self.template = template
        self.content = content
    }
}
