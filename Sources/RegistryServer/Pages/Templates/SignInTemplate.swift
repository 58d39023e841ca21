extension PageTemplate {
    /// Shows a `SignInContent`.
    static let signIn = PageTemplate(
        "sign-in",
        """
        <div class="narrow">
        <h1>Sign in</h1>
        {{#problem}}<p class="problem" role="alert" id="problem">{{.}}</p>{{/problem}}
        <form class="card stack" method="post" action="{{action}}">
        <input type="hidden" name="next" value="{{next}}">
        <div class="field">
        <label for="user">User name</label>
        <input id="user" name="user" value="{{user}}" autocomplete="username" autocapitalize="none" spellcheck="false"
          maxlength="200" aria-describedby="user-help">
        <p class="help" id="user-help">Leave it empty to sign in with a token.</p>
        </div>
        <div class="field">
        <label for="password">Password or token</label>
        <input id="password" name="password" type="password" autocomplete="current-password" maxlength="2048" required
          {{#problem}}aria-invalid="true" aria-describedby="problem"{{/problem}}>
        </div>
        <button type="submit">Sign in</button>
        </form>
        <p class="small">A session lasts {{hours}} hours, and may what the password or the token that began it may.</p>
        </div>

        """)
}
