"""One SQLite database of a world: its transactions, jobs, files and single values, and how it is copied.

Not thread-safe: the world's lock guards it.
"""

import os
import sqlite3
from contextlib import closing
from typing import Any

import orjson


class Database:
    """A database in memory or (with `path`) in a file; with `image`, the copy of another."""

    def __init__(self, path: str | None = None, image: bytes | None = None) -> None:
        self.path = path
        self.db = self._open()
        try:
            self._prepare()
            if image is None:
                self._create()
            elif path is None:
                self.db.deserialize(image)
            else:
                self.load(image)
        except BaseException:
            self.db.close()
            raise

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(
            self.path or ":memory:", timeout=0, isolation_level=None, check_same_thread=False, cached_statements=512
        )

    def _prepare(self) -> None:
        if self.path:
            self.db.execute("PRAGMA locking_mode=EXCLUSIVE")  # ids and sessions are kept in this process: one owner
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=NORMAL")

    def _create(self) -> None:
        self.db.execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)")
        self.db.execute(
            "CREATE TABLE IF NOT EXISTS job (seq INTEGER PRIMARY KEY, due INTEGER NOT NULL, kind TEXT NOT NULL,"
            " subject TEXT NOT NULL, org TEXT NOT NULL, data BLOB NOT NULL)"
        )
        self.db.execute("CREATE INDEX IF NOT EXISTS job_due ON job (due, seq)")
        self.db.execute("CREATE INDEX IF NOT EXISTS job_subject ON job (subject)")
        self.db.execute("CREATE TABLE IF NOT EXISTS blob (id TEXT PRIMARY KEY, data BLOB NOT NULL)")

    def changed_at_once(self) -> None:
        """Told when all contents may be others: a transaction was undone, or another database was copied."""

    # Transactions

    def begin(self) -> None:
        self.db.execute("BEGIN")

    def commit(self) -> None:
        self.db.execute("COMMIT")

    def rollback(self) -> None:
        self.db.execute("ROLLBACK")
        self.changed_at_once()

    # Jobs: what the clock will bring

    def add_job(self, due: int, kind: str, subject: str, org: str, data: dict[str, Any]) -> None:
        self.db.execute(
            "INSERT INTO job (due, kind, subject, org, data) VALUES (?, ?, ?, ?, ?)",
            (due, kind, subject, org, orjson.dumps(data)),
        )

    def drop_jobs(self, subject: str) -> None:
        self.db.execute("DELETE FROM job WHERE subject=?", (subject,))

    def next_job(self, until: int) -> tuple[int, int, str, str, dict[str, Any]] | None:
        """The first job due by an instant, as `(seq, due, kind, org, data)`."""
        found = self.db.execute(
            "SELECT seq, due, kind, org, data FROM job WHERE due <= ? ORDER BY due, seq LIMIT 1", (until,)
        ).fetchone()
        return (*found[:4], orjson.loads(found[4])) if found else None

    def take_job(self, seq: int) -> bool:
        """Claim a job; False when another thread had it first."""
        return self.db.execute("DELETE FROM job WHERE seq=?", (seq,)).rowcount == 1

    def next_due(self) -> int | None:
        found = self.db.execute("SELECT min(due) FROM job").fetchone()
        return found[0] if found else None

    # Bytes and single values

    def put_blob(self, key: str, data: bytes) -> None:
        self.db.execute("INSERT OR REPLACE INTO blob (id, data) VALUES (?, ?)", (key, data))

    def blob(self, key: str) -> bytes | None:
        found = self.db.execute("SELECT data FROM blob WHERE id=?", (key,)).fetchone()
        return found[0] if found else None

    def drop_blob(self, key: str) -> None:
        self.db.execute("DELETE FROM blob WHERE id=?", (key,))

    def put_meta(self, key: str, value: Any) -> None:
        self.db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, orjson.dumps(value)))

    def meta(self, key: str) -> Any:
        found = self.db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return orjson.loads(found[0]) if found else None

    # Copies

    def dump(self) -> bytes:
        return self.db.serialize()

    def load(self, image: bytes) -> None:
        """Become the copy of another database."""
        self.changed_at_once()
        if self.path is None:
            # By a new connection: what the old one has prepared would take the copy's tables for those it knew.
            self.db.close()
            self.db = self._open()
            self.db.deserialize(image)
            return
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as source:
            source.deserialize(image)
            pages = {database.execute("PRAGMA page_size").fetchone() for database in (source, self.db)}
            if len(pages) > 1:  # the file is of an earlier version; in WAL mode it could not become another's size
                self.db.execute("PRAGMA journal_mode=DELETE")
            source.backup(self.db)
            self._prepare()

    def size(self) -> int:
        pages: int = self.db.execute("PRAGMA page_count").fetchone()[0]
        page: int = self.db.execute("PRAGMA page_size").fetchone()[0]
        return pages * page

    def close(self) -> None:
        self.db.close()

    def destroy(self) -> None:
        """Close, and remove the files."""
        self.close()
        if self.path:
            for suffix in ("", "-wal", "-shm"):
                if os.path.exists(self.path + suffix):
                    os.remove(self.path + suffix)
