# shellcheck shell=sh
# Finds what Millrace needs on this machine and, where it may, installs it. Sourced; changes nothing until a function is called.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "millrace: $*"
  exit 1
}

# suits FOLDER TOOL: true for a Java home of release 17 or later that has TOOL.
suits() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
  major=
  while IFS='=' read -r name value; do
    [ "$name" = JAVA_VERSION ] || continue
    major=${value#\"}
    major=${major%%[!0-9]*}
  done <"$1/release"
  [ "${major:-0}" -ge 17 ]
}

# find_java TOOL: sets JAVA_HOME to the first Java that suits: JAVA_HOME itself, the one on PATH, then the usual folders.
find_java() {
  [ -n "${JAVA_HOME:-}" ] && suits "$JAVA_HOME" "$1" && return
  if found=$(command -v java) && found=$(readlink -f "$found"); then
    found=${found%/bin/java}
    suits "$found" "$1" && JAVA_HOME=$found && return
  fi
  for found in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    suits "$found" "$1" && JAVA_HOME=$found && return
  done
  return 1
}

# install REASON PACKAGE...: installs Debian packages. Asks on a terminal, installs unasked under CI=true, otherwise names the
# command. Fails when they are not installed afterwards.
install() {
  reason=$1
  shift
  say "$reason"
  if ! command -v apt-get >/dev/null; then
    say "There is no apt-get here: install $* (or what your system calls them) and run this again."
    return 1
  fi
  command="apt-get install --no-install-recommends $*"
  [ "$(id -u)" = 0 ] || command="sudo $command"
  if [ "$(id -u)" != 0 ] || { [ "${CI:-}" != true ] && ! [ -t 0 ]; }; then
    say "Install it with: $command"
    return 1
  fi
  if [ "${CI:-}" != true ]; then
    printf 'Run "%s"? [Y/n] ' "$command" >&2
    read -r answer || answer=n
    case $answer in '' | [Yy]*) ;; *) return 1 ;; esac
  fi
  { apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@"; } >&2 </dev/null
}

# need_java TOOL: sets and exports the JAVA_HOME that has TOOL (java, javac), installing a JDK if there is none.
need_java() {
  if ! find_java "$1"; then
    jdk=default-jdk-headless
    for known in openjdk-25-jdk-headless openjdk-21-jdk-headless openjdk-17-jdk-headless; do
      if apt-cache show "$known" >/dev/null 2>&1; then jdk=$known; fi
    done
    install 'Millrace needs a JDK, release 17 or later, and found none (JAVA_HOME, PATH, /usr/lib/jvm).' "$jdk" || exit 1
    find_java "$1" || fail "$jdk was installed, but no JDK of release 17 or later is to be found."
  fi
  export JAVA_HOME
}
