extension PageTemplate {
    /// Shows rows of a `TokensContent`.
    static let tokenRows = PageTemplate(
        "token-rows",
        """
        <tr>
        <th scope="row"><bdi>{{.description}}</bdi> <span class="badge phone {{.tone}}">{{.state}}</span>
        {{#.isThis}}<span class="badge">This session</span>{{/.isThis}}
        <p class="line">{{.kind}}, {{.reach}}: {{.scopes}}</p></th>
        <td class="wide"><span class="badge {{.tone}}">{{.state}}</span></td>
        <td class="wide">{{#created}}<time datetime="{{.machine}}">{{.text}}</time>{{/created}}</td>
        <td class="wide">{{#.lastUsed}}<time datetime="{{.machine}}">{{.text}}</time>{{/.lastUsed}}{{^.lastUsed}}not yet{{/.lastUsed}}</td>
        <td>{{#.expires}}<time datetime="{{.machine}}">{{.text}}</time>{{/.expires}}{{^.expires}}never{{/.expires}}</td>
        <td class="act">{{#.revoke}}<a class="button quiet tight" href="{{.}}">Revoke<span class="hidden"> this token</span></a>{{/.revoke}}</td>
        </tr>

        """)

    /// Shows a `TokensContent`.
    static let tokens = PageTemplate(
        "tokens",
        """
        <h1>Tokens</h1>
        <p class="muted">Programs sign in with tokens. These are those of <b>{{user}}</b>.</p>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        {{#hasTokens}}
        <table class="list">
        <thead><tr><th scope="col">Token</th><th class="wide" scope="col">State</th><th class="wide" scope="col">Made</th>
        <th class="wide" scope="col">Last used</th><th scope="col">Ends</th><th scope="col"><span class="hidden">Revoke</span></th></tr></thead>
        <tbody>
        {{#tokens}}{{>token-rows}}{{/tokens}}
        </tbody>
        </table>
        {{/hasTokens}}
        {{^hasTokens}}<p class="card">There are no tokens to show.</p>{{/hasTokens}}

        <h2 id="new">New token</h2>
        {{#canMake}}
        <form class="card stack" method="post" action="{{action}}" aria-labelledby="new">
        {{>form-token}}
        <div class="field">
        <label for="description">What it is for</label>
        {{#given}}<input id="description" name="description" value="{{.description}}" maxlength="200" required>{{/given}}
        </div>
        <fieldset>
        <legend>It may</legend>
        {{#scopes}}
        <label class="choice"><input type="checkbox" name="{{.value}}" value="on"{{#.isChosen}} checked{{/.isChosen}}> {{.label}}</label>
        {{/scopes}}
        </fieldset>
        <div class="field">
        <label for="target">Where</label>
        <select id="target" name="target">
        {{#targets}}{{>option}}{{/targets}}
        </select>
        </div>
        <div class="field">
        <label for="ends">It ends</label>
        <select id="ends" name="ends">
        {{#ends}}{{>option}}{{/ends}}
        </select>
        </div>
        <button type="submit">Make the token</button>
        </form>
        {{/canMake}}
        {{^canMake}}
        <p class="card">This session began with a token that is limited or has an end, and makes no other tokens.</p>
        {{/canMake}}

        <h2>Sessions</h2>
        <p class="small">Browsers in which you have signed in.</p>
        <table class="list">
        <thead><tr><th scope="col">Session</th><th class="wide" scope="col">State</th><th class="wide" scope="col">Began</th>
        <th class="wide" scope="col">Last used</th><th scope="col">Ends</th><th scope="col"><span class="hidden">Revoke</span></th></tr></thead>
        <tbody>
        {{#sessions}}{{>token-rows}}{{/sessions}}
        </tbody>
        </table>

        """)

    /// Shows a `NewTokenContent`.
    static let newToken = PageTemplate(
        "new-token",
        """
        <div class="narrow">
        <h1>Your new token</h1>
        <p class="warning" role="status">Copy it now. It is shown this once, and kept nowhere.</p>
        <figure class="snippet">
        <figcaption><bdi>{{description}}</bdi></figcaption>
        <pre tabindex="0"><code id="secret" data-copy="the token">{{secret}}</code></pre>
        </figure>
        <dl class="facts">
        <dt>Good for</dt><dd>{{reach}}</dd>
        <dt>It may</dt><dd>{{scopes}}</dd>
        <dt>It ends</dt><dd>{{#expires}}<time datetime="{{.machine}}">{{.text}}</time>{{/expires}}{{^expires}}never{{/expires}}</dd>
        </dl>
        <p><a class="button quiet" href="{{tokens}}">All tokens</a></p>
        </div>

        """)
}
