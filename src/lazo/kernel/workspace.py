"""A workspace is a folder: one company, one folder. Copy the folder and you have copied the company."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Workspace:
    """Where things lie inside the folder `root`."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Workspace":
        """The folder named by LAZO_HOME, or `./workspace`."""
        return cls(Path(os.environ.get("LAZO_HOME", "workspace")).resolve())

    @property
    def database(self) -> Path:
        return self.root / "lazo.sqlite3"

    @property
    def history(self) -> Path:
        """Past score runs as Parquet: truth, to be backed up."""
        return self.root / "history"

    @property
    def warehouse(self) -> Path:
        """Derived: may be deleted and rebuilt with `lazo sync --full`."""
        return self.root / "warehouse"

    @property
    def files(self) -> Path:
        """Uploaded files and the reports made from them."""
        return self.root / "files"

    @property
    def secret_key_file(self) -> Path:
        return self.root / "secret.key"

    def exists(self) -> bool:
        return self.secret_key_file.exists()

    def create(self) -> None:
        """Make the folders and the secret key; what is already there stays."""
        for folder in (self.root, self.history, self.warehouse, self.files):
            folder.mkdir(parents=True, exist_ok=True)
        self.secret_key()

    def secret_key(self) -> str:
        """The signing key of this workspace, made on first use and readable by its owner only."""
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(self.secret_key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self.secret_key_file.read_text().strip()
        with os.fdopen(handle, "w") as stream:
            key = secrets.token_urlsafe(50)
            stream.write(key)
        return key
