#!/bin/sh
# Make a virtual environment and install into it. The Makefile and the Dockerfile take these steps:
#
#   tools/install.sh venv VENV          an empty environment, and uv in it (pinned by hash)
#   tools/install.sh lock VENV FILE     the dependencies that FILE pins, each checked by its hash
#   tools/install.sh package VENV [-e]  Lappetavla itself; its build step fetches front-end files
#
# PYTHON names the interpreter; unset, the first Python 3.11 or newer on PATH is taken.
set -eu

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
stop() { printf 'lappetavla: %s\n' "$*" >&2; exit 1; }

# uv draws its progress on a terminal; in a log it would only be noise.
quiet=-q
if [ -t 2 ]; then quiet=; fi

find_python() {
	for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
		if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
			echo "$name"
			return
		fi
	done
	stop "needs Python 3.11 or newer${PYTHON:+, and $PYTHON is not}. Install it, or name one: make PYTHON=/path/to/python3"
}

make_venv() {
	python=$(find_python)
	say "Making an environment in $1 with $("$python" --version)"
	# Debian keeps ensurepip in a package of its own; without it venv leaves half an environment.
	if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
		package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
		if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
			say "Installing $package through apt"
			apt-get -qq update &&
				DEBIAN_FRONTEND=noninteractive apt-get -qq -y install "$package" >/dev/null </dev/null ||
				stop "apt could not install $package; install it yourself, then start again"
		else
			stop "needs Python's venv module. On Debian: apt-get install $package"
		fi
	fi
	rm -rf "$1"
	"$python" -m venv "$1" || { rm -rf "$1"; stop "could not make an environment in $1"; }
	uv=$(mktemp)
	trap 'rm -f "$uv"' EXIT
	sed -n '/^uv==/,/[^\\]$/p' requirements-dev.txt >"$uv"
	"$1/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$uv"
}

case "${1:-} ${2:-}" in
"venv "?*)
	make_venv "$2"
	;;
"lock "?*)
	say "Installing the dependencies that $3 pins"
	"$2/bin/uv" pip install $quiet --python "$2/bin/python" --require-hashes -r "$3"
	;;
"package "?*)
	say "Installing Lappetavla: front-end files and fonts are fetched where they are missing"
	# --reinstall-package: uv would take a package whose pyproject.toml is unchanged for installed.
	"$2/bin/uv" pip install $quiet --python "$2/bin/python" --no-deps --reinstall-package lappetavla ${3:+"$3"} .
	;;
*)
	stop "tools/install.sh venv|lock|package VENV; read its first lines"
	;;
esac
