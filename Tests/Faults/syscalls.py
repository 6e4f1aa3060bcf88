"""Every system call on the storage folder, failing at its first, second, … n-th time."""

from fault import Fault, Skipped, create_under, delete_under, fill
from faultpoints import check_order, lay_disorder
from picture import Picture
from tracing import Tracing

ERRORS = {
    "write": ["ENOSPC", "EIO", "EINTR", "EDQUOT"],
    "pwrite64": ["ENOSPC", "EIO", "EINTR", "EDQUOT"],
    "fsync": ["EIO", "ENOSPC", "EINTR", "EDQUOT"],
    "fdatasync": ["EIO", "ENOSPC", "EINTR", "EDQUOT"],
    "renameat2": ["EIO", "ENOSPC", "EDQUOT", "EINVAL", "EEXIST"],
    "unlinkat": ["EIO", "EACCES", "EROFS"],
    "close": ["EIO", "ENOSPC", "EINTR", "EDQUOT"],
    "openat": ["EIO", "EMFILE", "EACCES", "EINTR"],
    "mkdirat": ["ENOSPC", "EIO"],
    "fallocate": ["ENOSPC", "EIO", "EINTR", "EDQUOT", "EOPNOTSUPP"],
    "ftruncate": ["EIO", "EINTR"],
    "fadvise64": ["EIO"],
    "newfstatat": ["EIO", "EACCES"],
    "statx": ["EIO", "EACCES"],
    "fstatfs": ["EIO"],
    "statfs": ["EIO"],
    "getdents64": ["EIO"],
    "fchmod": ["EPERM", "EIO"],
    "read": ["EIO", "EINTR"],
    "pread64": ["EIO"],
    "lseek": ["EIO"],
}
# Of those that are called very often, the first of them and a few later ones show all there is.
SOME = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20, 25, 30, 40, 60]


def faults(stack, scratch):
    """Counts first what an undisturbed run calls, and then breaks each of the calls."""
    operations = {
        "a create": (create, stack.create),
        "a delete": (delete, lambda: stack.delete(min(Picture(stack).rows))),
        "a create amid disorder": (create_amid_disorder, lambda: lay_disorder(stack) and stack.create()),
    }
    for operation, (run, undisturbed) in operations.items():
        fill(stack)
        with Tracing(stack, ",".join(ERRORS), scratch=scratch) as tracing:
            undisturbed()
        counts = tracing.counts()
        for call, most in counts.items():
            errors = ERRORS.get(call, [])
            for error in errors if operation == "a create" else errors[:2]:
                for n in (n for n in SOME if n <= most):
                    name = f"{call} number {n} of {operation} says {error}"
                    yield Fault(name, broken(run, call, f"{call}:error={error}:when={n}", scratch))
    # A file system that cannot rename without replacing: linkat, then unlinkat.
    for error in ("EIO", "ENOSPC", "EDQUOT", "EEXIST"):
        yield Fault(f"no renameat2, and linkat says {error}", broken(
            create, "renameat2,linkat", "renameat2:error=EINVAL", scratch, f"linkat:error={error}"))
    for n in (1, 2, 3):
        yield Fault(f"no renameat2, and unlinkat number {n} says EIO", broken(
            create, "renameat2,unlinkat", "renameat2:error=ENOSYS", scratch, f"unlinkat:error=EIO:when={n}"))
    for call, error in (("fsync", "EIO"), ("write", "ENOSPC"), ("unlinkat", "EIO"), ("close", "EIO"),
                        ("renameat2", "EIO"), ("openat", "EMFILE"), ("mkdirat", "EROFS"), ("fchmod", "EPERM")):
        for n in (1, 3):
            name = f"{call} from number {n} on of a create says {error}"
            yield Fault(name, broken(create, call, f"{call}:error={error}:when={n}+", scratch, many=True))


def broken(run, calls, injection, scratch, *more, many=False):
    def body(stack):
        fill(stack)
        tracing = Tracing(stack, calls, injection, *more, scratch=scratch)
        run(stack, tracing, many)
        if not tracing.hit:
            raise Skipped("the call was not made so often")
    return body


def create(stack, tracing, many=False):
    def cause():
        with tracing:
            return stack.create()
    # Where every call fails from one on, the undoing fails too: the next start finishes it.
    create_under(stack, cause, may_keep_file=many)


def delete(stack, tracing, _=False):
    def cause(id):
        with tracing:
            return stack.delete(id)
    delete_under(stack, cause)


def create_amid_disorder(stack, tracing, _=False):
    remains = lay_disorder(stack)
    with tracing:
        stack.create()
    check_order(stack, *remains)
