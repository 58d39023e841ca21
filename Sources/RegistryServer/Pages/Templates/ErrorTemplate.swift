extension PageTemplate {
    /// Shows an `ErrorContent`.
    static let error = PageTemplate(
        "error",
        """
        <div class="narrow">
        <p class="error-code" aria-hidden="true">{{code}}</p>
        <h1>{{.title}}</h1>
        <p>{{sentence}}</p>
        {{#suggestsSigningIn}}
        <p>If it belongs to you or your organization, <a href="{{signIn}}{{next}}">sign in</a> first.</p>
        {{/suggestsSigningIn}}
        <p><a href="{{home}}">All registries</a></p>
        <p class="small">Request <code>{{requestID}}</code></p>
        </div>

        """)
}
