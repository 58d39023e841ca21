"""A package's page in a real browser: its tabs, copying, what hostile packages say, yanking and deleting; and health."""

from browser import SITE, PageTest

WINDOW = "/organizations/acme/packages/registries/window"
HOUSE = "/organizations/acme/packages/registries/wheel-house"


class PackageTest(PageTest):
    def find(self, registry, project):
        """Opens the page of a project's newest version."""
        self.open(f"{registry}/projects/{project}")
        self.assertIn("/packages/", self.path)
        return self.path

    def check_safe(self, path):
        """Nothing that a package says has become an element, an attribute or a link of another sort."""
        self.assertEqual(self.all("main script, main img, main iframe, main style, main object, main embed"), [], path)
        found = self.driver.execute_script(
            "return [...document.querySelectorAll('main *')].flatMap(element => [...element.attributes]"
            ".filter(a => a.name.startsWith('on') || a.name === 'style' || a.name === 'srcdoc')"
            ".map(a => element.outerHTML.slice(0, 200)))")
        self.assertEqual(found, [], path)
        for link in self.all("main a"):
            target, relation = link.get_attribute("href"), link.get_attribute("rel") or ""
            if not target.startswith(SITE):
                self.assertRegex(target, "^https?://", path)
                self.assertEqual(relation, "nofollow noopener noreferrer", path)


class Package(PackageTest):
    def test_tabs(self):
        path = self.find(WINDOW, "described")
        self.check(path, "package")
        self.check_safe(path)
        self.assertIn("described==1.0", self.snippet("pip install"))
        self.assertEqual(self.one(".prose h3").text, "Described")
        self.assertEqual(len(self.all(".prose table tr")), 3)
        for tab in ["contents", "details", "versions"]:
            self.check(f"{path}/{tab}", f"package-{tab}")
            self.check_safe(path)
        self.open(path + "/contents")
        self.press("note.txt")
        self.assertIn("a note", self.one("pre.text").text)
        self.check(self.driver.current_url.removeprefix(SITE), "package-member")
        self.open(path)
        self.press("parcel", within="aside")
        self.assertEqual(self.heading.split()[0], "parcel")

    def test_tabs_without_script(self):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        path = self.find(WINDOW, "described")
        for tab in ["Contents", "Details", "Versions", "Installation"]:
            self.press(tab, within="main .tabs")
            self.assertEqual(self.one("main .tabs [aria-current]").text, tab)
        self.assertEqual(self.path, path)

    def test_first_visit(self):
        for project in ["described", "many"]:
            path = self.find(WINDOW, project)
            for tab in ["", "/contents", "/details", "/versions"]:
                self.check_first_visit(path + tab)
        self.check_first_visit(f"{path}/contents?at=many%2F")

    def test_copying(self):
        path = self.find(WINDOW, "described")
        self.open(path + "/details")
        self.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "origin": SITE, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        for name, length in [("MD5", 32), ("SHA1", 40), ("SHA256", 64), ("SHA512", 128)]:
            button = self.one(f'[aria-label="Copy {name}"]')
            button.click()
            self.wait(lambda: button.text == "Copied")
            copied = self.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
            self.assertEqual(copied, self.snippet(name))
            self.assertEqual(len(copied), length)

    def test_hostile(self):
        path = self.find(WINDOW, "hostile")
        for tab in ["", "/contents", "/details", "/versions"]:
            self.check(path + tab, "package-hostile" + tab.replace("/", "-"))
            self.check_safe(path + tab)
        self.open(path + "/contents")
        names = [link.text for link in self.all(".tree a")]
        for name in names:
            self.open(path + "/contents")
            next(link for link in self.all(".tree a") if link.text == name).click()
            self.check_safe(name)
        self.assertTrue(any("⟨U+202E⟩" in name for name in names), names)
        self.open(path)
        self.assertIn("<script>", self.one("main").text)

    def test_many_members(self):
        path = self.find(WINDOW, "many")
        self.open(path + "/contents")
        self.press("many/")
        self.check(self.driver.current_url.removeprefix(SITE), "package-many")
        self.assertEqual(len(self.all(".tree li")), 200)
        self.press("Next")
        self.assertIn("201–400", self.one(".pager").text)


class Changes(PackageTest):
    def test_yank_and_delete(self):
        self.sign_in("ann")
        path = self.find(HOUSE, "doomed")
        self.press("Yank this file", within="aside")
        self.look("package-yank")
        self.fill("reason", "broken <b>wheel</b>")
        self.press("Yank the file")
        self.assertIn("has been yanked", self.one(".notice").text)
        self.assertIn("broken <b>wheel</b>", self.one(".warning").text)
        self.check(path, "package-yanked")
        self.press("Unyank this file", within="aside")
        self.press("Unyank the file")
        self.assertEqual(self.all(".warning"), [])
        self.press("Delete this file", within="aside")
        self.assertIn("doomed-1.0-py3-none-any.whl", self.one(".going").text)
        self.look("package-delete")
        self.press("Delete the file")
        self.assertEqual(self.path, HOUSE)
        self.assertIn("has been deleted", self.one(".notice").text)
        self.open(path)
        self.assertEqual(self.heading, "Not found")


class Health(PageTest):
    def test_health(self):
        self.sign_in("root")
        self.press("Health", within="header")
        self.check("/admin/health", "health")
        self.fill("subject", "acme/window")
        self.press("Search")
        subjects = [row.text for row in self.all("tbody tr")]
        self.assertTrue(subjects and all("acme/window" in text for text in subjects), subjects)
        self.press("Sign out", within="header")
        self.sign_in("ann")
        self.open("/admin/health")
        self.assertEqual(self.heading, "Not allowed")
