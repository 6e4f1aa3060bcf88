"""The storage's folders moved away and exchanged under a running dump."""

import shutil

from dumpprocess import in_mid_dump
from dumpprogram import DumpProgram
from fault import Fault, create_under, fill


def faults(stack, scratch):
    program = DumpProgram(stack, scratch)
    yield from links_change(stack, program)
    yield from folders_move(stack, program)
    yield Fault("the part file is taken away in mid-dump", part_harmed(program, lambda part: part.unlink()))
    yield Fault("the part file is exchanged in mid-dump",
                part_harmed(program, lambda part: (part.unlink(), part.write_bytes(b"x"), part.chmod(0o640))))
    yield Fault("the manifests' folder is taken away in mid-dump", manifests_moved(program, laid=False))
    yield Fault("the manifests' folder is a file in mid-dump", manifests_moved(program, laid=True))


def links_change(stack, program):
    """The storage's root is behind a symbolic link, as releases are that are swapped."""
    root = stack.private
    other = stack.folder / "storage" / "app" / "private.other"

    def lay_link():
        root.rename(root.with_name("private.real"))
        root.symlink_to("private.real")

    def lift_link():
        root.unlink()
        root.with_name("private.real").rename(root)
        if other.exists():
            shutil.rmtree(other)

    def link_to(target):
        new = root.with_name("private.new")
        new.symlink_to(target)
        new.rename(root)

    def swap_link():
        (other / "backups").mkdir(parents=True, mode=0o700)
        link_to("private.other")

    def through_link(harm, allowed, before=False):
        def body(stack):
            fill(stack)
            lay_link()

            def cause():
                try:
                    if before:
                        harm()
                        return stack.create()
                    return in_mid_dump(program, lambda _: harm())
                finally:
                    lift_link()
            create_under(stack, cause, allowed, may_keep_file=False)
        return body

    yield Fault("the storage is behind a link, which stays", through_link(lambda: None, [201]))
    yield Fault("the storage's link is swapped in mid-dump", through_link(swap_link, [500]))
    yield Fault("the storage's link leads nowhere in mid-dump", through_link(lambda: link_to("nowhere"), [500]))
    yield Fault("the storage's link leads nowhere", through_link(lambda: link_to("nowhere"), [500], before=True))
    yield Fault("the storage's link leads to itself", through_link(lambda: link_to("private"), [500], before=True))
    yield Fault("the storage's link is swapped to and fro in mid-dump",
                through_link(lambda: (swap_link(), link_to("private.real")), [201]))


def folders_move(stack, program):
    def swap_folder(lay):
        stack.storage.rename(stack.storage.with_name("backups.away"))
        lay()

    def swap_folder_back():
        if stack.storage.is_symlink() or stack.storage.is_file():
            stack.storage.unlink()
        elif stack.storage.is_dir():
            shutil.rmtree(stack.storage)
        stack.storage.with_name("backups.away").rename(stack.storage)

    def moved(lay, allowed, before=False):
        def body(stack):
            fill(stack)

            def cause():
                try:
                    if before:
                        swap_folder(lay)
                        return stack.create()
                    return in_mid_dump(program, lambda _: swap_folder(lay))
                finally:
                    swap_folder_back()
            create_under(stack, cause, allowed)
        return body

    folder = stack.storage
    yield Fault("the folder is moved away in mid-dump", moved(lambda: None, [500]))
    yield Fault("the folder is moved away in mid-dump, and a new one laid",
                moved(lambda: folder.mkdir(mode=0o700), [500]))
    yield Fault("the folder is moved away in mid-dump, and a file laid",
                moved(lambda: folder.write_text("x"), [500]))
    yield Fault("the folder is a file", moved(lambda: folder.write_text("x"), [500], before=True))
    yield Fault("the folder is a link", moved(lambda: folder.symlink_to("backups.away"), [500], before=True))


def part_harmed(program, harm):
    def body(stack):
        fill(stack)

        def find(_):
            harm(next(stack.storage.glob(".backup_*.part")))
        create_under(stack, lambda: in_mid_dump(program, find), [500])
    return body


def manifests_moved(program, laid):
    def body(stack):
        fill(stack)
        away = stack.storage / ".manifests.away"

        def harm(_):
            stack.manifests.rename(away)
            if laid:
                stack.manifests.write_text("")
                stack.manifests.chmod(0o600)

        def cause():
            try:
                answer = in_mid_dump(program, harm)
            finally:
                if stack.manifests.is_dir():
                    for file in stack.manifests.iterdir():
                        file.rename(away / file.name)
                    stack.manifests.rmdir()
                else:
                    stack.manifests.unlink(missing_ok=True)
                away.rename(stack.manifests)
            return answer
        create_under(stack, cause, [500] if laid else None)
    return body
