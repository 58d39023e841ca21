/// How pages look: light and dark, from 320 pixels on, with the system's fonts.
///
/// All colours are in two lists; text on its ground has a contrast of 4.5 and more (WCAG 2.1, AA) in both.
enum Stylesheet {
    static let text = colors + base + frame + parts + lists + forms + package

    private static let colors = """
        :root {
          color-scheme: light dark;
          --ground: #f6f7f9; --surface: #fff; --raised: #eef1f5; --text: #1b2027; --muted: #56606c;
          --line: #d6dce4; --link: #1f4fb8; --button: #2457c5; --button-text: #fff; --danger: #b3261e;
          --good: #12592c; --good-ground: #e2f4e8; --warn: #6a4a00; --warn-ground: #fdf1cf;
          --bad: #8f1d17; --bad-ground: #fde8e6; --focus: #1f4fb8; --bar: #3d6fd9;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ground: #0f1319; --surface: #171c24; --raised: #202733; --text: #e5eaf1; --muted: #a0acba;
            --line: #313b48; --link: #8fb4ff; --button: #3566d6; --button-text: #fff; --danger: #c9382f;
            --good: #8fe0ab; --good-ground: #12301d; --warn: #f0cf7a; --warn-ground: #352a0c;
            --bad: #ffb3ac; --bad-ground: #3a1613; --focus: #8fb4ff; --bar: #6d97f5;
          }
        }

        """

    private static let base = """
        *, ::before, ::after { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; overflow-y: scroll; }
        body {
          margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground);
          color: var(--text); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
        }
        h1, h2, h3 { line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.65rem; letter-spacing: -.01em; }
        h2 { font-size: 1.2rem; margin-top: 2rem; }
        h3 { font-size: 1.05rem; margin-top: 1.75rem; }
        section > h3:first-child { border-top: 1px solid var(--line); padding-top: 1rem; }
        p { margin: 0 0 .9rem; }
        a { color: var(--link); text-underline-offset: .15em; }
        code, pre, kbd { font: .9em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace; }
        code { overflow-wrap: anywhere; }
        bdi { overflow-wrap: anywhere; }
        :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
        main:focus { outline: none; }
        .small { font-size: .875rem; color: var(--muted); }
        .muted { color: var(--muted); }
        .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .skip { position: absolute; left: -999rem; top: .5rem; padding: .5rem 1rem; background: var(--surface); z-index: 9; }
        .skip:focus { left: .5rem; }
        @media (prefers-reduced-motion: no-preference) {
          a, button, .button, input, .drop { transition: background-color .12s, border-color .12s, color .12s; }
        }

        """

    private static let frame = """
        .bar { background: var(--surface); border-bottom: 1px solid var(--line); }
        .bar-inside, main, footer p { width: 100%; max-width: 74rem; margin: 0 auto; padding: 0 1.25rem; }
        .bar-inside { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; padding-block: .6rem; }
        .brand { font-weight: 700; font-size: 1.1rem; letter-spacing: -.01em; color: var(--text); text-decoration: none; }
        .bar nav ul { display: flex; gap: 1.25rem; list-style: none; margin: 0; padding: 0; }
        .bar nav a { display: inline-block; padding: .35rem 0; color: var(--text); text-decoration: none; }
        .bar nav a:hover, .brand:hover { color: var(--link); text-decoration: underline; }
        .bar-account { margin: 0 0 0 auto; display: flex; align-items: center; gap: .75rem; min-width: 0; }
        .bar-name { font-size: .875rem; color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        main { flex: 1; padding-block: 1.75rem 3rem; }
        footer { color: var(--muted); font-size: .875rem; padding-block: 1rem 1.5rem; border-top: 1px solid var(--line); }
        .narrow { max-width: 36rem; margin: 0 auto; }
        .tabs + .narrow { margin: 0; }
        .narrow > h2:first-child { margin-top: 0; }
        .bar .button, .bar button { min-height: 2.1rem; padding: .15rem .8rem; font-size: .9rem; }
        .crumbs { font-size: .9rem; margin: 0 0 .4rem; overflow-wrap: anywhere; }
        .crumbs ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0 .4rem; }
        .crumbs li:not(:last-child)::after { content: "/"; color: var(--muted); margin-left: .4rem; }
        .head { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .5rem 1.5rem; margin-bottom: 1rem; }
        .head > div:first-child { flex: 1 1 20rem; min-width: 0; }
        .head p { margin: 0; }
        .tabs { border-bottom: 1px solid var(--line); margin: 1rem 0 1.5rem; overflow-x: auto; scrollbar-width: thin; }
        .tabs ul { display: flex; gap: .25rem; list-style: none; margin: 0; padding: 3px 3px 0; }
        .tabs a {
          display: block; padding: .55rem .85rem; white-space: nowrap; color: var(--muted); text-decoration: none;
          border-bottom: 3px solid transparent;
        }
        @media (max-width: 34rem) { .tabs ul { gap: 0; } .tabs a { padding-inline: .6rem; font-size: .95rem; } }
        .tabs a:hover { color: var(--text); border-color: var(--line); }
        .tabs [aria-current] { color: var(--text); font-weight: 600; border-color: var(--link); }
        @media (max-width: 34rem) {
          .bar-inside, main, footer p { padding-inline: 1rem; }
          .bar-inside { column-gap: .8rem; }
          .bar nav ul { gap: .75rem; }
          .bar nav a { font-size: .95rem; }
          .brand { font-size: 1rem; }
          .bar-account { gap: 0; }
          .bar .button, .bar button { padding-inline: .6rem; }
          .bar-name { display: none; }
          h1 { font-size: 1.4rem; }
        }

        """

    private static let parts = """
        .card { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1.15rem 1.25rem; }
        .card + .card { margin-top: 1rem; }
        .card > :last-child { margin-bottom: 0; }
        .notice, .problem, .warning { border-radius: 8px; padding: .65rem .9rem; border: 1px solid; overflow-wrap: anywhere; }
        .notice { color: var(--good); background: var(--good-ground); }
        .warning { color: var(--warn); background: var(--warn-ground); }
        .problem { color: var(--bad); background: var(--bad-ground); }
        .badge {
          display: inline-block; padding: .05rem .5rem; border-radius: 99px; font-size: .78rem; line-height: 1.5;
          background: var(--raised); color: var(--muted); border: 1px solid var(--line); white-space: nowrap;
          vertical-align: .1em;
        }
        .badge.good { color: var(--good); background: var(--good-ground); }
        .badge.warn { color: var(--warn); background: var(--warn-ground); }
        .badge.bad { color: var(--bad); background: var(--bad-ground); }
        .error-code { font-size: 3.5rem; font-weight: 700; line-height: 1; margin: 2rem 0 .5rem; color: var(--muted); }
        .empty { text-align: center; padding: 2.5rem 1rem; }
        .snippet { margin: 0 0 1.25rem; position: relative; }
        .snippet figcaption { display: flex; align-items: center; gap: .75rem; min-height: 2.25rem; font-size: .9rem; font-weight: 600; }
        .snippet pre {
          margin: .25rem 0 0; padding: .8rem 1rem; background: var(--raised); border: 1px solid var(--line);
          border-radius: 8px; overflow-x: auto; tab-size: 4; white-space: pre;
        }
        .copy { margin-left: auto; flex: none; }
        .going { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem .75rem 2rem; max-height: 22rem; overflow: auto; }
        .facts { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0 0 1rem; }
        .facts dt { color: var(--muted); }
        .facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        .figures { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 0 0 1.25rem; padding: 0; }
        .figures div { min-width: 6rem; }
        .figures dt { font-size: .85rem; color: var(--muted); }
        .figures dd { margin: 0; font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .columns { display: grid; grid-template-columns: minmax(0, 1fr) 19rem; gap: 2rem; align-items: start; }
        .columns > aside:first-child { grid-column: 2; grid-row: 1; }
        .columns > aside:first-child + div { grid-column: 1; grid-row: 1; }
        .columns > aside h2:first-child, .columns > div > h2:first-child { margin-top: 0; }
        @media (max-width: 56rem) {
          .columns { display: block; }
          .columns > * + * { margin-top: 1.5rem; }
        }
        @media (max-width: 34rem) { .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: .6rem; } }

        """

    private static let lists = """
        .list { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
        .list caption { text-align: left; font-weight: 600; padding: 0 0 .5rem; }
        .list th, .list td { padding: .6rem .9rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
        .list tbody tr:last-child > * { border-bottom: 0; }
        .list thead th { font-size: .85rem; color: var(--muted); font-weight: 600; white-space: nowrap; }
        .list tbody th { font-weight: 600; overflow-wrap: anywhere; }
        .list .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .list .line { color: var(--muted); font-size: .9rem; font-weight: 400; margin: .1rem 0 0; }
        .list thead a { color: inherit; text-decoration: none; }
        .list thead a:hover { text-decoration: underline; }
        .list thead a::after { content: " ↕"; opacity: .6; }
        .list thead [aria-sort=ascending] a::after { content: " ↑"; opacity: 1; }
        .list thead [aria-sort=descending] a::after { content: " ↓"; opacity: 1; }
        .list .act { text-align: right; white-space: nowrap; }
        .list .slim { width: 1%; }
        .group { margin-top: 2rem; }
        .group:first-of-type { margin-top: 1rem; }
        .group .head { align-items: center; margin-bottom: .6rem; }
        .group h2 { margin: 0; }
        .list time { white-space: nowrap; }
        .phone { display: none; }
        .tools { display: flex; flex-wrap: wrap; gap: .6rem .75rem; align-items: end; margin: 0 0 1rem; }
        .tools .field { margin: 0; }
        .tools .grow { flex: 1 1 14rem; }
        .pager { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; margin: 1rem 0 0; }
        .pager .small { margin: 0 auto 0 0; }
        @media (max-width: 44rem) { .list .wide { display: none; } .phone { display: inline-block; } .list th, .list td { padding: .55rem .65rem; } .list time { white-space: normal; } }
        fieldset .field + .field, fieldset .field + .choice { margin-top: .8rem; }

        """

    private static let forms = """
        .stack { display: grid; gap: 1rem; justify-items: start; margin: 0 0 .9rem; }
        .stack > * { width: 100%; margin: 0; }
        .stack > button { width: auto; }
        ::file-selector-button {
          font: inherit; font-size: .9rem; color: var(--text); background: var(--raised); border: 1px solid var(--line);
          border-radius: 5px; padding: .15rem .7rem; margin-right: .7rem;
        }
        .field { display: grid; gap: .25rem; }
        label, legend { font-weight: 600; font-size: .925rem; }
        input:not([type=checkbox], [type=radio]), select, textarea {
          width: 100%; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--muted);
          border-radius: 7px; padding: .5rem .65rem; min-height: 2.6rem;
        }
        textarea { min-height: 5rem; resize: vertical; }
        [aria-invalid=true] { border-color: var(--danger); }
        .help { font-size: .875rem; color: var(--muted); margin: 0; }
        fieldset { border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1rem .85rem; margin: 0; min-width: 0; }
        .choice { display: flex; gap: .6rem; align-items: baseline; font-weight: 400; padding: .3rem 0; }
        .choice input { width: 1.05rem; height: 1.05rem; flex: none; position: relative; top: .15rem; accent-color: var(--button); }
        button, .button {
          display: inline-flex; align-items: center; justify-content: center; gap: .4rem; font: inherit; font-weight: 600;
          font-size: .95rem; min-height: 2.5rem; padding: .35rem 1rem; border-radius: 7px; border: 1px solid var(--button);
          background: var(--button); color: var(--button-text); text-decoration: none; cursor: pointer;
        }
        button:hover, .button:hover { filter: brightness(1.08); }
        button:disabled { opacity: .6; cursor: default; }
        .quiet { background: var(--surface); color: var(--text); border-color: var(--line); font-weight: 500; }
        .quiet:hover { border-color: var(--muted); filter: none; }
        .danger { background: var(--danger); border-color: var(--danger); color: #fff; }
        .tight { min-height: 2rem; padding: .1rem .7rem; font-size: .875rem; }
        .buttons { display: flex; flex-wrap: wrap; gap: .75rem; }
        .drop { border: 2px dashed var(--muted); border-radius: 10px; padding: 1.25rem; background: var(--surface); }
        /* Its place is kept, so that nothing moves when it is shown. */
        [data-drop-hint][hidden] { display: inline; visibility: hidden; }
        .drop.over { border-color: var(--link); background: var(--raised); }
        progress { width: 100%; height: .7rem; accent-color: var(--button); }
        .uploads { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; gap: .5rem; }
        .uploads:empty { position: absolute; }

        """

    private static let package = """
        .columns.package { grid-template-columns: minmax(0, 1fr) 20rem; }
        .package > section > h2:first-child, .package > div > section:first-child > h2, .card > h2:first-child { margin-top: 0; }
        .side .card { padding: .9rem 1rem; font-size: .925rem; }
        .side h2 { font-size: 1rem; margin: 0 0 .5rem; }
        .side dl { margin: 0; display: grid; grid-template-columns: minmax(5.5rem, max-content) minmax(0, 1fr); gap: .25rem .9rem; }
        .side dt { color: var(--muted); }
        .side dd { margin: 0; overflow-wrap: anywhere; }
        .side ul { margin: 0; padding-left: 1.1rem; overflow-wrap: anywhere; }
        .side p { margin: 0 0 .5rem; }
        .side .plain-list, .plain-list { list-style: none; padding-left: 0; }
        .plain-list li { padding: .2rem 0; overflow-wrap: anywhere; }
        ul.plain-list.card { padding: .8rem 1.25rem; }
        .side code { font-size: .85em; }
        .plain { font-weight: 400; opacity: .9; }
        .lead { font-size: 1.1rem; }
        .tree, .tree ul { list-style: none; margin: 0; padding-left: 1.1rem; }
        .tree.card { padding: .8rem 1.25rem; }
        .tree li { overflow-wrap: anywhere; }
        .tree .member, .tree summary { padding: .2rem 0; }
        .tree .small { white-space: nowrap; }
        .tree ul { border-left: 1px solid var(--line); margin-left: .3rem; }
        .digest pre { white-space: pre-wrap; overflow-wrap: anywhere; }
        .prose { overflow-wrap: anywhere; }
        .prose h3:first-child { margin-top: 0; }
        .prose pre { overflow-x: auto; padding: .8rem 1rem; background: var(--raised); border-radius: 8px; }
        .scroll { overflow-x: auto; margin: 0 0 1rem; }
        .prose table { border-collapse: collapse; }
        .prose th, .prose td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; overflow-wrap: normal; }
        .prose .center { text-align: center; }
        .prose .right { text-align: right; }
        .prose blockquote { margin: 0 0 1rem; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--muted); }
        pre.text { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin: 0 0 1rem; }
        .graph { width: 100%; height: 40px; display: block; }
        .graph path { fill: var(--bar); }
        .graph line { stroke: var(--muted); }
        .figures .note { font-size: .85rem; font-weight: 400; color: var(--muted); }
        .problem h2 { margin-top: 0; }
        .problem ul { padding-left: 1.2rem; }
        .events td:first-child { white-space: nowrap; }
        .events td { overflow-wrap: anywhere; }
        .events td:last-child { min-width: 7rem; overflow-wrap: normal; }
        @media (max-width: 34rem) { .events td { font-size: .85rem; } .events td:first-child { white-space: normal; } }

        """
}
