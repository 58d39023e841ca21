extension PageTemplate {
    /// Every template there is.
    static let all: [PageTemplate] = [
        .layout, .formToken, .choiceField, .option, .pager, .error, .signIn, .confirmation, .registries,
        .newRegistry, .registryHead, .releases, .upstreams, .snippet, .snippetGroup, .setup, .publish, .settings,
        .indexFacts, .indexFields,
        .tokens, .tokenRows, .newToken, .packageHead, .packageSide, .packageInstallation, .packageContents,
        .packageMember, .packageDetails, .packageVersions, .health,
    ]

    /// What surrounds every page: shows a `PageFrame`.
    static let layout = PageTemplate(
        "layout",
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}} · regadmin</title>
        <link rel="stylesheet" href="{{stylesheet}}">
        <link rel="icon" href="{{icon}}" type="image/svg+xml">
        <script src="{{script}}" defer></script>
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="bar">
        <div class="bar-inside">
        <a class="brand" href="{{home}}">regadmin</a>
        <nav aria-label="Site">
        <ul>
        <li><a href="{{home}}">Registries</a></li>
        {{#viewer}}
        <li><a href="{{tokens}}">Tokens</a></li>
        {{#isAdministrator}}<li><a href="{{health}}">Health</a></li>{{/isAdministrator}}
        {{/viewer}}
        </ul>
        </nav>
        {{#viewer}}
        <form class="bar-account" method="post" action="{{signOut}}">
        {{>form-token}}
        <span class="bar-name">Signed in as <b>{{name}}</b></span>
        <button class="quiet" type="submit">Sign out</button>
        </form>
        {{/viewer}}
        {{^viewer}}<p class="bar-account"><a class="button quiet" href="{{signIn}}{{next}}">Sign in</a></p>{{/viewer}}
        </div>
        </header>
        <main id="content" tabindex="-1">
        {{#notice}}<p class="notice" role="status">{{.}}</p>{{/notice}}
        {{#content}}{{>*template}}{{/content}}
        </main>
        <footer>
        <p>Python package registries, served by regadmin.</p>
        </footer>
        </body>
        </html>

        """)

    /// The hidden field of every form.
    static let formToken = PageTemplate(
        "form-token", #"<input type="hidden" name="form_token" value="{{formToken}}">"#)
}
