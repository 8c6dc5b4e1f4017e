"""Latency and memory of ``jxlint serve``: warm requests by two workers, and what the processes hold after many.

python benchmarks/service.py [--requests 1000] [--workers 2] [FILE…]
Prints p50 and p95 over the first 200 requests, one after the other and two at a time, and the resident memory of the
service and its job processes as requests go by. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEASURED = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    wish = parser.parse_args()
    files = wish.files or sorted((ROOT / "examples").glob("*-faulty.txt"))
    bodies = [form_of(path) for path in files]
    service = subprocess.Popen(
        [sys.executable, "-m", "linter", "serve", "--port", "0", "--workers", str(wish.workers)],
        stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert service.stdout is not None
        port = int(service.stdout.readline().decode().split(":")[2].split("/")[0])
        for _ in range(wish.workers * 2):
            for body in bodies:
                ask(port, [body])
        print(f"{len(files)} forms in turn, {wish.workers} workers, load {os.getloadavg()[0]:.1f}")
        told("one after the other", ask(port, [bodies[at % len(bodies)] for at in range(MEASURED)]))
        told("two at a time", at_once(port, bodies, 2, MEASURED // 2))
        done = MEASURED * 2
        print(f"after {done} requests: {memory(service.pid)}")
        while done < wish.requests:
            at_once(port, bodies, 2, 100)
            done += 200
            print(f"after {done} requests: {memory(service.pid)}")
    finally:
        service.send_signal(signal.SIGINT)
        service.wait(20)


def form_of(path: Path) -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n'
    return head.encode() + path.read_bytes() + b"\r\n--x--\r\n"


def ask(port: int, bodies: list[bytes]) -> list[float]:
    """Seconds of each request, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    taken = []
    for body in bodies:
        begun = time.perf_counter()
        connection.request("POST", "/api/check", body, {"Content-Type": "multipart/form-data; boundary=x"})
        reply = connection.getresponse()
        reply.read()
        assert reply.status == 200, reply.status
        taken.append(time.perf_counter() - begun)
    return taken


def at_once(port: int, bodies: list[bytes], clients: int, each: int) -> list[float]:
    taken: list[float] = []

    def client(first: int) -> None:
        taken.extend(ask(port, [bodies[(first + at) % len(bodies)] for at in range(each)]))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def told(what: str, taken: list[float]) -> None:
    ranked = sorted(taken)
    p50, p95 = (ranked[int(len(ranked) * share)] * 1000 for share in (0.5, 0.95))
    print(f"{what}: {len(taken)} requests, p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def memory(pid: int) -> str:
    """Resident megabytes of a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    for task in Path(f"/proc/{pid}/task").iterdir():  # job processes are started by threads
        children += (task / "children").read_text(encoding="ascii").split()
    sizes = [resident(int(one)) for one in (str(pid), *dict.fromkeys(children))]
    return "service {} MB, job processes {}".format(
        sizes[0], " and ".join(f"{size} MB" for size in sizes[1:])
    )


def resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20


if __name__ == "__main__":
    main()
