extension PageTemplate {
    /// Shows a `SettingsContent`.
    static let settings = PageTemplate(
        "settings",
        """
        {{#head}}{{>registry-head}}{{/head}}
        <div class="narrow">
        <h2>Settings</h2>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        <form class="card stack" method="post" action="{{action}}">
        {{>form-token}}
        {{#given}}
        <div class="field">
        <label for="description">Description</label>
        <textarea id="description" name="description" maxlength="1000" rows="3">{{.description}}</textarea>
        </div>
        {{/given}}
        {{#visibility}}{{>choice-field}}{{/visibility}}
        {{#isInspected}}
        <div class="field">
        <label for="mode">When a file is not what its name says</label>
        <select id="mode" name="mode">
        {{#modes}}{{>option}}{{/modes}}
        </select>
        </div>
        <div class="field">
        <label for="profile">How exacting the inspection is</label>
        <select id="profile" name="profile">
        {{#profiles}}{{>option}}{{/profiles}}
        </select>
        </div>
        {{/isInspected}}
        {{#takesFiles}}
        {{#given}}
        <label class="choice"><input type="checkbox" name="reserves_filenames" value="on"{{#.reservesFilenames}} checked{{/.reservesFilenames}}>
        Filenames of deleted files can never be used again</label>
        {{/given}}
        {{/takesFiles}}
        {{#given}}
        <div class="field">
        <label for="reservations">Reserved names</label>
        <textarea id="reservations" name="reservations" rows="4" spellcheck="false" aria-describedby="reservations-help">{{.reservations}}</textarea>
        <p class="help" id="reservations-help">One in each line: a project's name, or the beginning of names and a star, such
        as <code>acme-*</code>. No index elsewhere is ever asked for them.</p>
        </div>
        {{/given}}
        <button type="submit">Save</button>
        </form>
        {{#index}}
        <h2>Index elsewhere</h2>
        <form class="card stack" method="post" action="{{indexAction}}">
        {{>form-token}}
        {{>index-fields}}
        <button type="submit">Save the index</button>
        </form>
        {{/index}}
        {{#indexFacts}}
        <h2>Index elsewhere</h2>
        <p>Where the server asks around is for administrators of the site: here, or at its command line.</p>
        {{>index-facts}}
        {{#command}}{{>snippet}}{{/command}}
        {{/indexFacts}}
        {{#delete}}
        <h2>Delete</h2>
        <p>The registry goes with all its files.</p>
        <p><a class="button quiet" href="{{.}}">Delete this registry</a></p>
        {{/delete}}
        </div>

        """)

    /// Shows a `NewRegistryContent`.
    static let newRegistry = PageTemplate(
        "new-registry",
        """
        <nav class="crumbs" aria-label="Where this is"><ol><li><a href="{{home}}">Registries</a></li>
        <li><a href="{{organizationLink}}">{{organization}}</a></li><li aria-current="page">New registry</li></ol></nav>
        <div class="narrow">
        <h1>New registry</h1>
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        <form class="card stack" method="post" action="{{action}}">
        {{>form-token}}
        <div class="field">
        <label for="name">Name</label>
        <input id="name" name="name" value="{{.name}}" maxlength="200" required autocomplete="off" aria-describedby="name-help">
        <p class="help" id="name-help">Its address has the words of the name in lower case, joined by hyphens.</p>
        </div>
        <div class="field">
        <label for="description">Description</label>
        <textarea id="description" name="description" maxlength="1000" rows="2">{{.description}}</textarea>
        </div>
        {{#visibility}}{{>choice-field}}{{/visibility}}
        {{#kind}}{{>choice-field}}{{/kind}}
        <div class="field">
        <label for="members">Members of a composite registry</label>
        <textarea id="members" name="members" rows="3" spellcheck="false" aria-describedby="members-help">{{members}}</textarea>
        <p class="help" id="members-help">One registry of this organization in each line. The first that has a project answers for it.</p>
        </div>
        {{#index}}
        <details{{#opensIndex}} open{{/opensIndex}}><summary>The index of an upstream registry</summary>
        <div class="stack">{{>index-fields}}</div></details>
        {{/index}}
        <button type="submit">Create the registry</button>
        </form>
        </div>

        """)

    /// Shows an `UpstreamsContent`.
    static let upstreams = PageTemplate(
        "upstreams",
        """
        {{#head}}{{>registry-head}}{{/head}}
        {{#problem}}<p class="problem" role="alert">{{.}}</p>{{/problem}}
        {{#upstream}}{{>index-facts}}{{/upstream}}
        {{#isComposite}}
        <p>The first of these that has a project answers for it, with all of its files.</p>
        {{#isEmpty}}<p class="card empty">No members yet.</p>{{/isEmpty}}
        {{^isEmpty}}
        <table class="list">
        <thead><tr><th scope="col" class="number slim">Order</th><th scope="col">Registry</th><th scope="col">Kind</th></tr></thead>
        <tbody>
        {{#rows}}<tr><td class="number slim">{{.position}}</td>
        <th scope="row">{{#.link}}<a href="{{.}}">{{name}}</a>{{/.link}}{{^.link}}{{.name}}{{/.link}}</th><td>{{.kind}}</td></tr>
        {{/rows}}
        </tbody>
        </table>
        {{/isEmpty}}
        {{#action}}
        <h2>Change the members</h2>
        <form class="card stack" method="post" action="{{.}}">
        {{>form-token}}
        <div class="field">
        <label for="members">Members in order, one in each line</label>
        <textarea id="members" name="members" rows="6" spellcheck="false">{{members}}</textarea>
        </div>
        <button type="submit">Save</button>
        </form>
        {{/action}}
        {{/isComposite}}

        """)
}
