extension PageTemplate {
    /// Shows a `HealthContent`.
    static let health = PageTemplate(
        "health",
        """
        <h1>Health</h1>
        {{#isDamaged}}
        <section class="problem" aria-labelledby="damage"><h2 id="damage">{{damagedCount}} damaged</h2>
        <p>Their bytes are not what they were. Publishing the same files again, or <code>regadmin verify --repair-from</code>, mends them.</p>
        <ul>
        {{#damage}}<li><code>{{.digest}}</code> ({{.size}}){{#.hasFiles}}<ul>{{#.files}}<li><bdi>{{.}}</bdi></li>{{/.files}}</ul>{{/.hasFiles}}</li>
        {{/damage}}
        </ul>
        {{#moreDamage}}<p>and {{.}} more</p>{{/moreDamage}}
        </section>
        {{/isDamaged}}
        {{^isDamaged}}<p class="notice">No damage is known.</p>{{/isDamaged}}
        <section class="card" aria-labelledby="store"><h2 id="store">Store</h2>
        <dl class="figures">
        {{#figures}}<div><dt>{{.label}}</dt><dd>{{.value}}</dd>{{#.note}}<dd class="note">{{.}}</dd>{{/.note}}</div>
        {{/figures}}
        </dl></section>
        <section class="card" aria-labelledby="verification"><h2 id="verification">Verification</h2>
        <dl class="figures">
        {{#verification}}<div><dt>{{.label}}</dt><dd>{{.value}}</dd>{{#.note}}<dd class="note">{{.}}</dd>{{/.note}}</div>
        {{/verification}}
        </dl>
        <h3>Last runs</h3>
        <dl class="facts">
        {{#runs}}<dt><code>{{.command}}</code></dt><dd>{{#.time}}<time datetime="{{.machine}}">{{.text}}</time>: {{result}}{{/.time}}{{^.time}}not in the audit log{{/.time}}</dd>
        {{/runs}}
        </dl></section>
        <section aria-labelledby="events"><h2 id="events">Audit log</h2>
        {{#search}}
        <form class="tools" role="search" action="{{action}}">
        <div class="field"><label for="action">Action</label>
        <input id="action" name="action" value="{{.action}}" maxlength="64" placeholder="file.delete" autocapitalize="none" spellcheck="false"></div>
        <div class="field grow"><label for="subject">What it was done to</label>
        <input id="subject" name="subject" value="{{.subject}}" maxlength="300" placeholder="acme/packages" autocapitalize="none" spellcheck="false"></div>
        <button class="quiet" type="submit">Search</button>
        </form>
        {{/search}}
        {{#hasEvents}}
        <table class="list events"><thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Who</th></tr></thead>
        <tbody>
        {{#events}}<tr><td>{{#.time}}<time datetime="{{.machine}}">{{.text}}</time>{{/.time}}</td>
        <td><code>{{.action}}</code> <bdi>{{.subject}}</bdi>{{#.detail}}<p class="line"><bdi>{{.}}</bdi></p>{{/.detail}}</td>
        <td><bdi>{{.actor}}</bdi><p class="line">{{.via}}</p></td></tr>
        {{/events}}
        </tbody></table>
        {{/hasEvents}}
        {{^hasEvents}}<p class="card empty">{{#isSearch}}Nothing that was searched for.{{/isSearch}}{{^isSearch}}Nothing has been done yet.{{/isSearch}}</p>{{/hasEvents}}
        <nav class="pager" aria-label="Pages of the log">
        {{#newest}}<a class="button quiet tight" href="{{.}}">Newest</a>{{/newest}}
        {{#older}}<a class="button quiet tight" href="{{.}}" rel="next">Older</a>{{/older}}
        </nav>
        </section>

        """)
}
