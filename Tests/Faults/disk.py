"""A small disk, full or read-only."""

import os
import shutil
import subprocess

from dumpprocess import in_mid_dump
from dumpprogram import DumpProgram
from fault import Fault, Skipped, create_under, delete_under, fill
from picture import Picture


class SmallDisk:
    """A tmpfs in the place of the storage's disk, whose size can be changed while it is used."""

    def __init__(self, stack):
        self.stack = stack

    def mount(self, *options):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(["size=64M", "mode=0700", *options]), "tmpfs",
                               self.stack.private], capture_output=True, text=True)
        if done.returncode != 0:
            raise Skipped(f"no tmpfs can be mounted here: {done.stderr.strip()}")

    def remount(self, option):
        subprocess.run(["mount", "-o", f"remount,{option}", self.stack.private], check=True, capture_output=True)

    def unmount(self):
        subprocess.run(["umount", self.stack.private], check=True)


def faults(stack, scratch):
    """The backups move onto the small disk for as long as these faults last."""
    fill(stack)
    disk = SmallDisk(stack)
    stack.kill_worker()
    kept = scratch / "kept"
    shutil.copytree(stack.private, kept, symlinks=True)
    try:
        disk.mount()
    except Skipped as reason:
        shutil.rmtree(kept)
        stack.restart()
        for name in ("is full", "is read-only"):
            yield Fault(f"the disk {name}", lambda _, reason=reason: (_ for _ in ()).throw(reason))
        return
    try:
        shutil.copytree(kept, stack.private, symlinks=True, dirs_exist_ok=True)
        stack.restart()
        size = max(int(row[2]) for row in Picture(stack).rows.values())
        for pages in (0, 1, 2, 3, 4, size // 8192, size // 4096 - 2, size // 4096 - 1, size // 4096, size // 4096 + 1):
            yield Fault(f"the disk has {pages} pages left", with_room(disk, pages))
        yield Fault("the disk is full at a delete", delete_on_full_disk(disk))
        yield Fault("the disk has no inode left", without_inodes(disk, 0))
        yield Fault("the disk has one inode left", without_inodes(disk, 1))
        yield Fault("the disk is filled by others in mid-dump", filled_in_mid_dump(disk, scratch))
        yield Fault("the disk is read-only", read_only(disk))
    finally:
        stack.kill_worker()
        shutil.rmtree(kept)
        shutil.copytree(stack.private, kept, symlinks=True)
        disk.unmount()
        shutil.rmtree(stack.private)
        shutil.copytree(kept, stack.private, symlinks=True)
        stack.restart()


def used(stack):
    state = os.statvfs(stack.private)
    return (state.f_blocks - state.f_bfree) * state.f_frsize


def inodes(stack):
    state = os.statvfs(stack.private)
    return state.f_files - state.f_ffree


def with_room(disk, pages):
    def body(stack):
        fill(stack)

        def cause():
            disk.remount(f"size={used(stack) + pages * 4096}")
            try:
                return stack.create()
            finally:
                disk.remount("size=64M")
        create_under(stack, cause, None)
    return body


def without_inodes(disk, number):
    def body(stack):
        fill(stack)

        def cause():
            disk.remount(f"nr_inodes={inodes(stack) + number}")
            try:
                return stack.create()
            finally:
                disk.remount("nr_inodes=100000")
        create_under(stack, cause, [500, 507])
    return body


def delete_on_full_disk(disk):
    def body(stack):
        fill(stack)

        def cause(id):
            disk.remount(f"size={used(stack)}")
            try:
                return stack.delete(id)
            finally:
                disk.remount("size=64M")
        delete_under(stack, cause, [200])
    return body


def filled_in_mid_dump(disk, scratch):
    def body(stack):
        fill(stack)
        settings = dict(stack.settings)
        program = DumpProgram(stack, scratch)
        hog = stack.private / "hog"

        def harm(_):
            disk.remount(f"size={used(stack) + 65536}")
            hog.write_bytes(bytes(61440))

        def cause():
            try:
                return in_mid_dump(program, harm)
            finally:
                disk.remount("size=64M")
                hog.unlink(missing_ok=True)
        try:
            create_under(stack, cause, None)
        finally:
            stack.settings = settings
            stack.restart()
    return body


def read_only(disk):
    def body(stack):
        fill(stack)

        def cause():
            disk.remount("ro")
            try:
                return stack.create()
            finally:
                disk.remount("rw")
        create_under(stack, cause, [500])
    return body
