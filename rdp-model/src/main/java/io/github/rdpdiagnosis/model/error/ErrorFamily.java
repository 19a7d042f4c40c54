package io.github.rdpdiagnosis.model.error;

/**
 * The numbering that an error belongs to. The same number means different things in different
 * families.
 *
 * <p>Source: the specification or API that each constant names; the others are in the Windows
 * client's control (learn.microsoft.com/windows/win32/termserv/imstscaxevents-ondisconnected).
 */
public enum ErrorFamily {
  /** Disconnect reason of the Windows client's control, the number most clients show. */
  DISCONNECT_REASON("disconnect reason"),
  /** Disconnect reasons from 0x3000001 on, which speak of an RD Gateway. */
  GATEWAY_REASON("gateway disconnect reason"),
  /** A number shown by the clients for macOS and mobile devices. */
  DISPLAY_CODE("code of the macOS and mobile clients"),
  /** Error of FreeRDP, whose class is 2: 0x20001 and up. */
  FREERDP("FreeRDP error"),
  /** Extended disconnect reason, shown beside a disconnect reason. */
  EXTENDED_REASON("extended disconnect reason"),
  /** Set Error Info PDU, the server's own reason ([MS-RDPBCGR] 2.2.5.1.1). */
  ERROR_INFO("server's error info"),
  /** HRESULT or Windows error of an RD Gateway ([MS-TSGU] 2.2.6). */
  GATEWAY_RESULT("RD Gateway result"),
  /** Logon error of the Windows client's control. */
  LOGON_ERROR("logon error of the client"),
  /**
   * NTSTATUS of a sign-in that failed, as the Security log of the VM prints it ([MS-ERREF] 2.3.1).
   * Those that the client's control reports itself are {@link #LOGON_ERROR}.
   */
  NT_STATUS("NTSTATUS of a sign-in"),
  /** RDP Negotiation Failure ([MS-RDPBCGR] 2.2.1.2.2). */
  NEGOTIATION_FAILURE("negotiation failure"),
  /** Protocol that an RDP Negotiation Response selects ([MS-RDPBCGR] 2.2.1.2.1): no error. */
  NEGOTIATION_RESPONSE("negotiation response"),
  /** Early User Authorization Result PDU ([MS-RDPBCGR] 2.2.10.2). */
  EARLY_AUTHORIZATION("early user authorization result"),
  /** Fatal error inside the Windows client. */
  FATAL_ERROR("fatal error of the client"),
  /** Warning inside the Windows client. */
  WARNING("warning of the client"),
  /** A message without a number of its own. */
  MESSAGE("message"),
  /** An event in a log of the VM or the client. */
  WINDOWS_EVENT("Windows event");

  private final String title;

  ErrorFamily(String title) {
    this.title = title;
  }

  /**
   * What to call it in a sentence.
   *
   * @return such as {@code disconnect reason}
   */
  public String title() {
    return title;
  }
}
