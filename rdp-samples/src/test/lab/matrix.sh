#!/bin/bash
# Real servers on loopback, one for each line of a table, to hold what is said of them against what they are.
#
#   matrix.sh up TABLE | down              start, end
#   matrix.sh missing                      the programs that are needed and not there, one a line
#   matrix.sh nmap TABLE RDPDIAG.jar       beside each other: what nmap's rdp scripts and rdpdiag say of each (after up)
#
# TABLE: NAME | KIND ARGUMENT... | what is true of it. The server of line N listens at 127.0.0.1, port BASE + N, BASE being
# MATRIX_BASE (default 34300), lines that begin with # not counted. KIND is one of
#   xrdp LAYER CERTIFICATE PROTOCOLS       security_layer, a name of mkcerts.sh or a file that is missing or broken
#   shadow CERTIFICATE OPTION...           freerdp-shadow-cli
#   weak PROTOCOLS SUITES CERTIFICATE      WeakServer.java
#   KIND ARGUMENT...                       any other of helpers.py
# MATRIX_STATE (default /run/rdp-matrix) holds process ids and logs; only processes recorded there are ended.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=${MATRIX_STATE:-/run/rdp-matrix}
certs=$state/certs
base=${MATRIX_BASE:-34300}
at=127.0.0.1
patience=${MATRIX_PATIENCE:-30} # seconds that a server may take to listen

programs=(xrdp freerdp-shadow-cli Xvfb openssl python3 ss setsid java)

missing() {
  local program
  for program in "${programs[@]}"; do
    command -v "$program" >/dev/null || echo "$program"
  done
}

# begin NAME COMMAND...: starts it and records its process group
begin() {
  local name=$1
  shift
  setsid "$@" >"$state/$name.log" 2>&1 </dev/null &
  echo $! >"$state/$name.pid"
}

await_listener() {
  local i
  for ((i = 0; i < patience * 20; i++)); do
    if ss -Hltn "sport = :$1" | grep -q .; then
      return
    fi
    sleep .05
  done
  echo "matrix.sh: nothing listens at port $1; see $state" >&2
  return 1
}

# rows TABLE: PORT|NAME|KIND ARGUMENT...
rows() {
  local port=$base name server rest
  while IFS='|' read -r name server rest; do
    case $name in '#'* | '') continue ;; esac
    port=$((port + 1))
    read -r name <<<"$name"
    read -r server <<<"$server"
    echo "$port|$name|$server"
  done <"$1"
}

begin_xrdp() { # NAME PORT LAYER CERTIFICATE PROTOCOLS
  sed -e "s|^port=3389|port=tcp://$at:$2|" -e "s|^security_layer=.*|security_layer=$3|" \
    -e "s|^certificate=.*|certificate=$certs/$4.pem|" -e "s|^key_file=.*|key_file=$certs/$4.key|" \
    -e "s|^ssl_protocols=.*|ssl_protocols=${5//,/, }|" -e "s|^#*tls_ciphers=.*|tls_ciphers=ALL:@SECLEVEL=0|" \
    -e "s|^LogFile=.*|LogFile=$state/$1.xrdp.log|" -e "s|^EnableSyslog=.*|EnableSyslog=false|" \
    /etc/xrdp/xrdp.ini >"$state/$1.ini"
  begin "$1" xrdp --nodaemon --config "$state/$1.ini"
}

begin_shadow() { # NAME PORT CERTIFICATE OPTION...
  local home=$state/home-$1 name=$1 port=$2 certificate=$3
  shift 3
  mkdir -p "$home/.config/freerdp/shadow"
  cp "$certs/$certificate.pem" "$home/.config/freerdp/shadow/shadow.crt"
  cp "$certs/$certificate.key" "$home/.config/freerdp/shadow/shadow.key"
  begin "$name" env HOME="$home" XDG_CONFIG_HOME="$home/.config" DISPLAY=":$(cat "$state/display")" \
    freerdp-shadow-cli "/port:$port" "/bind-address:$at" "/sam-file:$state/SAM" "$@"
}

begin_display() {
  local i
  begin xvfb Xvfb -displayfd 1 -noreset -nolisten tcp -screen 0 640x480x24
  for ((i = 0; i < patience * 20; i++)); do
    grep -E '^[0-9]+$' "$state/xvfb.log" >"$state/display" && return
    sleep .05
  done
  echo "matrix.sh: no X display" >&2
  return 1
}

up() {
  down
  mkdir -p "$state"
  bash "$here/mkcerts.sh" "$certs" >/dev/null
  echo "not a certificate" >"$certs/broken.pem"
  echo "not a key" >"$certs/broken.key"
  printf 'lab:::63647965f13544c6551d5fdb7ffd13e0:::\n' >"$state/SAM"
  begin_display
  local table=$1 port name server kind weak=()
  while IFS='|' read -r port name server; do
    local words=()
    read -ra words <<<"$server"
    kind=${words[0]}
    set -- "${words[@]:1}"
    case $kind in
      xrdp) begin_xrdp "$name" "$port" "$@" ;;
      shadow) begin_shadow "$name" "$port" "$@" ;;
      weak)
        [ -s "$certs/$3.p12" ] || openssl pkcs12 -export -passout pass:x -in "$certs/$3.pem" \
          -inkey "$certs/$3.key" -out "$certs/$3.p12"
        weak+=("$port/$1/$2/$certs/$3.p12")
        ;;
      *) begin "$name" python3 -I "$here/helpers.py" "$kind" "$at" "$port" "$@" ;;
    esac
  done < <(rows "$table")
  if [ ${#weak[@]} -gt 0 ]; then
    begin weak java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$here/WeakServer.java" "$at" "${weak[@]}"
  fi
  while IFS='|' read -r port name server; do
    await_listener "$port"
  done < <(rows "$table")
}

down() {
  local file pid
  [ -d "$state" ] || return 0
  for file in "$state"/*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    kill -- "-$pid" 2>/dev/null || true
  done
  sleep .2
  for file in "$state"/*.pid; do
    [ -e "$file" ] || continue
    pid=$(cat "$file")
    kill -9 -- "-$pid" 2>/dev/null || true
  done
  rm -rf "$state"
}

side_by_side() {
  local port name server work
  work=$(mktemp -d)
  while IFS='|' read -r port name server; do
    echo "==== $name ($server), port $port"
    nmap -Pn -n -p "$port" --script +rdp-enum-encryption,+rdp-ntlm-info "$at" </dev/null 2>&1 |
      grep '^|' >"$work/nmap" || echo "(nothing)" >"$work/nmap"
    java -jar "$2" probe "$at:$port" --deadline 30s --output json </dev/null 2>/dev/null |
      python3 -I -c '
import json, sys
for check in json.load(sys.stdin)["checks"]:
    if check["check"] in ("x224", "tls", "tls-legacy", "nla", "nla-challenge"):
        print(check["check"], check["status"], check.get("why", ""))
        for key in ("x224.meaning", "x224.foreign", "nla.required", "tls.outcome", "tls.version", "tls.legacy-version",
                    "tls.legacy-suite", "certificate.key-bits", "certificate.signature", "ntlm.dns-computer",
                    "ntlm.os-version", "clock.skew-millis"):
            if key in check["facts"]:
                print(" ", key, check["facts"][key])' >"$work/rdpdiag" || true
    paste -d $'\037' <(cut -c1-58 "$work/nmap") <(cut -c1-110 "$work/rdpdiag") |
      while IFS=$'\037' read -r left right; do printf '%-60s %s\n' "$left" "$right"; done
  done < <(rows "$1")
  rm -rf "$work"
}

case ${1:-} in
  up) up "$2" ;;
  down) down ;;
  missing) missing ;;
  nmap) side_by_side "$2" "$3" ;;
  *)
    sed -n '2,15p' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac
