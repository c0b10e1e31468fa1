#!/usr/bin/env bash
# The browser that `npm run test:browser` drives, and a face that has Persian letters, from Debian where they are missing.
set -euo pipefail

if [[ -x ${CHROMIUM:-/usr/bin/chromium} ]]; then
  exit 0
fi
as_root=()
[[ $EUID -eq 0 ]] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-noto-core
