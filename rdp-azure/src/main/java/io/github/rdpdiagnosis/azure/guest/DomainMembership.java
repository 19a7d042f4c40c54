package io.github.rdpdiagnosis.azure.guest;

/**
 * Membership of an Active Directory domain.
 *
 * @param joined whether it is a member
 * @param domain DNS name of the domain
 * @param role 0 and 2 stand alone, 1 and 3 are members, 4 and 5 are domain controllers
 * @param secureChannel whether the trust to the domain works; absent where there is none
 * @param controllerFound whether a domain controller answered; absent where there is no domain
 */
public record DomainMembership(
    Item<Boolean> joined,
    Item<String> domain,
    Item<Long> role,
    Item<Boolean> secureChannel,
    Item<Boolean> controllerFound) {
  static DomainMembership of(RecordSection section) throws GuestRecordFormatException {
    return new DomainMembership(
        section.truth("joined"),
        section.text("domain"),
        section.number("role"),
        section.truth("secureChannel"),
        section.truth("controllerFound"));
  }
}
