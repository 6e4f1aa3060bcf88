# Shared by the scripts in this folder; sourced, never run.
# shellcheck shell=bash disable=SC2034  # the names here are used by those who source this

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$(basename "$0")
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "$program" "$*" >&2; }
fail() { warn "$@"; exit 1; }

# The comment at the head of the script is its help.
usage() { sed -n '2,/^[^#]/{/^#/!q;s/^# \{0,1\}//;p;}' "$0"; }

# What we need: how to see that it is there, and the apt package that brings it, the first of those that apt knows.
requirements_to_build='
/usr/include/fcgiapp.h        libfcgi-dev
/usr/include/mysql/mysql.h    default-libmysqlclient-dev
/usr/include/zlib.h           zlib1g-dev
/usr/include/openssl/sha.h    libssl-dev
pkg-config                    pkg-config
'
requirements_to_serve='
nginx                         nginx
curl                          curl
'
requirements_of_a_client='
mariadb|mysql                 mariadb-client
mariadb-dump|mysqldump        mariadb-client
'
requirements_of_a_server='
mariadbd|mysqld               mariadb-server-core|mariadb-server
'
requirements_to_test='
python3                       python3
php                           php-cli
/usr/lib/python3/dist-packages/prometheus_client   python3-prometheus-client
/usr/share/zoneinfo/Asia/Riyadh   tzdata
'

# Is one of PROGRAM|PROGRAM there, or the file /PATH?
have() {
    local name
    for name in ${1//|/ }; do
        case $name in
        /*) [ -e "$name" ] && return ;;
        *) command -v "$name" >/dev/null && return ;;
        esac
    done
    return 1
}

# Installs the apt packages of the requirements that are missing, and says which: install_missing REQUIREMENTS…
#
# apt may not start a service for us: a policy-rc.d forbids it, unless the machine has one of its own. Nor may it remove
# a package, as a MariaDB in place of a MySQL would.
install_missing() {
    local probe package missing=() root=()
    while read -r probe package; do
        [ -z "$probe" ] || have "$probe" || case " ${missing[*]-} " in *" $package "*) ;; *) missing+=("$package") ;; esac
    done < <(printf '%s\n' "$@")
    [ ${#missing[@]} -gt 0 ] || return 0

    have apt-get || fail "missing: ${missing[*]} (no apt-get here: install what corresponds to these Debian packages)"
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || fail "missing: ${missing[*]} (run this as root: apt-get install ${missing[*]})"
        root=(sudo)
    fi
    say "installing ${missing[*]}"
    (
        policy=/usr/sbin/policy-rc.d
        if [ ! -e $policy ]; then
            trap '"${root[@]}" rm -f $policy' EXIT
            printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee $policy >/dev/null
            "${root[@]}" chmod 755 $policy
        fi
        "${root[@]}" apt-get update -q
        packages=()
        for alternatives in "${missing[@]}"; do
            for package in ${alternatives//|/ }; do
                if apt-cache show "$package" >/dev/null 2>&1; then break; fi
            done
            packages+=("$package")
        done
        "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -q --no-install-recommends --no-remove "${packages[@]}"
    ) || fail "could not install ${missing[*]}"
}

# Swift is not in Debian or Ubuntu; how to get it is not ours to choose.
require_swift() {
    have swift || fail "swift 6 is not on the PATH; see https://www.swift.org/install/linux/"
}

# Waits until the command succeeds, at most so many seconds.
wait_until() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}
