extension PageTemplate {
    /// Shows a `Snippet`.
    static let snippet = PageTemplate(
        "snippet",
        """
        <figure class="snippet">
        <figcaption>{{.title}}</figcaption>
        {{#.hint}}<p class="help">{{.}}</p>{{/.hint}}
        <pre tabindex="0"><code data-copy="{{.title}}">{{.text}}</code></pre>
        </figure>

        """)

    /// Shows a `SnippetGroup`.
    static let snippetGroup = PageTemplate(
        "snippet-group",
        """
        <section aria-labelledby="{{.id}}">
        <h3 id="{{.id}}">{{.title}}</h3>
        {{#.intro}}<p>{{.}}</p>{{/.intro}}
        {{#snippets}}{{>snippet}}{{/snippets}}
        </section>

        """)

    /// Shows a `SetupContent`.
    static let setup = PageTemplate(
        "setup",
        """
        {{#head}}{{>registry-head}}{{/head}}
        {{#hasSecret}}
        <p class="warning" role="status">Your new token is in the snippets below. It is shown this once: copy what you need
        before you leave this page.</p>
        {{/hasSecret}}
        <div class="columns">
        <aside aria-label="Tokens">
        <div class="card">
        <h2>A token for these snippets</h2>
        {{#canMakeToken}}
        <p>Makes a token of yours that is good for this registry only, and fills it in.</p>
        <form class="stack" method="post" action="{{makeToken}}">
        {{>form-token}}
        {{#tokenChoice}}{{>choice-field}}{{/tokenChoice}}
        <button type="submit">Make a token</button>
        </form>
        {{/canMakeToken}}
        {{^canMakeToken}}
        {{#suggestsSigningIn}}<p><a href="{{signIn}}{{next}}">Sign in</a> to make a token and have it filled in here.</p>{{/suggestsSigningIn}}
        {{^suggestsSigningIn}}<p>You have signed in with a token, which makes no others. Use that one.</p>{{/suggestsSigningIn}}
        {{/canMakeToken}}
        </div>
        </aside>
        <div>
        <h2>Install</h2>
        {{#isComposite}}
        <p>This registry answers for every project alone, so clients are told of no other index.</p>
        {{/isComposite}}
        {{#preparation}}
        {{#needsToken}}<p>Clients show a token. The commands take it from a variable:</p>{{/needsToken}}
        {{#needsToken}}{{>snippet}}{{/needsToken}}
        {{/preparation}}
        {{#installing}}{{>snippet-group}}{{/installing}}
        {{#canBePublishedTo}}
        <h2>Publish</h2>
        <p>The commands send every file in <code>dist</code>, with a token that may write.</p>
        {{#preparation}}{{^needsToken}}{{>snippet}}{{/needsToken}}{{/preparation}}
        {{#publishing}}{{>snippet-group}}{{/publishing}}
        {{/canBePublishedTo}}
        </div>
        </div>

        """)
}
