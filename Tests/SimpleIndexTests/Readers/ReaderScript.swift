/// The Python side: reads pages from the file named by its first argument and writes what each reader makes of them to
/// the file named by its second.
let readerScript = #"""
    import base64, json, sys, urllib.parse, warnings
    from html.parser import HTMLParser
    from mousebender import simple
    from packaging.version import Version
    from pip._internal.index.collector import IndexContent, parse_links
    from pypi_simple import IndexPage, ProjectPage

    # mousebender warns of a version it only partly knows.
    warnings.simplefilter("ignore")
    pages = json.load(open(sys.argv[1], encoding="utf-8"))
    JSON, HTML = "application/vnd.pypi.simple.v1+json", "application/vnd.pypi.simple.v1+html"


    def place(base, url):
        return urllib.parse.unquote(urllib.parse.urljoin(base, url).partition("#")[0])


    def yanked(value):
        return None if value is False or value is None else "" if value is True else value


    def pip(page, content, content_type):
        return [
            {
                "filename": link.filename, "url": place(page["url"], link.url), "sha256": link.hash if link.hash_name == "sha256" else None,
                "requiresPython": link.requires_python, "yanked": link.yanked_reason,
                "metadata": link.metadata_file_data.hashes["sha256"] if link.metadata_file_data else None,
            }
            for link in parse_links(IndexContent(content, content_type, "utf-8", page["url"], cache_link_parsing=False))
        ]


    def pypi_simple(page, read):
        return [
            {
                "filename": item.filename, "url": place(page["url"], item.url), "sha256": item.digests.get("sha256"),
                "requiresPython": item.requires_python, "yanked": (item.yanked_reason or "") if item.is_yanked else None,
                "metadata": (item.metadata_digests or {}).get("sha256") if item.has_metadata else None,
                "provenance": item.provenance_url, "size": item.size,
                "uploaded": None if item.upload_time is None else round(item.upload_time.timestamp() * 1000),
            }
            for item in read.packages
        ]


    def mousebender(page, details):
        return [
            {
                "filename": item["filename"], "url": place(page["url"], item["url"]), "sha256": item["hashes"].get("sha256"),
                "requiresPython": item.get("requires-python"), "yanked": yanked(item.get("yanked")),
                "metadata": (item.get("core-metadata") or {}).get("sha256"),
                "provenance": item.get("provenance"), "size": item.get("size"),
            }
            for item in details["files"]
        ]


    class Anchors(HTMLParser):
        """What a browser would see: tags and texts."""

        def __init__(self, text):
            super().__init__()
            self.tags, self.texts, self.metas = [], [], {}
            self.feed(text)
            self.close()

        def handle_starttag(self, tag, attributes):
            self.tags.append(tag)
            if tag == "a":
                self.texts.append("")
            if tag == "meta" and "name" in dict(attributes):
                self.metas[dict(attributes)["name"]] = dict(attributes)["content"]

        def handle_data(self, data):
            if self.texts and self.lasttag == "a":
                self.texts[-1] += data.rstrip("\n")


    def project(page):
        json_bytes, html_bytes = base64.b64decode(page["json"]), base64.b64decode(page["html"])
        json_text, html_text = json_bytes.decode(), html_bytes.decode()
        from_json = ProjectPage.from_json_data(json.loads(json_text), page["url"])
        from_html = ProjectPage.from_html(page["name"], html_text, page["url"])
        anchors = Anchors(html_text)
        return {
            "files": {
                "pip, JSON": pip(page, json_bytes, JSON),
                "pip, HTML": pip(page, html_bytes, "text/html"),
                "pypi-simple, JSON": pypi_simple(page, from_json),
                "pypi-simple, HTML": pypi_simple(page, from_html),
                "mousebender, JSON": mousebender(page, simple.parse_project_details(json_text, JSON, page["name"])),
                "mousebender, HTML": mousebender(page, simple.parse_project_details(html_text, HTML, page["name"])),
            },
            "name": from_json.project,
            "apiVersions": [from_json.repository_version, from_html.repository_version],
            "versions": from_json.versions,
            "versionsAreOrdered": [str(v) for v in sorted(map(Version, from_json.versions))] == from_json.versions,
            "status": from_json.status.value,
            "reason": from_json.status_reason,
            "statusInHTML": from_html.status.value if from_html.status else None,
            "reasonInHTML": anchors.metas.get("pypi:project-status-reason"),
            "texts": anchors.texts,
            "tags": sorted(set(anchors.tags)),
        }


    def root(page):
        json_text, html_text = base64.b64decode(page["json"]).decode(), base64.b64decode(page["html"]).decode()
        return {
            "projects": {
                "pypi-simple, JSON": IndexPage.from_json_data(json.loads(json_text)).projects,
                "pypi-simple, HTML": IndexPage.from_html(html_text).projects,
                "mousebender, JSON": [item["name"] for item in simple.parse_project_index(json_text, JSON)["projects"]],
                "mousebender, HTML": [item["name"] for item in simple.parse_project_index(html_text, HTML)["projects"]],
            },
        }


    answers = {"pages": [project(page) for page in pages["pages"]], "lists": [root(page) for page in pages["lists"]]}
    json.dump(answers, open(sys.argv[2], "w", encoding="utf-8"))
    """#
