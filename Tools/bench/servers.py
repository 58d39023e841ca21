"""The servers of the `serve` benchmark: regadmin, devpi and nginx, each started on a port of its own on 127.0.0.1.

Each is used as it comes: its own defaults for threads, caches and logs, plain HTTP. All write a log line for each
request into a file.
"""

import base64
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import corpora
from measure import BenchError, anonymous_memory, quietly

ADDRESS = "127.0.0.1"
START_SECONDS = 60


def free_port():
    """A port that nobody listened on a moment ago, for servers that cannot choose one themselves."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return probe.getsockname()[1]


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Server:
    """A process, the place of its data and the log it writes."""

    name = "server"

    def __init__(self, place):
        self.place = place
        self.process = None
        self.port = None
        os.makedirs(place, exist_ok=True)
        self.log_path = os.path.join(place, "log")

    @property
    def url(self):
        return f"http://{ADDRESS}:{self.port}"

    def start(self, command, **options):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0, **options)

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def memory(self):
        """Bytes of private memory of all its processes."""
        return anonymous_memory(self.process.pid, set())

    def wait_until(self, is_up):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if is_up():
                return
            time.sleep(0.05)
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            raise BenchError(f"{self.name} did not start:\n{log.read()[-2000:]}")

    def answers(self, path="/"):
        try:
            self.get(path)
        except urllib.error.HTTPError:
            pass
        except OSError:
            return False
        return True

    def get(self, path, accept=None):
        """Body and content type of a page."""
        request = urllib.request.Request(self.url + path, headers={"Accept": accept} if accept else {})
        with urllib.request.urlopen(request, timeout=120) as response:
            return response.read(), response.headers.get("Content-Type")


class Regadmin(Server):
    """Ours, spoken to in Buildkite's dialect."""

    name = "regadmin"
    file_field = "file"

    def __init__(self, place, program):
        super().__init__(place)
        self.program = program
        self.store = os.path.join(place, "store")
        self.authorization = None

    def command(self, *words):
        return [self.program, *words, "--store", self.store]

    def prepare(self, registries):
        for registry in registries:
            quietly(*self.command("registry", "create", registry, "--public"))
        quietly(*self.command("user", "create", "bench", "--site-admin"))
        self.authorization = self.bearer("write_packages")

    def bearer(self, scope):
        """The header of a token with this scope."""
        made = quietly(*self.command("token", "create", "--user", "bench", "--scope", scope, "--json"))
        events = [json.loads(line) for line in made.splitlines() if line.startswith("{")]
        return "Bearer " + next(event["secret"] for event in events if "secret" in event)

    def run(self):
        # It says on its error stream where it listens.
        self.start(self.command("serve", "--port", "0", "--host", ADDRESS))

        def is_up():
            with open(self.log_path, encoding="utf-8", errors="replace") as log:
                for line in log:
                    if "listening on http://" in line:
                        self.port = int(line.rpartition("listening on http://")[2].split()[0].rpartition(":")[2])
                        return True
            return False

        self.wait_until(is_up)

    def location(self, path):
        """Where a path leads to."""
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            if answer.status != 303:
                raise BenchError(f"{path}: {answer.status}")
            return answer.headers["Location"]
        finally:
            connection.close()

    def root_path(self, registry):
        return f"/{registry}/pypi/simple/"

    def page_path(self, registry, project):
        return f"/{registry}/pypi/simple/{project}/"

    def upload_path(self, registry):
        organization, _, slug = registry.partition("/")
        return f"/v2/packages/organizations/{organization}/registries/{slug}/packages"


class Devpi(Server):
    """devpi-server from PyPI, with one user and an index for each registry; no mirror of anything."""

    name = "devpi"
    file_field = "content"

    def __init__(self, place, base):
        super().__init__(place)
        self.programs = os.path.join(base, "devpi", "bin")
        self.data = os.path.join(place, "server")
        self.authorization = None

    @classmethod
    def install(cls, base):
        environment = os.path.join(base, "devpi")
        if os.path.exists(os.path.join(environment, "bin", "devpi-server")):
            return
        corpora.say("installing devpi-server")
        shutil.rmtree(environment, ignore_errors=True)
        quietly("/usr/bin/python3", "-m", "venv", environment)
        quietly(os.path.join(environment, "bin", "python"), "-m", "pip", "install", "--quiet", "devpi-server==6.20.3")

    def prepare(self, registries):
        quietly(os.path.join(self.programs, "devpi-init"), "--serverdir", self.data, "--no-root-pypi",
                "--root-passwd", "bench")
        self.run()
        self.call("PUT", "/bench", {"password": "bench"})
        token = self.call("POST", "/+login", {"user": "bench", "password": "bench"})["result"]["password"]
        self.authorization = basic("bench", token)
        for registry in registries:
            self.call("PUT", self.base(registry), {"type": "stage", "bases": [], "volatile": True})

    def run(self):
        self.port = free_port()
        self.start([os.path.join(self.programs, "devpi-server"), "--serverdir", self.data, "--host", ADDRESS,
                    "--port", str(self.port), "--offline-mode"])
        self.wait_until(lambda: self.answers("/+api"))

    def call(self, method, path, body):
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    @staticmethod
    def base(registry):
        return "/bench/" + registry.rpartition("/")[2]

    def page_path(self, registry, project):
        return f"{self.base(registry)}/+simple/{project}/"

    def upload_path(self, registry):
        return self.base(registry) + "/"


class Nginx(Server):
    """Debian's nginx with static files: a page each, and the file of the download."""

    name = "nginx"

    CONFIGURATION = """
worker_processes auto;
daemon off;
pid {place}/pid;
error_log {place}/error.log warn;
events {{ worker_connections 4096; }}
http {{
  access_log {place}/access.log;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  types {{ }}
  server {{
    listen {address}:{port};
    root {place}/files;
    location ~ \\.json$ {{ default_type application/vnd.pypi.simple.v1+json; }}
    location ~ \\.html$ {{ default_type text/html; }}
    location /line/ {{ limit_rate 119m; default_type application/octet-stream; }}
    location / {{ default_type application/octet-stream; }}
  }}
}}
"""

    def prepare(self, files):
        """Files by name, each the path of what it is a copy of, or its bytes."""
        folder = os.path.join(self.place, "files")
        os.makedirs(folder, exist_ok=True)
        for name, content in files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            if isinstance(content, bytes):
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(content)
            else:
                shutil.copyfile(content, os.path.join(folder, name))
        # Its workers give up root, and have to reach the files.
        for path in (self.place, folder):
            os.chmod(path, 0o755)

    def run(self):
        self.port = free_port()
        configuration = os.path.join(self.place, "nginx.conf")
        with open(configuration, "w", encoding="utf-8") as file:
            text = self.CONFIGURATION.format(place=self.place, address=ADDRESS, port=self.port)
            # Workers as whoever runs this, so that directories above may be private.
            file.write(("user root;\n" if os.geteuid() == 0 else "") + text)
        self.start([shutil.which("nginx") or "/usr/sbin/nginx", "-c", configuration, "-e", self.place + "/error.log"])
        self.wait_until(self.answers)
