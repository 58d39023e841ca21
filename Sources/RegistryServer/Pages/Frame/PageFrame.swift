internal import Mustache

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

extension PageFrame: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "home": home
        case "signIn": signIn
        case "signOut": signOut
        case "tokens": tokens
        case "health": health
        case "stylesheet": stylesheet
        case "script": script
        case "icon": icon
        case "viewer": viewer
        case "next": next
        case "formToken": formToken
        case "notice": notice
        case "template": template
        case "content": content
        default: nil
        }
    }
}

extension PageFrame.Viewer: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "name": self.name
        case "isAdministrator": isAdministrator
        default: nil
        }
    }
}
