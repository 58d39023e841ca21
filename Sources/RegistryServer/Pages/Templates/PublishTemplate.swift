extension PageTemplate {
    /// Shows a `PublishContent`.
    static let publish = PageTemplate(
        "publish",
        """
        {{#head}}{{>registry-head}}{{/head}}
        <div class="narrow">
        <h2>Publish a file</h2>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        <form class="stack" method="post" action="{{action}}" enctype="multipart/form-data" data-drop>
        {{>form-token}}
        <div class="drop">
        <div class="field">
        <label for="file">A wheel or an sdist</label>
        <input id="file" name="content" type="file" accept=".whl,.tar.gz,.zip" required aria-describedby="file-help">
        <p class="help" id="file-help">At most {{limit}}. The file says for itself which project and version it is.
        <span data-drop-hint hidden>You can drop files here, several at once, too.</span></p>
        </div>
        </div>
        <button type="submit">Publish</button>
        </form>
        <p class="small">Programs publish as <a href="{{setup}}">Setup &amp; usage</a> says.</p>
        </div>

        """)
}
