"""A site that is deployed while phones are out: a copy of the built app, everything else passed on."""

from __future__ import annotations

import http.client
import re
import shutil
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from whitenoise import WhiteNoise

from urtuu.interfaces.field.headers import app_headers

BUILT = Path(__file__).parents[2] / "src/urtuu/interfaces/field/built"
HOPS = {"connection", "keep-alive", "transfer-encoding", "content-length"}
MARK = '<meta name="build" content="second">'


class Deployed:
    """Serves a copy of the built app; `land` puts another build in its place, as a deployment does."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.site = (host, port)
        self.app = folder / "field"
        shutil.copytree(BUILT / "field", self.app, ignore=shutil.ignore_patterns("*.gz"))
        served = WhiteNoise(
            self._passed_on,
            root=str(folder),
            autorefresh=True,
            index_file=True,
            add_headers_function=app_headers,
        )
        self.server: Any = make_server("127.0.0.1", 0, served, _Server, _Silent)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def land(self) -> str:
        """The second build: a chunk has another name, the first's is gone, the page says which one it is."""
        chunk = next(path.name for path in self.app.rglob("List-*.js"))
        renamed = "List-second00.js"
        for path in [*self.app.rglob("*.js"), *self.app.rglob("*.html"), *self.app.rglob("*.json")]:
            text = path.read_text(encoding="utf-8").replace(chunk, renamed)
            if path.name == "index.html":
                text = text.replace("<head>", f"<head>{MARK}", 1)
            if path.name == "sw.js":
                text, versions = re.subn(r'"[0-9a-f]{12}"', '"000000000002"', text)
                assert versions == 1
            path.write_text(text, encoding="utf-8")
        old = next(self.app.rglob(chunk))
        old.rename(old.with_name(renamed))
        return chunk

    def _passed_on(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Whatever is no file of the app is asked of the site."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {
            name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")
        }
        if environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
        asked = http.client.HTTPConnection(*self.site, timeout=30)
        asked.request(environ["REQUEST_METHOD"], environ["PATH_INFO"] + query, body, headers)
        answer = asked.getresponse()
        start(
            f"{answer.status} {answer.reason}",
            [(name, value) for name, value in answer.getheaders() if name.lower() not in HOPS],
        )
        return [answer.read()]


class _Server(WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def process_request(self, request: Any, client_address: Any) -> None:
        """Each in a thread of its own: a browser asks for many files at once."""
        threading.Thread(target=self._one, args=(request, client_address), daemon=True).start()

    def _one(self, request: Any, client_address: Any) -> None:
        self.finish_request(request, client_address)
        self.shutdown_request(request)


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The test tells what went wrong."""
