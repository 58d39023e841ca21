# shellcheck shell=sh
# Sourced by the launchers, which set `me`, the name they complain under. Says what it does on stderr.

# shellcheck disable=SC2154  # me: see above
say() { printf '%s: %s\n' "$me" "$*" >&2; }

fail() {
    say "$@"
    exit 6
}

# What building regadmin takes, and then what the tests take besides.
# shellcheck disable=SC2034  # used where this is sourced
build_packages="liblmdb-dev libarchive-dev libssl-dev zlib1g-dev libxml2-dev libcmark-gfm-dev \
libcmark-gfm-extensions-dev pkg-config libc6-dev ca-certificates git"
# shellcheck disable=SC2034  # used where this is sourced
test_packages="e2fsprogs xfsprogs spin gcc python3 python3-venv curl openssl rhash shellcheck strace qemu-user chromium \
chromium-driver"

# need_packages NAME...: installs the Debian packages that are missing.
need_packages() {
    missing=
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "this is no Debian: please see to it that these packages, or what they hold, are installed: $*"
        return 0
    fi
    for package in "$@"; do
        case $(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null) in
        installed) ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        fail "system packages are missing and only root can install them: sudo apt-get install$missing"
    fi
    say "installing$missing"
    # shellcheck disable=SC2086  # a list of words
    install_packages $missing || {
        apt-get update >&2 && install_packages $missing
    } || fail "apt-get could not install$missing; is there a network, and a Debian mirror to reach?"
}

install_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "$@" >&2
}

# need_swift: Debian has no package of it, so this only looks.
need_swift() {
    command -v swift >/dev/null ||
        fail "there is no swift on the PATH: install the Swift 6.3 toolchain (see README.md, Requirements)"
}
