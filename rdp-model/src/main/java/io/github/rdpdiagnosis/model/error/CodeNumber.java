package io.github.rdpdiagnosis.model.error;

/** How the number of an error is written. Apart from the look-up, which the table does not need. */
final class CodeNumber {
  private CodeNumber() {}

  /**
   * A number of at most 8 hexadecimal or 10 decimal digits as unsigned 32 bits; negative ones as
   * two's complement.
   */
  static long unsigned(String number) {
    if (number.regionMatches(true, 0, "0x", 0, 2)) {
      return Long.parseLong(number.substring(2), 16);
    }
    if (isHexadecimal(number)) {
      return Long.parseLong(number, 16);
    }
    long value = Long.parseLong(number);
    return value < 0 && value >= Integer.MIN_VALUE ? value & 0xFFFF_FFFFL : value;
  }

  /** With 0x in front, or an NTSTATUS or HRESULT that has lost it. */
  static boolean isHexadecimal(String number) {
    return number.startsWith("0x")
        || number.startsWith("c0000")
        || (number.startsWith("8007") && number.length() == 8);
  }
}
