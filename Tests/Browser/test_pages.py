"""Each page of registries and accounts in a real browser, and what people do there from signing in to deleting."""

import base64
import os
import re
import shutil
import tempfile
import unittest
import venv
from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from browser import DIST, PASSWORD, SITE, WATCH_SHIFTS, PageTest, run

WINDOW = "/organizations/acme/packages/registries/window"
HOUSE = "/organizations/acme/packages/registries/wheel-house"


class Strangers(PageTest):
    def test_pages(self):
        self.check("/", "registries-stranger")
        self.assertNotIn("wheel-house", self.one("main").text)
        self.check(WINDOW, "releases-stranger")
        self.check(WINDOW + "/setup", "setup-stranger")
        self.check("/sign-in", "sign-in")
        self.check("/organizations/acme", "organization-stranger")

    def test_errors(self):
        self.check("/nothing/here", "not-found", status=404)
        self.check(HOUSE, "not-found-private", status=404)
        self.assertEqual(self.heading, "Not found")
        self.press("sign in", within="main")
        self.assertEqual(self.path, "/sign-in")

    def test_first_visit(self):
        for path in ["/", "/organizations/acme", WINDOW, WINDOW + "/setup", "/sign-in"]:
            self.check_first_visit(path)

    def test_what_moves_is_measured(self):
        watch = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH_SHIFTS})
        try:
            self.open(WINDOW)
            self.assertEqual(self.shifted(), 0)
            self.driver.execute_script(
                "const late = document.createElement('p'); late.style.height = '300px'; document.body.prepend(late);")
            self.wait(lambda: self.shifted() > 0)
        finally:
            self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", watch)

    def test_keyboard(self):
        self.open(WINDOW)
        body = self.one("body")
        body.send_keys(Keys.TAB)
        skip = self.driver.switch_to.active_element
        self.assertEqual(skip.text, "Skip to the content")
        outline = skip.value_of_css_property("outline-style")
        self.assertEqual(outline, "solid")
        skip.send_keys(Keys.ENTER)
        self.assertEqual(self.driver.execute_script("return document.activeElement.id"), "content")

    def test_keyboard_alone(self):
        """Everything that can be used is reached by the tabulator, in order, and seen where it is."""
        self.open(WINDOW + "/projects/described")
        for path in [self.path, self.path + "/contents", WINDOW, WINDOW + "/setup", "/sign-in"]:
            self.open(path)
            usable = len(self.all("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"))
            reached = []
            self.one("body").send_keys(Keys.TAB)
            while (element := self.driver.switch_to.active_element).tag_name != "body" and len(reached) <= usable:
                reached.append(element)
                self.assertNotEqual(element.value_of_css_property("outline-style"), "none", element.get_attribute("outerHTML"))
                element.send_keys(Keys.TAB)
            self.assertEqual(len(set(reached)), usable, path)
            places = [self.driver.execute_script(
                "return [...document.querySelectorAll('*')].indexOf(arguments[0])", element) for element in reached]
            self.assertEqual(places, sorted(places), path)
        # Signing in, without a pointer.
        self.open("/sign-in")
        self.one("#user").send_keys("ann", Keys.TAB, PASSWORD, Keys.ENTER)
        self.wait(lambda: "Signed in as ann" in self.one("header").text)

    def test_search(self):
        self.open(WINDOW)
        everything = len(self.all("tbody tr"))
        self.assertGreater(everything, 1)
        self.fill("q", "hostile")
        self.wait(lambda: len(self.all("tbody tr")) == 1)
        self.assertIn("q=hostile", self.driver.current_url)
        self.fill("q", "no such project")
        self.wait(lambda: "No project of this name" in self.one("main").text)
        # The same without a script.
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        self.open(WINDOW + "?q=hostile&sort=name")
        self.assertEqual(len(self.all("tbody tr")), 1)
        self.assertEqual(self.one("th[aria-sort]").get_attribute("aria-sort"), "ascending")

    def test_hostile_text(self):
        for path in [WINDOW, WINDOW + "?q=<script>alert(1)</script>", '/sign-in?next=/"><script>alert(1)</script>']:
            self.open(path)
            self.assertEqual(self.all("main script, main img, main iframe, main svg"), [], path)
            for element in self.all("main *"):
                names = self.driver.execute_script(
                    "return [...arguments[0].attributes].map(a => a.name)", element)
                self.assertEqual([name for name in names if name.startswith("on") or name == "style"], [], path)
            links = [link.get_attribute("href") for link in self.all("main a")]
            self.assertEqual([link for link in links if not link.startswith(SITE)], [], path)
        self.open(WINDOW + "?q=hostile")
        self.assertIn("<script>alert(1)</script>", self.one("tbody").text)
        self.assertIn("⟨U+202E⟩", self.one("tbody").text)


class Visitors(PageTest):
    def test_pages(self):
        self.sign_in("ann")
        self.check("/", "registries")
        self.check("/organizations/acme", "organization")
        self.check("/organizations/acme/new-registry", "new-registry")
        for tab in ["", "/setup", "/publish", "/settings", "/delete"]:
            self.check(HOUSE + tab, "wheel-house" + tab.replace("/", "-"))
        self.check("/account/tokens", "tokens")
        for path in ["/", HOUSE, HOUSE + "/settings", HOUSE + "/publish", "/account/tokens"]:
            self.check_first_visit(path)

    def test_signing_in(self):
        self.open("/account/tokens")
        self.assertEqual(self.path, "/sign-in")
        self.fill("user", "ann")
        self.fill("password", "wrong")
        self.press("Sign in", within="main form")
        self.assertIn("do not fit", self.one("[role=alert]").text)
        self.look("sign-in-wrong")
        self.fill("user", "ann")
        self.fill("password", PASSWORD)
        self.press("Sign in", within="main form")
        self.assertEqual(self.path, "/account/tokens")
        cookie = self.driver.get_cookies()[0]
        self.assertTrue(cookie["httpOnly"])
        self.assertEqual(cookie["sameSite"], "Lax")
        self.assertEqual(self.driver.execute_script("return document.cookie"), "")
        self.press("Sign out", within="header")
        self.assertEqual(self.driver.get_cookies(), [])
        self.assertNotIn("Signed in", self.one("header").text)

    def test_tokens_without_script(self):
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        self.sign_in("ann")
        self.open("/account/tokens")
        self.fill("description", "laptop <b>of</b> ann")
        self.press("Make the token")
        secret = self.one("#secret").text
        self.assertRegex(secret, r"^rga_p_[0-9A-Za-z]{38}$")
        self.assertIn("laptop <b>of</b> ann", self.one("main").text)
        self.open("/account/tokens")
        self.assertNotIn(secret, self.driver.page_source)
        row = next(row for row in self.all("tbody tr") if "laptop" in row.text)
        row.find_element(By.PARTIAL_LINK_TEXT, "Revoke").click()
        self.assertEqual(self.heading, "Revoke this token?")
        self.assertIn("laptop <b>of</b> ann", self.one(".going").text)
        self.press("Revoke the token")
        self.assertIn("has been revoked", self.one(".notice").text)

    def test_copying(self):
        self.open(WINDOW + "/setup")
        wanted = self.snippet("pip.conf")
        self.driver.execute_cdp_cmd("Browser.grantPermissions", {
            "origin": SITE, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
        button = self.one('[aria-label="Copy pip.conf"]')
        button.click()
        self.wait(lambda: button.text == "Copied")
        copied = self.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
        self.assertEqual(copied, wanted)
        self.assertIn(f"{SITE}/acme/window/pypi/simple/", copied)

    def test_settings(self):
        self.sign_in("ann")
        self.open("/organizations/acme/new-registry")
        self.fill("name", "Short Lived")
        self.press("Create the registry")
        self.assertEqual(self.path, "/organizations/acme/packages/registries/short-lived/setup")
        self.open("/organizations/acme/packages/registries/short-lived/settings")
        self.fill("description", "For <i>one</i> test")
        self.fill("reservations", "acme-*\nInternal.Tool")
        self.one("input[value=public]").click()
        self.press("Save")
        self.assertIn("saved", self.one(".notice").text)
        self.assertEqual(self.one("#reservations").get_property("value").split(), ["acme-*", "internal-tool"])
        self.fill("reservations", "not a name!")
        self.press("Save")
        self.assertIn("a reservation is", self.one("[role=alert]").text)
        self.press("Delete this registry")
        self.fill("phrase", "acme/other")
        self.press("Delete the registry")
        self.assertIn("nothing has been deleted", self.one("[role=alert]").text)
        self.fill("phrase", "acme/short-lived")
        self.press("Delete the registry")
        self.assertEqual(self.path, "/organizations/acme")
        self.assertNotIn("Short Lived", self.one("main").text)

    def test_composite(self):
        self.sign_in("ann")
        self.open("/organizations/acme/new-registry")
        self.fill("name", "all")
        self.one("input[value=composite]").click()
        self.fill("members", "wheel-house\nwindow")
        self.press("Create the registry")
        page = "/organizations/acme/packages/registries/all"
        self.assertEqual(self.path, page + "/setup")
        for tab in ["", "/upstreams", "/setup", "/settings"]:
            self.check(page + tab, "composite" + tab.replace("/", "-"))
        self.open(page)
        self.assertIn("parcel", self.one("tbody").text)
        self.open(page + "/upstreams")
        self.assertEqual([row.text.split()[:2] for row in self.all("tbody tr")], [["1", "wheel-house"], ["2", "window"]])
        before = self.one("#members").get_property("value")
        self.fill("members", "window\nnowhere")
        self.press("Save")
        self.assertIn("is not there", self.one("[role=alert]").text)
        self.fill("members", before)
        self.press("Save")
        self.assertIn("saved", self.one(".notice").text)

    def test_upstream(self):
        self.sign_in("root")
        self.open("/organizations/acme/new-registry")
        self.check("/organizations/acme/new-registry", "new-registry-root")
        self.fill("name", "outside")
        self.one("input[value=upstream]").click()
        self.one("details summary").click()
        self.fill("url", "http://127.0.0.1:1/simple/")
        self.fill("cooldown", "7 days")
        self.press("Create the registry")
        self.assertIn("is no length of time", self.one("[role=alert]").text)
        self.assertEqual(self.one("#url").get_property("value"), "http://127.0.0.1:1/simple/")
        self.fill("cooldown", "7d")
        self.fill("index-user", "reader")
        self.fill("index-password", "s3cret-of-the-index")
        self.press("Create the registry")
        page = "/organizations/acme/packages/registries/outside"
        self.assertEqual(self.path, page + "/setup")
        for tab in ["", "/upstreams", "/setup", "/settings"]:
            self.check(page + tab, "upstream" + tab.replace("/", "-"))
            self.assertNotIn("s3cret", self.driver.page_source)
        self.open(page + "/settings")
        self.assertEqual(self.one("#cooldown").get_property("value"), "7d")
        self.fill("exceptions", "Urgent.Fix")
        self.fill("cache-limit", "20GB")
        self.press("Save the index")
        self.assertIn("saved", self.one(".notice").text)
        self.assertEqual(self.one("#exceptions").get_property("value"), "urgent-fix")
        self.assertIn("There is one, which is never shown", self.one("#index-user-help").text)
        self.open(page + "/upstreams")
        self.assertIn("urgent-fix", self.one("main").text)
        self.assertIn("at most 20GB", self.one("main").text)
        # Its administrator reads what the site's may change.
        self.press("Sign out", within="header")
        self.sign_in("ann")
        self.check(page + "/settings", "upstream-settings-read")
        self.assertEqual(self.all("#url"), [])
        self.assertIn("regadmin registry update acme/outside", self.snippet("At the command line"))


class Snippets(PageTest):
    """What the pages show is run as it stands."""

    def setUp(self):
        super().setUp()
        self.work = Path(tempfile.mkdtemp(prefix="regadmin-snippets-"))

    def tearDown(self):
        shutil.rmtree(self.work, ignore_errors=True)

    def test_public(self):
        """Installing from a public registry, without a token."""
        self.open(WINDOW + "/setup")
        self.install_all("parcel")

    def test_package(self):
        """Installing as a package's own page says."""
        self.open(WINDOW + "/projects/parcel")
        self.assertIn("parcel==1.1", self.snippet("pip install"))
        self.install_all("parcel")

    def test_composite(self):
        """Installing from a composite registry, which clients are told of alone."""
        self.sign_in("ann")
        self.open("/organizations/acme/new-registry")
        self.fill("name", "both")
        self.one("input[value=composite]").click()
        self.fill("members", "wheel-house\nwindow")
        self.press("Create the registry")
        self.press("Make a token")
        self.assertIn("--index-url", self.snippet("pip install"))
        # The newest is what the snippets name; all of these projects need nothing else.
        self.install_all(self.snippet("pip install").split()[2])

    def test_private(self):
        """Publishing by every snippet and installing by every snippet, with a token that the page filled in."""
        self.sign_in("ann")
        page = "/organizations/acme/packages/registries/pypi"
        self.open(page + "/setup")
        self.one("input[value=publish]").click()
        self.press("Make a token")
        self.assertIn("shown this once", self.one(".warning").text)
        self.look("setup-token")
        commands = {title: self.snippet(title) for title in [
            "curl, Buildkite's way", "curl, Gitea's way",
            "curl, GitLab's way", "twine upload", "uv publish", ".pypirc"]}
        for command in commands.values():
            self.assertNotIn("TOKEN", command)
        home = self.work / "home"
        home.mkdir()
        (home / ".pypirc").write_text(commands.pop(".pypirc"))
        for number, command in enumerate(commands.values()):
            place = self.work / str(number)
            (place / "dist").mkdir(parents=True)
            shutil.copy(DIST / f"part{number}-1.0-py3-none-any.whl", place / "dist")
            run(command, place, HOME=str(home))
        self.open(page)
        shown = self.one("tbody").text
        for number in range(len(commands)):
            self.assertIn(f"part{number}", shown)
        # The newest is what the snippets name.
        self.open(page + "/setup")
        self.press("Make a token")
        self.install_all(f"part{len(commands) - 1}")

    def install_all(self, project):
        places = iter(range(100))

        def environment():
            place = self.work / f"venv{next(places)}"
            venv.create(place, with_pip=True)
            return place, {"VIRTUAL_ENV": str(place), "PATH": f"{place}/bin:{os.environ['PATH']}"}

        texts = {title: self.snippet(title) for title in [
            "pip install", "pip.conf", "requirements.txt", "uv pip install", "pyproject.toml"]}
        credentials = self.all("figure.snippet")
        uv = [self.snippet("Credentials for uv")] if any(
            "Credentials for uv" in figure.text for figure in credentials) else []
        self.assertIn(project, texts["pip install"])

        for command in [texts["pip install"], texts["uv pip install"]]:
            place, variables = environment()
            run(command, self.work, **variables, UV_PYTHON=f"{place}/bin/python3")
            self.assertIn(project, run("python3 -m pip list", self.work, **variables))

        place, variables = environment()
        (self.work / "pip.conf").write_text(texts["pip.conf"])
        # The variable that leads installers to the site alone would be stronger than the file that is tried.
        index = {"PIP_INDEX_URL": ""} if "\nindex-url" in texts["pip.conf"] else {}
        run(f"pip install {project}", self.work, **variables, **index, PIP_CONFIG_FILE=str(self.work / "pip.conf"))

        place, variables = environment()
        (self.work / "requirements.txt").write_text(texts["requirements.txt"])
        run("pip install -r requirements.txt", self.work, **variables)
        self.assertIn(project, run("python3 -m pip list", self.work, **variables))

        application = self.work / "application"
        application.mkdir(exist_ok=True)
        (application / "pyproject.toml").write_text(
            f'[project]\nname = "application"\nversion = "0"\nrequires-python = ">=3.9"\ndependencies = ["{project}"]\n\n'
            + texts["pyproject.toml"])
        run("\n".join(uv + ["uv sync --no-install-project"]), application)
        self.assertIn(SITE, re.sub(r"//[^@/]*@", "//", (application / "uv.lock").read_text()))


class Publishing(PageTest):
    def test_form_and_drop(self):
        self.sign_in("ann")
        self.open(HOUSE + "/publish")
        self.one("input[type=file]").send_keys(str(DIST / "dropped-1.0-py3-none-any.whl"))
        self.press("Publish", within="main form")
        self.open(HOUSE)
        self.assertIn("dropped", self.one("tbody").text)
        # What cannot be published says why, and keeps the page.
        self.open(HOUSE + "/publish")
        self.one("input[type=file]").send_keys(str(DIST / "broken-1.0-py3-none-any.whl"))
        self.one("main form button").click()
        self.wait(lambda: self.all(".uploads .problem"))
        self.assertIn("has not been published", self.one(".uploads").text)
        self.look("publish-refused")
        # Dropped on the page.
        self.drop("second-1.0-py3-none-any.whl")
        self.wait(lambda: "/publish" not in self.path)
        self.open(HOUSE)
        self.assertIn("second", self.one("tbody").text)

    def test_form_without_script(self):
        self.sign_in("ann")
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        self.open(HOUSE + "/publish")
        self.one("input[type=file]").send_keys(str(DIST / "plain-1.0-py3-none-any.whl"))
        self.press("Publish", within="main form")
        self.open(HOUSE)
        self.assertIn("plain", self.one("tbody").text)
        self.open(HOUSE + "/publish")
        self.one("input[type=file]").send_keys(str(DIST / "broken-1.0-py3-none-any.whl"))
        self.press("Publish", within="main form")
        self.assertIn("has not been published", self.one("[role=alert]").text)

    def drop(self, name):
        data = base64.b64encode((DIST / name).read_bytes()).decode()
        self.driver.execute_script(
            "const bytes = Uint8Array.from(atob(arguments[1]), c => c.charCodeAt(0));"
            "const transfer = new DataTransfer();"
            "transfer.items.add(new File([bytes], arguments[0]));"
            "const zone = document.querySelector('.drop');"
            "for (const kind of ['dragenter', 'dragover', 'drop'])"
            "  zone.dispatchEvent(new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));",
            name, data)


if __name__ == "__main__":
    unittest.main(verbosity=2)
