extension PageTemplate {
    /// Shows a `ConfirmationContent`.
    static let confirmation = PageTemplate(
        "confirmation",
        """
        <div class="narrow">
        <h1>{{.title}}</h1>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        <p>{{sentence}}</p>
        {{#hasItems}}
        <ul class="going">
        {{#items}}<li><bdi>{{.name}}</bdi>{{#.detail}} <span class="small">{{.}}</span>{{/.detail}}</li>
        {{/items}}
        {{#more}}<li class="small">and {{.}} more</li>{{/more}}
        </ul>
        {{/hasItems}}
        <form class="card stack" method="post" action="{{action}}">
        {{>form-token}}
        {{#reason}}
        <div class="field">
        <label for="reason">{{.label}}</label>
        <input id="reason" name="reason" value="{{.value}}" maxlength="{{.limit}}">
        </div>
        {{/reason}}
        {{#phrase}}
        <div class="field">
        <label for="phrase">Type <code>{{.}}</code> to confirm</label>
        <input id="phrase" name="phrase" autocomplete="off" autocapitalize="none" spellcheck="false" required>
        </div>
        {{/phrase}}
        <p class="buttons">
        <button class="danger" type="submit">{{button}}</button>
        <a class="button quiet" href="{{cancel}}">Cancel</a>
        </p>
        </form>
        </div>

        """)
}
