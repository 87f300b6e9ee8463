# What the set-up scripts share: how they speak, and Debian's packages.

say() { printf '%s\n' "$*" >&2; }

# A note per argument line; `stop` says the same and ends the set-up.
note() { printf '\n'; printf '  %s\n' "$@"; printf '\n'; } >&2

stop() {
  note "$@"
  exit 1
}

have() { command -v "$1" > /dev/null; }

# Runs a command as root: directly, or through sudo (which may ask for a password only where somebody can type one).
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo && { sudo -n true 2> /dev/null || [ -t 0 ]; }; then
    sudo "$@"
  else
    return 1
  fi
}

# The packages of apt.txt, on one line, that are not installed though this release has them (Ubuntu has no chromium).
missing_packages() {
  local package missing=()
  for package in $(sed 's/#.*//' apt.txt); do
    installed "$package" || ! offered "$package" || missing+=("$package")
  done
  echo "${missing[*]}"
}

installed() { [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2> /dev/null)" = installed ]; }

# Before the first `apt-get update` apt does not even know bash; then everything may be on offer.
offered() { [ -n "$(apt-cache madison "$1" 2> /dev/null)" ] || [ -z "$(apt-cache madison bash 2> /dev/null)" ]; }

# Fetches new package lists only if the present ones do not do.
install_missing_packages() {
  say "Installing Debian packages: $(missing_packages)"
  try_to_install || { as_root apt-get -qq update && try_to_install; }
}

try_to_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(missing_packages) \
    >> var/setup.log 2>&1
}
