-- The least that tells an RDP server: Connection Request out, seven bytes of the answer in.
local nmap = require "nmap"

description = "X.224 negotiation"
categories = {"safe"}
author = "rdp-diagnosis"
license = "Apache-2.0"

portrule = function() return true end

action = function(host, port)
  local socket = nmap.new_socket()
  socket:set_timeout(5000)
  if not socket:connect(host, port) then
    return nil
  end
  socket:send("\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x0b\x00\x00\x00")
  local status, answer = socket:receive_bytes(7)
  socket:close()
  return status and answer:byte(1) == 3 and "RDP" or nil
end
