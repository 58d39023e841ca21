extension PageTemplate {
    /// Shows an `IndexFacts`.
    static let indexFacts = PageTemplate(
        "index-facts",
        """
        <dl class="facts">
        {{#rows}}<dt>{{.label}}</dt><dd><bdi>{{.text}}</bdi></dd>
        {{/rows}}
        </dl>

        """)

    /// Shows an `IndexForm`: the fields alone.
    static let indexFields = PageTemplate(
        "index-fields",
        """
        <div class="field">
        <label for="url">Address of the index</label>
        <input id="url" name="url" type="url" value="{{.url}}" maxlength="2000" spellcheck="false" aria-describedby="url-help">
        <p class="help" id="url-help">What installers would be given, such as <code>https://index.example/simple/</code>.
        Another address forgets the user and password.</p>
        </div>
        <div class="field">
        <label for="cooldown">Cooldown</label>
        <input id="cooldown" name="cooldown" value="{{.cooldown}}" maxlength="40" autocapitalize="none" spellcheck="false" aria-describedby="cooldown-help">
        <p class="help" id="cooldown-help">How long a file has to have been public before it is offered: <code>7d</code>, <code>12h</code>, or 0.</p>
        </div>
        <div class="field">
        <label for="exceptions">Projects without cooldown</label>
        <textarea id="exceptions" name="exceptions" rows="2" spellcheck="false" aria-describedby="exceptions-help">{{.exceptions}}</textarea>
        <p class="help" id="exceptions-help">One in each line.</p>
        </div>
        <div class="field">
        <label for="cache-limit">Cache</label>
        <input id="cache-limit" name="cache_limit" value="{{.cacheLimit}}" maxlength="40" spellcheck="false" aria-describedby="cache-help">
        <p class="help" id="cache-help">The size of all fetched files, such as <code>20GB</code>; empty for no limit.</p>
        </div>
        <div class="field">
        <label for="fresh">Pages are asked for again after</label>
        <input id="fresh" name="fresh" value="{{.fresh}}" maxlength="40" autocapitalize="none" spellcheck="false">
        </div>
        <div class="field">
        <label for="stale">Without the index, pages are shown for</label>
        <input id="stale" name="stale" value="{{.stale}}" maxlength="40" autocapitalize="none" spellcheck="false">
        </div>
        <label class="choice"><input type="checkbox" name="allows_unhashed" value="on"{{#.allowsUnhashed}} checked{{/.allowsUnhashed}}>
        Fetch files, too, of which the index gives no digest</label>
        <label class="choice"><input type="checkbox" name="is_official" value="on"{{#.isOfficial}} checked{{/.isOfficial}}>
        The organization's official index</label>
        <fieldset>
        <legend>As whom the index is asked</legend>
        <div class="field">
        <label for="index-user">User</label>
        <input id="index-user" name="index_user" maxlength="1000" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="index-user-help">
        <p class="help" id="index-user-help">{{#.hasCredentials}}There is one, which is never shown; left empty, it stays.{{/.hasCredentials}}{{^.hasCredentials}}Left empty, as nobody.{{/.hasCredentials}}</p>
        </div>
        <div class="field">
        <label for="index-password">Password or token</label>
        <input id="index-password" name="index_password" type="password" maxlength="10000" autocomplete="new-password">
        </div>
        {{#.hasCredentials}}<label class="choice"><input type="checkbox" name="forget_credentials" value="on">
        Forget user and password</label>{{/.hasCredentials}}
        </fieldset>

        """)
}
