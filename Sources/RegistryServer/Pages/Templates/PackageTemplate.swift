extension PageTemplate {
    /// Shows a `PackageHead`.
    static let packageHead = PageTemplate(
        "package-head",
        """
        <nav class="crumbs" aria-label="Where this is"><ol><li><a href="{{home}}">Registries</a></li>
        <li><a href="{{.organizationLink}}">{{.organization}}</a></li>
        <li><a href="{{.registryLink}}"><bdi>{{.registry}}</bdi></a></li>
        <li aria-current="page"><bdi>{{.name}}</bdi></li></ol></nav>
        <div class="head">
        <div>
        <h1><bdi>{{.name}}</bdi> <span class="muted">{{.version}}</span></h1>
        <p><span class="badge {{.tone}}">{{.visibility}}</span> <span class="badge">{{.kind}}</span>
        {{#.isYanked}}<span class="badge warn">Yanked</span>{{/.isYanked}}
        <code class="muted">{{.filename}}</code></p>
        </div>
        <p><a class="button" href="{{.download}}">Download <span class="plain">{{.size}}</span></a></p>
        </div>
        {{#.isYanked}}<p class="warning"><strong>This file has been yanked.</strong> Installers take it only where its exact
        version is asked for.{{#.yankedReason}} The reason given: <bdi>{{.}}</bdi>{{/.yankedReason}}</p>{{/.isYanked}}
        {{#.statusNotice}}<p class="warning">{{.}}{{#statusReason}} The reason given: <bdi>{{.}}</bdi>{{/statusReason}}</p>{{/.statusNotice}}
        {{#.isDamaged}}<p class="problem">The bytes of this file are damaged on the server's disk. It cannot be downloaded
        until they are mended.</p>{{/.isDamaged}}
        <nav class="tabs" aria-label="Package"><ul>
        {{#tabs}}<li><a href="{{.link}}"{{#.isCurrent}} aria-current="page"{{/.isCurrent}}>{{.title}}</a></li>
        {{/tabs}}
        </ul></nav>

        """)

    /// Shows a `PackageSide`.
    static let packageSide = PageTemplate(
        "package-side",
        """
        <aside class="side" aria-label="About the package">
        <section class="card" aria-labelledby="details"><h2 id="details">Details</h2>
        <dl>
        {{#rows}}<dt>{{.label}}</dt><dd>{{#.link}}<a href="{{.}}"><bdi>{{text}}</bdi></a>{{/.link}}{{^.link}}<bdi>{{.text}}</bdi>{{/.link}}</dd>
        {{/rows}}
        <dt>Pushed</dt><dd>{{#pushed}}<time datetime="{{.machine}}">{{.text}}</time>{{/pushed}}{{#uploader}} by <bdi>{{.}}</bdi>{{/uploader}}</dd>
        </dl></section>
        {{#hasLinks}}<section class="card" aria-labelledby="links"><h2 id="links">Links</h2>
        <ul>
        {{#links}}<li>{{#.href}}<a href="{{.}}" rel="nofollow noopener noreferrer"><bdi>{{label}}</bdi></a>{{/.href}}{{^.href}}<bdi>{{.label}}</bdi>{{/.href}}
        <span class="small"><bdi>{{.text}}</bdi></span></li>
        {{/links}}
        </ul></section>{{/hasLinks}}
        <section class="card" aria-labelledby="downloads"><h2 id="downloads">Downloads</h2>
        {{#graph}}
        <p><b>{{.total}}</b> <span class="small">in all</span> · <b>{{.recent}}</b> <span class="small">in the last 90 days</span></p>
        <svg class="graph" role="img" aria-label="{{.text}}" viewBox="0 0 {{.width}} {{.height}}" width="{{.width}}" height="{{.height}}" preserveAspectRatio="none"><path d="{{.bars}}"/><line x1="0" x2="{{.width}}" y1="{{.height}}" y2="{{.height}}"/></svg>
        {{/graph}}
        </section>
        <section class="card" aria-labelledby="dependencies"><h2 id="dependencies">Dependencies <span class="badge">{{dependencyCount}}</span></h2>
        {{#hasDependencies}}
        <ul>
        {{#dependencies}}<li>{{#.link}}<a href="{{.}}">{{name}}</a>{{/.link}}{{^.link}}{{.name}}{{/.link}}{{#.wanted}} <code>{{.}}</code>{{/.wanted}}{{#.marker}} <span class="small">when <code>{{.}}</code></span>{{/.marker}}</li>
        {{/dependencies}}
        </ul>
        {{#moreDependencies}}<p class="small">and {{.}} more</p>{{/moreDependencies}}
        {{/hasDependencies}}
        {{^hasDependencies}}<p class="small">None.</p>{{/hasDependencies}}
        </section>
        <section class="card" aria-labelledby="versions"><h2 id="versions">Versions <span class="badge">{{versionCount}}</span></h2>
        <ul>
        {{#versions}}<li>{{#.isCurrent}}<b aria-current="true">{{version}}</b>{{/.isCurrent}}{{^.isCurrent}}<a href="{{.link}}">{{.version}}</a>{{/.isCurrent}}
        {{#.isYanked}}<span class="badge warn">Yanked</span>{{/.isYanked}}{{#.isPrerelease}}<span class="badge">Pre-release</span>{{/.isPrerelease}}</li>
        {{/versions}}
        </ul>
        {{#allVersions}}<p><a href="{{.}}">All versions</a></p>{{/allVersions}}
        </section>
        {{#hasClassifiers}}<section class="card" aria-labelledby="classifiers"><h2 id="classifiers">Classifiers</h2>
        <ul class="small">
        {{#classifiers}}<li><bdi>{{.}}</bdi></li>
        {{/classifiers}}
        </ul></section>{{/hasClassifiers}}
        {{#hasChanges}}<section class="card" aria-labelledby="changes"><h2 id="changes">Manage</h2>
        <ul class="plain-list">
        {{#changes}}<li><a class="button quiet tight" href="{{.link}}">{{.text}}</a></li>
        {{/changes}}
        </ul></section>{{/hasChanges}}
        </aside>

        """)

    /// Shows an `InstallationContent`.
    static let packageInstallation = PageTemplate(
        "package-installation",
        """
        {{#head}}{{>package-head}}{{/head}}
        <div class="columns package">
        <div>
        <section aria-labelledby="installation"><h2 id="installation">Package installation</h2>
        {{^hasSnippets}}<p class="small">This server serves no index that installers could be told of.</p>{{/hasSnippets}}
        {{#preparation}}<p>Installers show a token; the commands take it from a variable.
        {{#setup}}<a href="{{.}}">Make a token</a>{{/setup}}</p>{{>snippet}}{{/preparation}}
        {{#commands}}{{>snippet}}{{/commands}}
        </section>
        {{#hasSnippets}}<section aria-labelledby="configuration"><h2 id="configuration">Registry configuration</h2>
        {{#configuration}}{{>snippet}}{{/configuration}}
        </section>{{/hasSnippets}}
        <section aria-labelledby="about"><h2 id="about">About this version</h2>
        {{#summary}}<p class="lead"><bdi>{{.}}</bdi></p>{{/summary}}
        {{#saysNothing}}<p class="small">It says nothing of itself.</p>{{/saysNothing}}
        {{#descriptionHTML}}<div class="prose card" dir="auto">{{{.}}}</div>{{/descriptionHTML}}
        {{#descriptionText}}<pre class="text" tabindex="0" dir="auto">{{.}}</pre>{{/descriptionText}}
        {{#isDescriptionCut}}<p class="small">The description is longer than what is shown.</p>{{/isDescriptionCut}}
        </section>
        </div>
        {{#side}}{{>package-side}}{{/side}}
        </div>

        """)

    /// Shows a `ContentsContent`.
    static let packageContents = PageTemplate(
        "package-contents",
        """
        {{#head}}{{>package-head}}{{/head}}
        <div class="columns package">
        <section aria-labelledby="contents"><h2 id="contents">Contents</h2>
        {{#problem}}<p class="problem">{{.}}</p>{{/problem}}
        {{^problem}}
        <p class="small">{{total}}</p>
        {{#hasCrumbs}}<nav class="crumbs" aria-label="Directories"><ol>{{#crumbs}}<li><a href="{{.link}}"><bdi>{{.name}}</bdi></a></li>{{/crumbs}}<li aria-current="page"><bdi>{{directory}}</bdi></li></ol></nav>{{/hasCrumbs}}
        <ul class="tree card">
        {{#treeHTML}}{{{.}}}{{/treeHTML}}
        </ul>
        {{#pager}}{{>pager}}{{/pager}}
        {{/problem}}
        </section>
        {{#side}}{{>package-side}}{{/side}}
        </div>

        """)

    /// Shows a `MemberContent`.
    static let packageMember = PageTemplate(
        "package-member",
        """
        {{#head}}{{>package-head}}{{/head}}
        <div class="columns package">
        <section aria-labelledby="member"><h2 id="member"><bdi>{{name}}</bdi></h2>
        <nav class="crumbs" aria-label="Directories"><ol>{{#crumbs}}<li><a href="{{.link}}"><bdi>{{.name}}</bdi></a></li>{{/crumbs}}<li aria-current="page"><bdi>{{name}}</bdi></li></ol></nav>
        <p class="small">{{size}}</p>
        {{#isEmpty}}<p class="card empty">The file is empty.</p>{{/isEmpty}}
        {{^isEmpty}}
        {{#text}}<pre class="text" tabindex="0">{{.}}</pre>{{/text}}
        {{^text}}<p class="card empty">This is no text, and is not shown.</p>{{/text}}
        {{/isEmpty}}
        {{#cut}}<p class="small">{{.}}</p>{{/cut}}
        </section>
        {{#side}}{{>package-side}}{{/side}}
        </div>

        """)

    /// Shows a `DigestsContent`.
    static let packageDetails = PageTemplate(
        "package-details",
        """
        {{#head}}{{>package-head}}{{/head}}
        <div class="columns package">
        <div>
        <section aria-labelledby="digests"><h2 id="digests">Digests</h2>
        {{#digests}}<figure class="snippet digest"><figcaption>{{.name}}</figcaption>
        <pre tabindex="0"><code data-copy="{{.name}}">{{.hex}}</code></pre></figure>
        {{/digests}}
        </section>
        <section aria-labelledby="file"><h2 id="file">File</h2>
        <dl class="facts">
        {{#rows}}<dt>{{.label}}</dt><dd><bdi>{{.text}}</bdi></dd>
        {{/rows}}
        </dl></section>
        </div>
        {{#side}}{{>package-side}}{{/side}}
        </div>

        """)

    /// Shows a `VersionsContent`.
    static let packageVersions = PageTemplate(
        "package-versions",
        """
        {{#head}}{{>package-head}}{{/head}}
        <div class="columns package">
        <div>
        <section aria-labelledby="files"><h2 id="files">Files of this version</h2>
        <ul class="plain-list card">
        {{#files}}<li>{{#.isCurrent}}<b aria-current="true">{{filename}}</b>{{/.isCurrent}}{{^.isCurrent}}<a href="{{.link}}">{{.filename}}</a>{{/.isCurrent}}
        <span class="small">{{.size}}</span>{{#.isYanked}} <span class="badge warn">Yanked</span>{{/.isYanked}}</li>
        {{/files}}
        </ul></section>
        <section aria-labelledby="all-versions"><h2 id="all-versions">All versions</h2>
        <table class="list"><thead><tr><th scope="col">Version</th><th scope="col">Files</th><th scope="col">Pushed</th></tr></thead>
        <tbody>
        {{#versionsHTML}}{{{.}}}{{/versionsHTML}}
        </tbody></table>
        {{#pager}}{{>pager}}{{/pager}}
        </section>
        </div>
        {{#side}}{{>package-side}}{{/side}}
        </div>

        """)
}
