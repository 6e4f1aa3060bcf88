"""The front: one nginx for worker, C program, PHP-FPM and plain files, and the two rivals behind it."""

import http.client
import os
import random
import shutil
import socket

from processes import Failure, Services, run

HERE = os.path.dirname(os.path.abspath(__file__))
WAYS = ("worker", "ceiling", "php")

NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
worker_processes 2;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    include {limit};
    {servers}
}}
"""

SERVER = """
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        include {folder}/{way}.conf;
        location /static/ {{ alias {storage}/; }}
    }}
"""

POOL = """
[global]
daemonize = no
error_log = {folder}/php-fpm.log
[bench]
{user}
listen = {folder}/php.sock
listen.mode = 0660
listen.backlog = 511
pm = static
pm.max_children = 8
pm.max_requests = 0
env[DB_SOCKET] = "{DB_SOCKET}"
env[DB_DATABASE] = "{DB_DATABASE}"
env[DB_USERNAME] = "{DB_USERNAME}"
env[DB_PASSWORD] = "{DB_PASSWORD}"
env[BENCH_STATEMENTS] = "{folder}/statements.php"
"""


class Front:
    """The same location in front of each of three ways to answer; nginx keeps connections to ours alone, as shipped."""

    def __init__(self, folder, stack):
        self.folder = os.path.join(folder, "front")
        self.stack = stack
        self.services = Services(self.folder)
        self.base = {}

    def up(self):
        os.makedirs(self.folder)
        self.start_ceiling()
        self.start_php()
        self.start_nginx()
        self.compare()

    def down(self):
        self.services.stop()

    def path(self, name):
        return os.path.join(self.folder, name)

    def start_ceiling(self):
        libraries = ["-lfcgi", "-lmysqlclient", "-lcrypto", "-lpthread"]
        run(["gcc", "-O2", "-Wall", "-o", self.path("ceiling"), os.path.join(HERE, "ceiling.c"), *libraries])
        statements = [os.path.join(HERE, name) for name in ("access.sql", "page.sql")]
        self.services.start(
            "ceiling", [self.path("ceiling"), *statements, self.path("ceiling.sock")],
            lambda: os.path.exists(self.path("ceiling.sock")), env={**os.environ, **self.stack.account})

    def start_php(self):
        folders = [*os.environ["PATH"].split(":"), "/usr/sbin", "/usr/local/sbin"]
        found = sorted({name for folder in folders if os.path.isdir(folder) for name in os.listdir(folder)
                        if name.startswith("php-fpm")})
        if not found:
            raise Failure("there is no php-fpm")
        with open(self.path("statements.php"), "w") as file:
            file.write("<?php\nreturn [\n")
            for name in ("access", "page"):
                with open(os.path.join(HERE, name + ".sql")) as sql:
                    file.write(f"'{name}' => <<<'SQL'\n{sql.read()}SQL,\n")
            file.write("];\n")
        root = os.geteuid() == 0
        with open(os.open(self.path("pool.conf"), os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(POOL.format(folder=self.folder, user="user = root" if root else "", **self.stack.account))
        options = ["-d", "opcache.enable=1", "-d", "opcache.validate_timestamps=0", "-d", "variables_order=EGPCS"]
        command = [shutil.which(found[-1], path=":".join(folders)), "-F", "-y", self.path("pool.conf"), *options]
        self.services.start(
            "php-fpm", command + (["-R"] if root else []), lambda: os.path.exists(self.path("php.sock")))

    def start_nginx(self):
        with open(os.path.join(self.stack.folder, "nginx/backupd.conf")) as file:
            shipped = file.read()
        listen, kept = "set $backupd_listen backupd;", "fastcgi_keep_conn     on;"
        if listen not in shipped or kept not in shipped:
            raise Failure("the shipped nginx/backupd.conf does not name the worker where it used to")
        servers = ""
        script = f"fastcgi_pass $backupd_listen; fastcgi_param SCRIPT_FILENAME {HERE}/list.php;"
        for way in WAYS:
            text = shipped
            if way != "worker":
                # Without an upstream of theirs: a kept connection would hold a thread or child, and who comes next would wait.
                text = text.replace(listen, f"set $backupd_listen unix:{self.path(way + '.sock')};")
                text = text.replace(kept, "fastcgi_keep_conn off;")
            if way == "php":
                text = text.replace("fastcgi_pass $backupd_listen;", script)
            with open(self.path(way + ".conf"), "w") as file:
                file.write(text)
            port = free_port()
            self.base[way] = f"127.0.0.1:{port}"
            servers += SERVER.format(port=port, folder=self.folder, way=way, storage=self.stack.storage)
        with open(self.path("nginx.conf"), "w") as file:
            limit = os.path.join(self.stack.folder, "nginx/backupd-limit.conf")
            file.write(NGINX.format(folder=self.folder, limit=limit, servers=servers))
        command = [shutil.which("nginx") or "/usr/sbin/nginx", "-e", self.path("nginx.log"), "-c", self.path("nginx.conf")]
        if os.geteuid() == 0:
            command += ["-g", "user root;"]
        self.services.start("nginx", command, lambda: os.path.exists(self.path("nginx.pid")))

    def compare(self):
        """Makes sure that all three say the same, or their speeds would mean nothing."""
        token = self.stack.environment["TOKEN"]
        for secret in (token, token + "x", None):
            answers = {way: self.get(way, secret) for way in WAYS}
            for way in WAYS[1:]:
                if answers[way] != answers["worker"]:
                    raise Failure(f"{way} answers otherwise than the worker:\n{answers[way]}\n{answers['worker']}")

    def get(self, way, token):
        connection = http.client.HTTPConnection(self.base[way])
        connection.request("GET", "/api/core/backups", headers={"Authorization": f"Bearer {token}"} if token else {})
        response = connection.getresponse()
        body = response.read().decode().replace(self.base[way], "HOST")
        connection.close()
        return response.status, body


def free_port():
    """Below the range the kernel takes ports from for itself."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
