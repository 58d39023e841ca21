extension PageTemplate {
    /// Shows a `RegistryHead`.
    static let registryHead = PageTemplate(
        "registry-head",
        """
        <nav class="crumbs" aria-label="Where this is"><ol><li><a href="{{home}}">Registries</a></li>
        <li><a href="{{.organizationLink}}">{{.organization}}</a></li>
        <li><a href="{{.link}}" aria-current="page">{{.name}}</a></li></ol></nav>
        <div class="head">
        <div>
        <h1><bdi>{{.name}}</bdi></h1>
        <p>{{#badges}}<span class="badge {{.tone}}">{{.visibility}}</span> <span class="badge">{{.kind}}</span>{{/badges}}
        <code class="muted">{{.path}}</code></p>
        {{#.description}}<p class="muted"><bdi>{{.}}</bdi></p>{{/.description}}
        </div>
        {{#.publish}}<p><a class="button" href="{{.}}">Publish a file</a></p>{{/.publish}}
        </div>
        <nav class="tabs" aria-label="Registry"><ul>
        {{#tabs}}<li><a href="{{.link}}"{{#.isCurrent}} aria-current="page"{{/.isCurrent}}>{{.title}}</a></li>
        {{/tabs}}
        </ul></nav>

        """)
}
