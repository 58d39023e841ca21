"""One headless Chromium for all tests of the pages, and what every page is checked for.

What the tests need to know comes in the environment: SITE (the server's address), PASSWORD (of every user), DIST (a directory
with distributions to publish), SCREENSHOTS (where pictures go).
"""

import atexit
import base64
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

SITE = os.environ["SITE"]
PASSWORD = os.environ["PASSWORD"]
DIST = Path(os.environ["DIST"])
SCREENSHOTS = Path(os.environ["SCREENSHOTS"])
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WIDTHS = (1280, 390)
# Transferred by a first visit, everything together, and requests of one page.
FIRST_VISIT_BYTES = 60_000
REQUESTS = 5

# Layout shifts are told to observers only.
WATCH_SHIFTS = (
    "window.shifted = 0;"
    "new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shifted += entry.value; })"
    ".observe({type: 'layout-shift', buffered: true});")


def start():
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    # A socket is made below it, whose path must be short.
    profile = tempfile.mkdtemp(prefix="regadmin-browser-", dir="/tmp")
    for word in ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--hide-scrollbars", "--force-prefers-reduced-motion", f"--user-data-dir={profile}"]:
        options.add_argument(word)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"), env={**os.environ, "TMPDIR": profile})
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_script_timeout(60)

    def stop():
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)

    atexit.register(stop)
    return driver


DRIVER = start()


class PageTest(unittest.TestCase):
    """A visitor who has not signed in, with the window of a desktop."""

    def setUp(self):
        self.driver = DRIVER
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        self.resize(1280)
        self.logged()

    # Where to go, and what to do there.

    def open(self, path):
        self.driver.get(SITE + path)

    def sign_in(self, user):
        self.open("/sign-in")
        self.fill("user", user)
        self.fill("password", PASSWORD)
        self.press("Sign in", within="main form")
        self.assertIn(f"Signed in as {user}", self.one("header").text)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def fill(self, identifier, text):
        field = self.driver.find_element(By.ID, identifier)
        field.clear()
        field.send_keys(text)

    def press(self, words, within="main"):
        """Presses the button or link whose text begins so, and waits for the page it leads to."""
        for element in self.all(f"{within} button, {within} a"):
            if element.text.startswith(words) and element.is_displayed():
                old = self.one("html")
                element.click()
                WebDriverWait(self.driver, 60).until(lambda _: self.is_gone(old))
                return
        self.fail(f"no button or link “{words}” on {self.driver.current_url}")

    @staticmethod
    def is_gone(element):
        try:
            element.is_enabled()
            return False
        except Exception:  # whatever the driver calls what is no more
            return True

    def wait(self, condition):
        # What is looked at may go with its page meanwhile.
        patient = WebDriverWait(self.driver, 60, ignored_exceptions=[WebDriverException])
        return patient.until(lambda _: condition())

    @property
    def heading(self):
        return self.one("h1").text

    @property
    def path(self):
        return urlsplit(self.driver.current_url).path

    def snippet(self, title):
        """The text of a snippet, as its copy button copies it."""
        for figure in self.all("figure.snippet"):
            if figure.find_element(By.CSS_SELECTOR, "figcaption").text.split("\n")[0].removesuffix(" Copy") == title:
                return figure.find_element(By.TAG_NAME, "code").get_property("textContent")
        self.fail(f"no snippet “{title}” on {self.driver.current_url}")

    # What every page is checked for.

    def resize(self, width):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})

    def logged(self):
        """What the browser has logged since the last time: console messages, and events of the network."""
        messages = [entry for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return messages, events

    def check(self, path, name, status=200):
        """Loads a page at each width: pictures in both schemes, accessibility, console, requests, layout."""
        for width in WIDTHS:
            self.resize(width)
            self.logged()
            self.open(path)
            self.wait(lambda: self.driver.execute_script("return document.readyState") == "complete")
            self.look(f"{name}-{width}")
            self.check_log(path, status)
            self.assertLessEqual(
                self.driver.execute_script("return document.documentElement.scrollWidth"), width,
                f"{path} is wider than {width} pixels")
        self.picture(f"{name}-390-dark", scheme="dark")
        self.check_accessibility(f"{path} in the dark scheme")
        self.scheme("light")
        self.resize(1280)

    def check_first_visit(self, path):
        """Loads a page with an empty cache, at each width: what is transferred, how often is asked, what moves."""
        watch = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH_SHIFTS})
        try:
            for width in WIDTHS:
                self.resize(width)
                self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
                self.logged()
                self.open(path)
                self.wait(lambda: self.driver.execute_script("return document.readyState") == "complete")
                self.assertEqual(self.shifted(), 0, f"{path} moves at {width} pixels")
                _, events = self.logged()
                urls = [event["params"]["request"]["url"] for event in events
                        if event["method"] == "Network.requestWillBeSent"]
                received = [event["params"]["encodedDataLength"] for event in events
                            if event["method"] == "Network.loadingFinished"]
                # The page, its stylesheet and its script at least: nothing came out of a cache.
                self.assertTrue(3 <= len(received) <= REQUESTS and len(urls) <= REQUESTS, f"{path}: {urls} {received}")
                self.assertLessEqual(sum(received), FIRST_VISIT_BYTES, f"{path}: {urls} {received}")
        finally:
            self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", watch)
            self.resize(1280)

    def shifted(self):
        """How much of a watched page has moved by itself since it was opened (the sum of its layout shifts)."""
        return self.driver.execute_async_script(
            "const done = arguments[0];"
            "requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.shifted), 100)));")

    def look(self, name):
        """A picture of the page as it is, and its accessibility."""
        self.picture(name)
        self.check_accessibility(name)

    def scheme(self, scheme):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def picture(self, name, scheme="light"):
        self.scheme(scheme)
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        width = self.driver.execute_script("return document.documentElement.clientWidth")
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": min(height, 3000), "scale": 1}})
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (SCREENSHOTS / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def check_accessibility(self, where):
        self.driver.execute_script(AXE)
        found = self.driver.execute_async_script(
            "const done = arguments[0];"
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
            ".then(result => done(result.violations), error => done(String(error)));")
        told = found if isinstance(found, str) else [
            f"{item['id']}: {item['help']}: " + "; ".join(
                f"{node['html'][:160]} {node['failureSummary']}" for node in item["nodes"][:4]) for item in found]
        self.assertEqual(told, [], f"axe about {where}")

    def check_log(self, path, status=200):
        messages, events = self.logged()
        # A browser logs that a page's own answer is an error.
        self.assertEqual([m for m in messages if status == 200 or "the server responded" not in m["message"]], [], path)
        sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
        urls = [params["request"]["url"] for params in sent if params["request"]["url"].startswith("http")]
        self.assertEqual([url for url in urls if not url.startswith(SITE)], [], f"{path} asks somebody else")
        self.assertLessEqual(len(urls), REQUESTS, f"{path}: {urls}")
        answers = [event["params"]["response"]["status"] for event in events
                   if event["method"] == "Network.responseReceived" and event["params"]["type"] == "Document"]
        self.assertEqual(answers[-1:], [status], path)


def run(command, directory, **variables):
    """Runs a command as a page shows it; its output where it fails."""
    done = subprocess.run(
        ["/bin/sh", "-eu", "-c", command], cwd=directory, env={**os.environ, **variables}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout}")
    return done.stdout
