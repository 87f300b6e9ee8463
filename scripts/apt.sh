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

# Package names of apt.txt that are not installed.
missing_packages() {
  local package
  for package in $(sed 's/#.*//' apt.txt); do
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || echo "$package"
  done
}

# A package that this release does not have (Ubuntu's chromium) must not keep the others from being installed.
install_packages() {
  local package known=()
  say "Installing Debian packages:" "$@"
  as_root apt-get -qq update || return
  for package in "$@"; do
    [ -n "$(apt-cache madison "$package")" ] && known+=("$package")
  done
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${known[@]}" >> var/setup.log
}
