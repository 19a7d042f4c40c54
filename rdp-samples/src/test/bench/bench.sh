#!/bin/bash
# What probing costs, as ratios from one run: medians of five each, all in namespaces of lab.sh, on real servers. See
# rdp-diagnosis/docs/benchmarks.md. Needs root, nmap, what lab.sh needs, and `mvn -DskipTests package` before.
#
#   bench.sh [ladder|probe|drop|filtered|negotiate]...       all of them without a name
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
lab=src/test/lab/lab.sh
jar=target/rdpdiag.jar
target=203.0.113.10
runs=5
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
server=

finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  $lab down
}
bench() { # NS ARGUMENT...: the Java side, in a namespace
  $lab run "$1" "$java" -XX:+UseSerialGC -cp "$jar:target/test-classes" \
    io.github.rdpdiagnosis.samples.bench.ProbeBench "${@:2}"
}
seconds() { # COMMAND...: prints the median of five wall-clock times in ms
  local i start
  for i in $(seq $runs); do
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1 || true
    echo $((($(date +%s%N) - start) / 1000000))
  done | sort -n | sed -n "$((runs / 2 + 1))p"
}
ratio() { # WHAT OURS THEIRS MOST: prints ours / theirs, and whether that is at most MOST
  awk -v what="$1" -v a="$2" -v b="$3" -v most="$4" \
    'BEGIN { r = a / b; printf "%-60s %9.1f / %9.1f = %6.3f  (at most %s) %s\n", what, a, b, r, most, (r <= most ? "holds" : "FAILS") }'
}
least() { # WHAT OURS THEIRS LEAST
  awk -v what="$1" -v a="$2" -v b="$3" -v least="$4" \
    'BEGIN { r = a / b; printf "%-60s %9.1f / %9.1f = %6.3f  (at least %s) %s\n", what, a, b, r, least, (r >= least ? "holds" : "FAILS") }'
}
nmap_rdp() {
  $lab run cli nmap -n -Pn -p 3389 --script rdp-enum-encryption,rdp-ntlm-info $target
}
nla_server() { $lab inject nla_required; }

measure_ladder() {
  nla_server
  ratio "ladder on an NLA server / nmap's two scripts, ms" "$(bench cli ladder $target 3389)" "$(seconds nmap_rdp)" 0.1
}
probe() { $lab run cli "$@" probe $target --name here --output json; }
measure_probe() {
  local made
  nla_server
  XDG_CACHE_HOME=$(mktemp -d)
  export XDG_CACHE_HOME
  probe src/main/bin/rdpdiag >/dev/null 2>&1
  for made in $(seq 100); do
    ! ls "$XDG_CACHE_HOME"/rdpdiag/*-*.jsa >/dev/null 2>&1 || break
    sleep .1
  done
  ratio "rdpdiag probe with its class archive / nmap's two scripts, ms" \
    "$(seconds probe src/main/bin/rdpdiag)" "$(seconds nmap_rdp)" 0.25
  rm -rf "$XDG_CACHE_HOME"
  ratio "java -jar rdpdiag.jar probe / nmap's two scripts, ms" "$(seconds probe "$java" -jar $jar)" "$(seconds nmap_rdp)" 0.25
}
measure_drop() {
  $lab inject edge_drop
  ratio "silent drop / slowest single wait, ms" "$(bench cli ladder $target 3389)" 5000 1.15
}
measure_filtered() {
  $lab clear
  $lab run cli nft add rule inet lab out ip daddr 198.18.0.0/15 drop
  ratio "10,000 filtered targets, time-out 1 s / 1 s, ms" "$(bench cli filtered 10000)" 1000 1.3
}
measure_negotiate() {
  local port=33890 ours theirs
  $lab run vm "$java" -XX:+UseSerialGC -cp "$jar:target/test-classes" \
    io.github.rdpdiagnosis.samples.bench.ProbeBench serve $port &
  server=$!
  until [ -n "$($lab run vm ss -Hltn "sport = :$port")" ]; do sleep .1; done
  ours=$(bench vm negotiate 10000 $port)
  theirs=$(seconds $lab run vm nmap -n -Pn -sT -T5 --min-parallelism 100 -p $port --script "$PWD/src/test/bench/x224.nse" \
    127.1.0.1-250 127.1.1.1-250 127.1.2.1-250 127.1.3.1-250)
  echo "RDP negotiations a second: ours $(awk -v t="$ours" 'BEGIN { print int(10000 / t * 1000) }'), nmap's $(awk -v t="$theirs" 'BEGIN { print int(1000 / t * 1000) }')"
  least "RDP negotiations / a minimal nmap script, per second" \
    "$(awk -v t="$ours" 'BEGIN { print 10000 / t * 1000 }')" "$(awk -v t="$theirs" 'BEGIN { print 1000 / t * 1000 }')" 5
}

trap finish EXIT
$lab up
[ $# -gt 0 ] || set -- ladder probe drop filtered negotiate
for what; do
  measure_"$what"
done
