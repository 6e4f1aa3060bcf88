"""What there is at one moment: rows, files, manifests, marks; and which files are whole, found by own means."""

import hashlib
import json
import os
import re
import zlib

from stack import FOREIGN

NAME = re.compile(r"backup_\d{4}-\d\d-\d\d_\d{6}\.sql\.gz")


class Picture:
    """Rows and files at one moment."""

    def __init__(self, stack):
        query = "SELECT id, filename, path, size_bytes, disk, created_at FROM database_backups ORDER BY id"
        self.rows = {int(row[0]): tuple(row[1:]) for row in stack.sql(query)}
        self.files = {}
        self.parts = []
        self.strangers = []
        for entry in sorted(os.listdir(stack.storage)):
            if entry == ".manifests" or entry in FOREIGN:
                continue
            if NAME.fullmatch(entry):
                content = (stack.storage / entry).read_bytes()
                self.files[entry] = (len(content), hashlib.sha256(content).hexdigest(), proof(content))
            elif entry.startswith(".backup_") and entry.endswith(".part"):
                self.parts.append(entry)
            else:
                self.strangers.append(entry)
        self.manifests, self.marks = {}, set()
        for entry in sorted(os.listdir(stack.manifests)) if stack.manifests.is_dir() else ():
            if entry.endswith(".json"):
                self.manifests[entry.removesuffix(".json")] = read_manifest(stack.manifests / entry)
            elif entry.endswith(".deleting"):
                self.marks.add(entry.removesuffix(".deleting"))
            elif entry.endswith(".part"):
                self.parts.append(".manifests/" + entry)
            elif entry not in ("names", "last"):
                self.strangers.append(".manifests/" + entry)

    @property
    def newest(self):
        return max(self.rows, key=lambda id: (self.rows[id][4], id), default=None)


def read_manifest(path):
    try:
        return json.loads(path.read_bytes())
    except ValueError:
        return None


def proof(content):
    """Why these bytes are no whole backup; None when they are one gzip member that ends with the dump's trailer."""
    inflate = zlib.decompressobj(wbits=31)
    tail, length = b"", 0
    try:
        for start in range(0, len(content), 1 << 18):
            text = inflate.decompress(content[start:start + (1 << 18)])
            length += len(text)
            tail = (tail + text)[-4096:]
    except zlib.error as error:
        return f"gzip: {error}"
    if not inflate.eof:
        return "the gzip member is cut short"
    if inflate.unused_data:
        return "something follows the gzip member"
    lines = [line for line in tail.split(b"\n") if line]
    if not lines or not lines[-1].startswith(b"-- Dump completed") or not tail.endswith(b"\n"):
        return "the last line is not the dump's trailer"
    return None
