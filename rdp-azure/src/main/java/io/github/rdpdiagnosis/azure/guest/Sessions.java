package io.github.rdpdiagnosis.azure.guest;

import java.util.List;

/**
 * Sessions and user profiles.
 *
 * @param sessions interactive sessions, the console included
 * @param signedIn sessions in which somebody is signed in
 * @param profilesAside keys of profiles that Windows put aside: a SID and {@code .bak}
 */
public record Sessions(Item<Long> sessions, Item<Long> signedIn, Item<List<String>> profilesAside) {
  static Sessions of(RecordSection section) throws GuestRecordFormatException {
    return new Sessions(
        section.number("sessions"), section.number("signedIn"), section.words("profilesAside"));
  }
}
