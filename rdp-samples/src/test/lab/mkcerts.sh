#!/bin/bash
# Makes the certificates of the lab, those that are missing. Needs openssl 3 only.
#   mkcerts.sh FOLDER
set -euo pipefail
umask 077
folder=${1:?usage: mkcerts.sh FOLDER}
mkdir -p "$folder"
cd "$folder"

# make NAME COMMON-NAME NOT-BEFORE NOT-AFTER [BITS [DIGEST]]: a self-signed server certificate, NAME.pem and NAME.key.
# `openssl ca` is the only command of openssl 3.0 that takes both dates.
make() {
  [ -s "$1.pem" ] && [ -s "$1.key" ] && return
  local work
  work=$(mktemp -d "$PWD/ca.XXXXXX")
  : >"$work/index.txt"
  openssl rand -hex 8 >"$work/serial"
  cat >"$work/ca.cnf" <<CONFIG
[ca]
default_ca = lab
[lab]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
default_md = ${6:-sha256}
policy = any_name
x509_extensions = server
[any_name]
commonName = supplied
[server]
extendedKeyUsage = serverAuth
keyUsage = keyEncipherment,dataEncipherment,digitalSignature
CONFIG
  openssl genrsa -out "$work/key" "${5:-2048}" 2>"$work/log"
  openssl req -new -key "$work/key" -subj "/CN=$2" -out "$work/request"
  if ! OPENSSL_CONF=/dev/null openssl ca -batch -notext -selfsign -config "$work/ca.cnf" \
    -keyfile "$work/key" -in "$work/request" -startdate "$3" -enddate "$4" \
    -out "$work/certificate" 2>>"$work/log"; then
    cat "$work/log" >&2
    return 1
  fi
  mv "$work/key" "$1.key"
  mv "$work/certificate" "$1.pem"
  rm -rf "$work"
}

make good vm1.lab.test 20240101000000Z 20491231000000Z
make expired vm1.lab.test 20200101000000Z 20210101000000Z
make future vm1.lab.test 20480101000000Z 20491231000000Z
make wrongname other-vm.example 20240101000000Z 20491231000000Z
make proxyca "Corp TLS Inspection" 20240101000000Z 20491231000000Z
make sha1 vm1.lab.test 20240101000000Z 20491231000000Z 2048 sha1
make rsa1024 vm1.lab.test 20240101000000Z 20491231000000Z 1024 sha1
make rsa512 vm1.lab.test 20240101000000Z 20491231000000Z 512 sha1
make md5 vm1.lab.test 20240101000000Z 20491231000000Z 1024 md5
