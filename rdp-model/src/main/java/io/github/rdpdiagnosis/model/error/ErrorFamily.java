package io.github.rdpdiagnosis.model.error;

/**
 * The numbering that an error belongs to. The same number means different things in different
 * families.
 */
public enum ErrorFamily {
  /** Disconnect reason of the Windows client's control, the number most clients show. */
  DISCONNECT_REASON,
  /** Disconnect reasons from 0x3000001 on, which speak of an RD Gateway. */
  GATEWAY_REASON,
  /** A number shown by the clients for macOS and mobile devices. */
  DISPLAY_CODE,
  /** Error of FreeRDP, whose class is 2: 0x20001 and up. */
  FREERDP,
  /** Extended disconnect reason, shown beside a disconnect reason. */
  EXTENDED_REASON,
  /** Set Error Info PDU, the server's own reason ([MS-RDPBCGR] 2.2.5.1.1). */
  ERROR_INFO,
  /** HRESULT or Windows error of an RD Gateway ([MS-TSGU] 2.2.6). */
  GATEWAY_RESULT,
  /** Logon error of the Windows client's control. */
  LOGON_ERROR,
  /** RDP Negotiation Failure ([MS-RDPBCGR] 2.2.1.2.2). */
  NEGOTIATION_FAILURE,
  /** Protocol that an RDP Negotiation Response selects ([MS-RDPBCGR] 2.2.1.2.1): no error. */
  NEGOTIATION_RESPONSE,
  /** Early User Authorization Result PDU ([MS-RDPBCGR] 2.2.10.2). */
  EARLY_AUTHORIZATION,
  /** Fatal error inside the Windows client. */
  FATAL_ERROR,
  /** Warning inside the Windows client. */
  WARNING,
  /** A message without a number of its own. */
  MESSAGE,
  /** An event in a log of the VM or the client. */
  WINDOWS_EVENT
}
