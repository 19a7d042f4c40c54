#!/bin/bash
# Remote Desktop paths that are broken in one known way each, in network namespaces of this computer. Real servers (xrdp,
# FreeRDP's shadow server), real packets, no link to the host's network: nothing leaves the namespaces.
#
#   cli 10.33.1.2 --- 10.33.1.1 edge 198.51.100.2 --- 198.51.100.1 cloud 10.33.2.1 --- 10.33.2.4 vm (xrdp :3389)
#   alt 192.0.2.2 ------------------------- 192.0.2.1 cloud      a second vantage point, not behind the edge
#
#   edge: masquerade, name server, HTTP CONNECT proxy at :3128
#   cloud: 203.0.113.10:3389, vm1.lab.test, leads to 10.33.2.4:3389 (DNAT); the VM's own address is not reachable from outside
#
#   lab.sh up | down | status | list       start, end, what runs, the faults
#   lab.sh inject FAULT | clear            plant one fault (clears the one before), heal all
#   lab.sh run NS COMMAND...               run a command in cli, edge, cloud, vm or alt
#   lab.sh missing                         the programs that are needed and not there, one a line
#
# LAB_STATE (default /run/rdp-lab) holds process ids and logs. Only processes recorded there, or running in the namespaces
# that `up` made, are ended. Needs root, and the Debian packages that .ci/run names.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
state=${LAB_STATE:-/run/rdp-lab}
certs=$state.certs
prefix=rdplab
spaces="cli edge cloud vm alt"
public=203.0.113.10
vm=10.33.2.4
name=vm1.lab.test
patience=${LAB_PATIENCE:-10} # seconds that anything may take to start or end

die() {
  echo "lab.sh: $*" >&2
  exit 1
}

# ---- parts ---------------------------------------------------------------------------------------------------------

x() { ip netns exec "$prefix-$1" "${@:2}"; } # NS COMMAND...
rule() { x "$1" nft add rule inet lab "${@:2}"; } # NS CHAIN RULE...: what a fault adds, flushed by clear
nat() { x "$1" nft add rule ip labnat pre "${@:2}"; } # NS RULE...: likewise
no_nat() { x "$1" nft flush chain ip labnat pre; }
route() { ip -n "$prefix-$1" route "${@:2}"; }
link() { ip -n "$prefix-$1" link set "${@:2}"; }
helper() { echo "$python -I $here/helpers.py $*"; }
python=/usr/bin/python3
[ -x "$python" ] || python=$(command -v python3 || true)

# until WHAT COMMAND...: waits for COMMAND to succeed, at most $patience seconds
until_true() {
  local what=$1 end=$((SECONDS + patience))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || die "waited $patience s in vain: $what"
    sleep .02
  done
}

# Field 22 of /proc/PID/stat: with it a pid means one process, and never a later one with the same number.
started_at() {
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  set -- ${stat##*) }
  echo "${20}"
}
process_state() {
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  set -- ${stat##*) }
  echo "$1"
}

# pid_of NAME: prints the pid recorded under that name, when it is still that process
pid_of() {
  local pid started
  read -r pid started 2>/dev/null <"$state/$1.pid" || return 1
  [ "$(started_at "$pid")" = "$started" ] && [ "$(process_state "$pid")" != Z ] && echo "$pid"
}

# begin NAME NS COMMAND...: starts a process in its own group; names that start with "fault-" are ended by clear
begin() {
  local file=$state/$1 ns=$2 pid
  shift 2
  setsid ip netns exec "$prefix-$ns" "$@" >"$file.log" 2>&1 </dev/null 9>&- &
  pid=$!
  echo "$pid $(started_at "$pid")" >"$file.pid"
}

# end NAME: ends the process and its group (xrdp has a child for each connection, which outlives it on a dead path)
end() {
  local pid
  if pid=$(pid_of "$1"); then
    kill -CONT -- "-$pid" 2>/dev/null || true
    kill -TERM -- "-$pid" 2>/dev/null || true
    local i
    for i in $(seq 25); do
      pid_of "$1" >/dev/null || break
      sleep .02
    done
    kill -KILL -- "-$pid" 2>/dev/null || true
  fi
  rm -f "$state/$1.pid"
}

listens() { [ -n "$(x "$1" ss -Hltn "sport = :$2")" ]; }
listens_or_died() { # NS PORT NAME
  listens "$1" "$2" && return
  pid_of "$3" >/dev/null || die "$3 ended early: $(tail -n 3 "$state/$3.log" 2>/dev/null)"
  return 1
}
await_port() { until_true "$3 listening in $1 on $2" listens_or_died "$@"; }
is_up() { [ "$(x "$1" cat "/sys/class/net/$2/operstate")" = up ]; }

server() { # NAME PORT COMMAND...: a server in the VM
  begin "$1" vm "${@:3}"
  await_port vm "$2" "$1"
}
instead() { # KIND ARGUMENT...: a helper in xrdp's place
  end xrdp
  server fault-server 3389 $(helper "$1" "$vm" 3389) "${@:2}"
}
xrdp() { # NAME PORT SECURITY-LAYER CERTIFICATE TLS-VERSIONS
  sed -e "s|^port=3389|port=tcp://$vm:$2|" -e "s|^security_layer=.*|security_layer=$3|" \
    -e "s|^certificate=.*|certificate=$certs/$4.pem|" -e "s|^key_file=.*|key_file=$certs/$4.key|" \
    -e "s|^ssl_protocols=.*|ssl_protocols=$5|" -e "s|^#tls_ciphers=.*|tls_ciphers=ALL:@SECLEVEL=0|" \
    -e "s|^LogFile=.*|LogFile=$state/$1.xrdp.log|" -e "s|^EnableSyslog=.*|EnableSyslog=false|" \
    /etc/xrdp/xrdp.ini >"$state/$1.ini"
  server "$1" "$2" xrdp --nodaemon --config "$state/$1.ini"
}
modern="TLSv1.2, TLSv1.3"
healthy_xrdp() { xrdp xrdp 3389 negotiate good "$modern"; }
other_xrdp() { # SECURITY-LAYER CERTIFICATE TLS-VERSIONS: on the usual port
  end xrdp
  xrdp fault-xrdp 3389 "$@"
}
moved_xrdp() { # a healthy one on 3390
  end xrdp
  xrdp fault-xrdp 3390 negotiate good "$modern"
}

# dns LINE: what the name server knows
hosts_read() { grep -cF "read $state/hosts" "$state/dns.log" || true; }
dns_read_again() { [ "$(hosts_read)" -gt "$1" ]; }
dns() {
  [ "$(cat "$state/hosts")" != "$1" ] || return 0
  local before
  before=$(hosts_read)
  echo "$1" >"$state/hosts"
  kill -HUP "$(pid_of dns)"
  until_true "name server reading its list again" dns_read_again "$before"
}
dnat() { # PUBLIC-PORT ADDRESS:PORT
  no_nat cloud
  nat cloud ip daddr $public tcp dport "$1" dnat to "$2"
}

# ---- up and down ---------------------------------------------------------------------------------------------------

missing() {
  local program
  for program in ip nft tc ss xrdp freerdp-shadow-cli winpr-hash dnsmasq tinyproxy conntrack Xvfb openssl python3 pgrep \
    setsid setpriv flock; do
    command -v "$program" >/dev/null || echo "$program"
  done
  [ -r /etc/xrdp/xrdp.ini ] || echo /etc/xrdp/xrdp.ini
}

up() {
  local ns lacking
  [ "$(id -u)" = 0 ] || die "needs root"
  lacking=$(missing)
  [ -z "$lacking" ] || die "missing:" $lacking
  down
  for ns in $spaces; do
    [ ! -e "/run/netns/$prefix-$ns" ] || die "namespace $prefix-$ns exists, and not from $state: remove it with ip netns del"
  done
  mkdir -p "$state"
  chmod 755 "$state"
  : >"$state/ours"
  "$here/mkcerts.sh" "$certs"
  for ns in $spaces; do
    ip netns add "$prefix-$ns"
    x "$ns" ip link set lo up
    x "$ns" sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.disable_ipv6=1
  done

  cable a cli 10.33.1.2/24 edge 10.33.1.1/24
  cable b edge 198.51.100.2/24 cloud 198.51.100.1/24
  cable c cloud 10.33.2.1/24 vm $vm/24
  cable d alt 192.0.2.2/24 cloud 192.0.2.1/24
  route cli add default via 10.33.1.1
  route edge add default via 198.51.100.1
  route vm add default via 10.33.2.1
  route alt add default via 192.0.2.1
  ip -n $prefix-cloud addr add $public/32 dev lo
  route cloud add blackhole 203.0.113.0/24

  for ns in cli edge cloud vm; do
    x $ns nft -f - <<'RULES'
add table inet lab
add chain inet lab in { type filter hook input priority 0; }
add chain inet lab forw { type filter hook forward priority 0; }
add chain inet lab out { type filter hook output priority 0; }
RULES
  done
  x edge nft -f - <<'RULES'
add table ip labnat
add chain ip labnat pre { type nat hook prerouting priority -100; }
add chain ip labnat post { type nat hook postrouting priority 100; }
add rule ip labnat post oifname "b0" masquerade
RULES
  x cloud nft -f - <<'RULES'
add table ip labnat
add chain ip labnat pre { type nat hook prerouting priority -100; }
add chain ip labnat guard { type filter hook forward priority -10; }
add rule ip labnat guard ct original ip daddr 10.33.2.0/24 ct direction original iifname != "c0" drop
RULES
  dnat 3389 $vm:3389

  # cli asks the edge; alt has no name server (its queries are refused at once)
  resolver cli 10.33.1.1
  resolver alt 192.0.2.1
  echo "$public $name" >"$state/hosts"
  chmod 644 "$state/hosts"
  begin dns edge dnsmasq -k --user=root -C /dev/null --no-resolv --no-hosts --addn-hosts="$state/hosts" \
    --local=/lab.test/ --listen-address=10.33.1.1 --bind-interfaces --pid-file= --log-facility=-
  printf '%s\n' 'Port 3128' 'Listen 10.33.1.1' 'Timeout 30' 'MaxClients 20' 'ConnectPort 3389' 'LogLevel Error' \
    >"$state/tinyproxy.conf"
  begin proxy edge tinyproxy -d -c "$state/tinyproxy.conf"
  await_port edge 53 dns
  await_port edge 3128 proxy
  healthy_xrdp
  await_links
}

cable() { # NAME NS ADDRESS NS ADDRESS: NAME0 in the first, NAME1 in the second
  ip link add "${1}0" netns "$prefix-$2" type veth peer name "${1}1" netns "$prefix-$4"
  ip -n "$prefix-$2" addr add "$3" dev "${1}0"
  ip -n "$prefix-$4" addr add "$5" dev "${1}1"
  link "$2" "${1}0" up
  link "$4" "${1}1" up
}
resolver() { # NS ADDRESS
  mkdir -p "/etc/netns/$prefix-$1"
  printf 'nameserver %s\noptions timeout:1 attempts:1\n' "$2" >"/etc/netns/$prefix-$1/resolv.conf"
}
await_links() {
  local end
  for end in "cli a0" "edge a1" "edge b0" "cloud b1" "cloud c0" "vm c1" "alt d0"; do
    until_true "link ${end/ / of }" is_up $end
  done
}

down() {
  [ -e "$state/ours" ] || return 0
  local file ns pid
  for file in "$state"/*.pid; do
    [ ! -e "$file" ] || end "$(basename "$file" .pid)"
  done
  for ns in $spaces; do
    [ -e "/run/netns/$prefix-$ns" ] || continue
    for pid in $(ip netns pids "$prefix-$ns"); do
      kill -KILL "$pid" 2>/dev/null || true
    done
    ip netns del "$prefix-$ns"
    rm -rf "/etc/netns/$prefix-$ns"
  done
  rm -rf "$state"
}

status() {
  local file pid
  [ -e "$state/ours" ] || die "not up"
  echo "fault $(cat "$state/fault" 2>/dev/null || echo none)"
  for file in "$state"/*.pid; do
    pid=$(pid_of "$(basename "$file" .pid)") && echo "$(basename "$file" .pid) $pid $(process_state "$pid")" ||
      echo "$(basename "$file" .pid) dead"
  done
}

# ---- clear ---------------------------------------------------------------------------------------------------------

heal() {
  local ns file pid
  for ns in cli edge cloud vm; do
    printf 'flush chain inet lab %s\n' in forw out | x $ns nft -f -
  done
  for file in "$state"/fault-*.pid; do
    [ ! -e "$file" ] || end "$(basename "$file" .pid)"
  done

  link edge a1 up arp on
  link vm c1 up
  route cli replace default via 10.33.1.1
  route cli del $public 2>/dev/null || true
  route edge del $public 2>/dev/null || true
  route vm replace default via 10.33.2.1
  ip -n $prefix-cloud addr del 203.0.113.20/32 dev lo 2>/dev/null || true
  x vm tc qdisc del dev c1 root 2>/dev/null || true
  no_nat edge
  dnat 3389 $vm:3389
  await_links
  ip -n $prefix-cli neigh flush dev a0
  ip -n $prefix-cloud neigh flush dev c0

  pid=$(pid_of dns) || die "the name server died: $(tail -n 3 "$state/dns.log")"
  kill -CONT "$pid"
  dns "$public $name"

  # xrdp is started anew when it was ended or stopped, or still has a child for a connection that is gone
  if ! pid=$(pid_of xrdp) || [ "$(process_state "$pid")" = T ] || pgrep -P "$pid" >/dev/null; then
    end xrdp
    healthy_xrdp
  fi
  for ns in edge cloud; do
    x $ns conntrack -F 2>/dev/null
  done
  rm -f "$state/fault"
}

# ---- faults, one function each -------------------------------------------------------------------------------------
rdp="tcp dport 3389"
from_rdp="tcp sport 3389"

# client computer
f_client_out_drop() { rule cli out $rdp drop; }
f_client_out_reject() { rule cli out $rdp reject; } # ICMP port unreachable
f_client_out_rst() { rule cli out $rdp reject with tcp reset; }
f_client_out_admin() { rule cli out $rdp reject with icmpx type admin-prohibited; }
f_client_no_route() { route cli del default; }
f_client_route_prohibit() { route cli add prohibit $public; }
f_client_route_blackhole() { route cli add blackhole $public; }
f_client_link_down() { link edge a1 down; } # cable out: the client sees no carrier
f_client_gw_dead() { # link up, ARP for the gateway fails
  link edge a1 arp off
  ip -n $prefix-cli neigh flush dev a0
}

# names
f_dns_nxdomain() { dns "# empty"; }
f_dns_stale_dead() { dns "203.0.113.99 $name"; } # an address that nobody has
f_dns_other_host() { # another computer, with a certificate of its own
  ip -n $prefix-cloud addr add 203.0.113.20/32 dev lo
  xrdp fault-xrdp 3390 negotiate wrongname "$modern"
  nat cloud ip daddr 203.0.113.20 $rdp dnat to $vm:3390
  dns "203.0.113.20 $name"
}
f_dns_timeout() { rule edge in udp dport 53 drop; }
f_dns_refused() { # ICMP port unreachable, as from a dead name server
  kill -STOP "$(pid_of dns)"
  rule edge in udp dport 53 reject
}
f_dns_private() { dns "$vm $name"; } # the private address, which is not routed from here

# edge
f_edge_drop() { rule edge forw $rdp drop; }
f_edge_rst() { rule edge forw $rdp reject with tcp reset; }
f_edge_admin() { rule edge forw $rdp reject with icmpx type admin-prohibited; }
f_edge_hostunr() { rule edge forw $rdp reject with icmpx type host-unreachable; }
f_edge_portunr() { rule edge forw $rdp reject with icmpx type port-unreachable; }
f_edge_netunr() { route edge add unreachable $public; } # no route there: ICMP host unreachable
f_edge_only_proxy() { rule edge forw drop; } # HTTP CONNECT at 10.33.1.1:3128 is the only way out
f_edge_portal() {
  begin fault-portal edge $(helper http 10.33.1.1 33081) "302 Found"
  await_port edge 33081 fault-portal
  nat edge iifname a1 meta l4proto tcp ip daddr != 10.33.1.1 dnat to 10.33.1.1:33081
}
f_edge_dpi_drop() { rule edge forw $rdp @ih,0,24 0x030000 drop; } # SYN passes, the X.224 request does not
f_edge_dpi_rst() { rule edge forw $rdp @ih,0,24 0x030000 reject with tcp reset; } # RST to the client only
f_edge_synack_drop() { rule edge forw $from_rdp "tcp flags & (syn|ack) == (syn|ack)" drop; }
f_edge_tls_drop() { rule edge forw $rdp @ih,0,16 0x1603 drop; } # the ClientHello
f_edge_tls_rst() { rule edge forw $rdp @ih,0,16 0x1603 reject with tcp reset; }
f_edge_mitm() {
  begin fault-mitm edge $(helper mitm 10.33.1.1 33082 $public 3389 "$certs/proxyca.pem" "$certs/proxyca.key")
  await_port edge 33082 fault-mitm
  nat edge iifname a1 ip daddr $public $rdp dnat to 10.33.1.1:33082
}

# cloud: public address, NAT, access lists
f_cloud_acl() { rule cloud forw ip saddr 198.51.100.2 $rdp drop; } # this client's address only
f_cloud_nsg_drop() { rule cloud forw $rdp drop; }
f_nat_missing() { no_nat cloud; } # the cloud's own stack answers with RST
f_nat_missing_drop() {
  no_nat cloud
  rule cloud in $rdp drop
}
f_nat_wrong_vm() { dnat 3389 10.33.2.99:3389; } # no such computer: ICMP host unreachable after ARP
f_nat_wrong_vm_quiet() {
  f_nat_wrong_vm
  rule cloud out icmp type destination-unreachable drop
}
f_nat_wrong_port() { dnat 3389 $vm:3390; }
f_port_moved() { # the public port is now 33890
  dnat 33890 $vm:3389
  rule cloud in $rdp drop
}
balancer() { # fin|rst|hang: with a dead backend
  end xrdp
  no_nat cloud
  begin fault-balancer cloud $(helper lb $public 3389 $vm 3389 "$1")
  await_port cloud 3389 fault-balancer
}
f_lb_dead_fin() { balancer fin; }
f_lb_dead_rst() { balancer rst; }
f_lb_dead_hang() { balancer hang; }
f_cloud_syn_only() { rule cloud forw $rdp tcp flags ack "ct packets > 3" drop; } # the handshake passes, data does not
f_mtu_blackhole() { rule cloud forw meta length gt 600 drop; } # both ways, and no ICMP "fragmentation needed"
f_mtu_blackhole_1000() { rule cloud forw meta length gt 1000 drop; } # small segments pass
f_mtu_blackhole_down() { rule cloud forw $from_rdp meta length gt 600 drop; }
f_loss30() { rule cloud forw numgen random mod 100 lt 30 drop; }
f_slow_link() { x vm tc qdisc add dev c1 root tbf rate 16kbit burst 1600 latency 5s; }
f_cut_mid_tls() { rule cloud forw $rdp "ct packets > 8" drop; } # the path dies silently inside the TLS handshake
f_cut_mid_tls_rst() { rule cloud forw $rdp "ct packets > 8" reject with tcp reset; }

# VM
f_vm_off() { link vm c1 down; } # ICMP host unreachable after ARP
f_vm_off_quiet() {
  f_vm_off
  rule cloud out icmp type destination-unreachable drop
}
f_vm_no_gw() { route vm del default; } # it cannot answer
f_service_stopped() { end xrdp; }
f_service_hung() { kill -STOP "$(pid_of xrdp)"; } # the kernel accepts (backlog of 2), xrdp never answers
f_backlog_full() { # hung for long enough: SYNs are dropped
  f_service_hung
  begin fault-fill alt $(helper fill $public 3389 8)
  until_true "backlog filled" grep -q filled "$state/fault-fill.log"
}
f_vm_fw_drop() { rule vm in $rdp drop; }
f_vm_fw_rst() { rule vm in $rdp reject with tcp reset; }
f_vm_fw_icmp() { rule vm in $rdp reject; }
f_vm_fw_admin() { rule vm in $rdp reject with icmpx type admin-prohibited; }
f_vm_port_changed() { moved_xrdp; }
f_vm_other_service() { instead banner SSH-2.0-OpenSSH_9.2p1; }
f_vm_http() { instead http "400 Bad Request"; }
f_vm_silent() { instead silent; }
f_vm_accept_close() { instead close; }
f_vm_accept_rst() { instead rst; }
f_vm_close_after_x224() { instead closeafter; }
f_vm_rst_after_x224() { instead rstafter; }
in_front() { # KIND ARGUMENT...: a helper that passes on to xrdp
  moved_xrdp
  server fault-front 3389 $(helper "$1" $vm 3389 $vm 3390) "${@:2}"
}
f_vm_slow() { in_front delay 1.5; }
f_vm_tls_dies() { in_front x224then rst; }
f_vm_tls_hangs() { in_front x224then hang; }
f_vm_tls_garbage() { instead tlsgarbage; }
f_sec_rdp_only() { other_xrdp rdp good "$modern"; }
f_sec_tls_only() { other_xrdp tls good "$modern"; }
f_tls10_only() { other_xrdp tls good TLSv1; }
f_cert_expired() { other_xrdp tls expired "$modern"; }
f_cert_future() { other_xrdp tls future "$modern"; }
f_cert_wrongname() { other_xrdp tls wrongname "$modern"; }
f_cert_missing() { other_xrdp tls absent "$modern"; }
f_nla_required() { # FreeRDP's server; it shows a display, so it needs one
  local home=$state/shadow
  end xrdp
  begin fault-display vm Xvfb -displayfd 1 -noreset -screen 0 640x480x24 -nolisten tcp
  until_true "X display" grep -q '^[0-9]' "$state/fault-display.log"
  mkdir -p "$home/.config/freerdp/shadow"
  winpr-hash -u alice -p Secret123 -f sam >"$home/SAM"
  cp "$certs/good.pem" "$home/.config/freerdp/shadow/shadow.crt"
  cp "$certs/good.key" "$home/.config/freerdp/shadow/shadow.key"
  server fault-shadow 3389 env HOME="$home" XDG_CONFIG_HOME="$home/.config" \
    DISPLAY=":$(grep -m1 '^[0-9]' "$state/fault-display.log")" \
    freerdp-shadow-cli /port:3389 "/bind-address:$vm" /sec:nla "/sam-file:$home/SAM"
}

# --------------------------------------------------------------------------------------------------------------------

alone() { # one change at a time
  mkdir -p "$(dirname "$state")"
  exec 9>"$state.lock"
  flock -w 60 9 || die "another lab.sh is at work on $state"
}
needs_up() { [ -e "$state/ours" ] || die "not up"; }

case ${1:-} in
  up | down)
    alone
    "$1"
    ;;
  clear)
    alone
    needs_up
    heal
    ;;
  inject)
    declare -F "f_${2:-}" >/dev/null || { echo "lab.sh: no such fault: ${2:-}" >&2; exit 2; }
    alone
    needs_up
    [ ! -e "$state/fault" ] || heal
    echo "$2" >"$state/fault"
    "f_$2"
    ;;
  run)
    needs_up
    exec ip netns exec "$prefix-$2" "${@:3}"
    ;;
  list) declare -F | sed -n 's/^declare -f f_//p' ;;
  status | missing) "$1" ;;
  *)
    sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
    exit 2
    ;;
esac
