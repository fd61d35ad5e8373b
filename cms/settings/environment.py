"""Where settings take their values from: the environment and the folders beside the code."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def env_int(name: str, default: int) -> int:
    return int(env(name) or default)


# Everything the town writes lives here: database, photos, built static files.
DATA_DIR = Path(env("VECHE_DATA") or BASE_DIR / "var")
# The port that a demo's absolute links carry.
PORT = env_int("PORT", 8000)
