extension PageTemplate {
    /// Shows a `ReleasesContent`.
    static let releases = PageTemplate(
        "releases",
        """
        {{#head}}{{>registry-head}}{{/head}}
        <form class="tools" method="get" action="{{action}}" data-live role="search">
        <input type="hidden" name="sort" value="{{sort}}">
        <div class="field grow">
        <label for="q">Search projects</label>
        <input id="q" type="search" name="q" value="{{search}}" maxlength="100" autocomplete="off" spellcheck="false"
          autocapitalize="none">
        </div>
        <button class="quiet" type="submit">Search</button>
        </form>
        <div data-results>
        <p class="small" data-count>{{count}}</p>
        {{#isEmpty}}
        <div class="card empty">
        {{#isNew}}<p>Nothing has been published here yet.</p><p><a href="{{setup}}">Setup &amp; usage</a> says how.</p>{{/isNew}}
        {{^isNew}}<p>No project of this name.</p>{{/isNew}}
        </div>
        {{/isEmpty}}
        {{^isEmpty}}
        <table class="list">
        <thead><tr>
        {{#columns}}<th scope="col"{{#.sorted}} aria-sort="{{.}}"{{/.sorted}} class="{{.style}}"><a href="{{.link}}">{{.title}}</a></th>
        {{/columns}}
        <th class="number wide" scope="col">Files</th>
        </tr></thead>
        <tbody>
        {{#rows}}
        <tr>
        <th scope="row"><a href="{{.link}}"><bdi>{{.project}}</bdi></a>{{#.isYanked}} <span class="badge warn">Yanked</span>{{/.isYanked}}
        {{#.summary}}<p class="line"><bdi>{{.}}</bdi></p>{{/.summary}}</th>
        <td><bdi>{{.version}}</bdi></td>
        <td>{{#pushed}}<time datetime="{{.machine}}" title="{{.machine}}">{{.text}}</time>{{/pushed}}
        {{#.uploader}}<span class="small">by <bdi>{{.}}</bdi></span>{{/.uploader}}</td>
        <td class="number wide">{{.files}}</td>
        </tr>
        {{/rows}}
        </tbody>
        </table>
        {{/isEmpty}}
        {{#pager}}{{>pager}}{{/pager}}
        </div>

        """)
}
