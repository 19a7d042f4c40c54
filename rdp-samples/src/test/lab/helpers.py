#!/usr/bin/env python3
"""Servers and middle boxes that go wrong in one way each. Standard library only.

helpers.py KIND ADDRESS PORT [ARGUMENT...] listens at ADDRESS:PORT; KIND is one of

 silent                      accepts, never answers
 close | rst                 accepts, then ends with FIN or RST at once
 closeafter | rstafter       reads the first bytes, then ends with FIN or RST
 banner TEXT                 speaks first (SSH and the like)
 http STATUS                 answers any first bytes with an HTTP response
 lb HOST PORT fin|rst|hang   balancer: accepts first, then dials; ends so when the backend is dead
 delay HOST PORT SECONDS     relay that holds each chunk from the server for a while
 mitm HOST PORT CERT KEY     relays X.224, then ends TLS with its own certificate
 x224then HOST PORT rst|hang relays X.224, then goes wrong where TLS begins
 tarpit                      answers X.224 with one byte a second
 tlsgarbage                  answers X.224 with "TLS", then sends something that is not TLS

helpers.py fill ADDRESS PORT COUNT opens COUNT connections to ADDRESS:PORT and keeps them.
"""
import contextlib
import socket
import ssl
import struct
import sys
import threading

# TPKT (RFC 1006) with an X.224 connection confirm that selects TLS ([MS-RDPBCGR] 2.2.1.2).
CONFIRM_TLS = bytes.fromhex("030000130ed000001234000201080001000000")
FOREVER = threading.Event()


def end_with_rst(peer):
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


def end_with_fin(peer):
    with contextlib.suppress(OSError):
        peer.shutdown(socket.SHUT_WR)
    peer.close()


def end(peer, how):
    {"fin": end_with_fin, "rst": end_with_rst, "hang": lambda _: FOREVER.wait()}[how](peer)


def pump(source, sink, hold=0.0):
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            if hold:
                FOREVER.wait(hold)
            sink.sendall(chunk)
    for side in (source, sink):
        with contextlib.suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)


def relay(client, server, hold=0.0):
    threading.Thread(target=pump, args=(client, server), daemon=True).start()
    pump(server, client, hold)


def dial(host, port, seconds=5.0):
    peer = socket.create_connection((host, int(port)), seconds)
    peer.settimeout(None)
    return peer


def balance(client, host, port, how):
    try:
        server = dial(host, port, 2.0)
    except OSError:
        return end(client, how)
    return relay(client, server)


def relay_x224(client, host, port):
    server = dial(host, port)
    server.sendall(client.recv(4096))
    client.sendall(server.recv(4096))
    return server


def intercept(client, host, port, cert, key):
    server = relay_x224(client, host, port)
    to_client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    to_client.load_cert_chain(cert, key)
    to_server = ssl.create_default_context()
    to_server.check_hostname = False
    to_server.verify_mode = ssl.CERT_NONE
    relay(to_client.wrap_socket(client, server_side=True), to_server.wrap_socket(server))


def break_at_tls(client, host, port, how):
    server = relay_x224(client, host, port)
    client.recv(4096)
    end(client, how)
    server.close()


def after_first_bytes(client, then):
    client.recv(4096)
    then(client)


def banner(client, text):
    client.sendall(text.encode() + b"\r\n")
    FOREVER.wait(2)
    end_with_fin(client)


def http(client, status):
    client.recv(4096)
    reply = f"HTTP/1.1 {status}\r\nServer: portal\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    client.sendall(reply.encode())
    end_with_fin(client)


def tls_garbage(client):
    client.recv(4096)
    client.sendall(CONFIRM_TLS)
    client.recv(4096)
    client.sendall(bytes(64))
    end_with_fin(client)


def tarpit(client):
    client.recv(4096)
    for byte in CONFIRM_TLS:
        client.sendall(bytes([byte]))
        FOREVER.wait(1)


KINDS = {
    "silent": lambda c: FOREVER.wait(),
    "close": end_with_fin,
    "rst": end_with_rst,
    "closeafter": lambda c: after_first_bytes(c, end_with_fin),
    "rstafter": lambda c: after_first_bytes(c, end_with_rst),
    "banner": banner,
    "http": http,
    "lb": balance,
    "delay": lambda c, host, port, hold: relay(c, dial(host, port), float(hold)),
    "mitm": intercept,
    "x224then": break_at_tls,
    "tarpit": tarpit,
    "tlsgarbage": tls_garbage,
}


def serve(kind, address, port, arguments):
    def one(client):
        try:
            KINDS[kind](client, *arguments)
        except Exception as e:  # one connection's trouble goes to the log, the server lives on
            print(kind, repr(e), flush=True)

    with socket.create_server((address, port), backlog=64) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=one, args=(client,), daemon=True).start()


def fill(address, port, count):
    kept = []
    for _ in range(count):
        peer = socket.socket()
        peer.setblocking(False)
        peer.connect_ex((address, port))
        kept.append(peer)
    print("filled", flush=True)
    FOREVER.wait()


if __name__ == "__main__":
    if len(sys.argv) < 4 or (sys.argv[1] not in KINDS and sys.argv[1] != "fill"):
        sys.exit(__doc__)
    if sys.argv[1] == "fill":
        fill(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        serve(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:])
