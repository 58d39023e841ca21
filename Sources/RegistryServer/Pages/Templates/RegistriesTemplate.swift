extension PageTemplate {
    /// Shows a `PagerView`.
    static let pager = PageTemplate(
        "pager",
        """
        {{#isNeeded}}
        <nav class="pager" aria-label="Pages">
        <p class="small">{{.text}}</p>
        {{#.previous}}<a class="button quiet tight" href="{{.}}" rel="prev">Previous</a>{{/.previous}}
        {{#.next}}<a class="button quiet tight" href="{{.}}" rel="next">Next</a>{{/.next}}
        </nav>
        {{/isNeeded}}

        """)

    /// Shows a `RegistriesContent`.
    static let registries = PageTemplate(
        "registries",
        """
        {{#organization}}
        <nav class="crumbs" aria-label="Where this is"><ol><li><a href="{{home}}">Registries</a></li>
        <li aria-current="page"><bdi>{{.}}</bdi></li></ol></nav>
        {{/organization}}
        <div class="head"><div><h1>{{.title}}</h1></div></div>
        <form class="tools" method="get" action="{{action}}" data-live role="search">
        <div class="field grow">
        <label for="q">Search registries</label>
        <input id="q" type="search" name="q" value="{{search}}" maxlength="100" autocomplete="off" spellcheck="false">
        </div>
        <button class="quiet" type="submit">Search</button>
        </form>
        <div data-results>
        <p class="hidden" data-count>{{count}}</p>
        {{#isEmpty}}
        <div class="card empty">
        <p>There is nothing to show.</p>
        {{#isStranger}}<p>Private registries are shown to those who <a href="{{signIn}}{{next}}">sign in</a>.</p>{{/isStranger}}
        </div>
        {{/isEmpty}}
        {{#groups}}
        <section class="group" aria-labelledby="org-{{.slug}}">
        <div class="head">
        <div><h2 id="org-{{.slug}}"><a href="{{.link}}"><bdi>{{.name}}</bdi></a></h2></div>
        {{#.create}}<p><a class="button quiet tight" href="{{.}}">New registry</a></p>{{/.create}}
        </div>
        {{#isEmpty}}<p class="card small">No registries yet.</p>{{/isEmpty}}
        {{^isEmpty}}
        <table class="list">
        <thead><tr><th scope="col">Registry</th><th class="wide" scope="col">Visibility</th><th class="wide" scope="col">Kind</th>
        <th class="number" scope="col">Projects</th><th class="number wide" scope="col">Files</th>
        <th class="number" scope="col">Size</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr>
        <th scope="row"><a href="{{.link}}"><bdi>{{.name}}</bdi></a>
        {{#badges}}<span class="badge phone {{.tone}}">{{.visibility}}</span>{{/badges}}
        {{#.description}}<p class="line"><bdi>{{.}}</bdi></p>{{/.description}}</th>
        {{#badges}}<td class="wide"><span class="badge {{.tone}}">{{.visibility}}</span></td><td class="wide">{{.kind}}</td>{{/badges}}
        <td class="number">{{.projects}}{{^.projects}}…{{/.projects}}</td>
        <td class="number wide">{{.files}}{{^.files}}…{{/.files}}</td>
        <td class="number">{{.size}}{{^.size}}…{{/.size}}</td>
        </tr>
        {{/rows}}
        </tbody>
        </table>
        {{/isEmpty}}
        </section>
        {{/groups}}
        {{#pager}}{{>pager}}{{/pager}}
        </div>

        """)
}
