package io.github.rdpdiagnosis.azure.guest;

import io.github.rdpdiagnosis.azure.guest.GuestAccounts.LocalAccount;
import io.github.rdpdiagnosis.azure.guest.GuestAccounts.LogonRight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The observation {@code logon}: who may sign in. A list that was cut makes no fact. */
final class LogonFacts {
  private final GuestRecord record;
  private final GuestAccounts accounts;
  private final GuestPart part = new GuestPart("logon");

  private LogonFacts(GuestRecord record) {
    this.record = record;
    this.accounts = record.accounts();
  }

  static GuestPart of(GuestRecord record) {
    LogonFacts facts = new LogonFacts(record);
    facts.sessions();
    facts.rights();
    facts.localAccounts();
    return facts.part;
  }

  private void sessions() {
    part.put(GuestFacts.SESSIONS, record.sessions().sessions())
        .put(GuestFacts.PROFILES_ASIDE, record.sessions().profilesAside());
  }

  private static <T, R> Item<List<R>> all(
      Item<Listing<T>> listing, Predicate<T> which, Function<T, R> what) {
    return listing.known().filter(list -> !list.isComplete()).isPresent()
        ? new Item.NotRead<>("a list was cut")
        : listing.map(list -> list.entries().stream().filter(which).map(what).toList());
  }

  private void rights() {
    part.put(GuestFacts.RDP_USERS, all(accounts.remoteDesktopUsers(), sid -> true, sid -> sid))
        .put(GuestFacts.ADMINISTRATORS, all(accounts.administrators(), sid -> true, sid -> sid))
        .put(GuestFacts.RDP_LOGON, holders(LogonRight.REMOTE_INTERACTIVE))
        .put(GuestFacts.RDP_LOGON_DENIED, holders(LogonRight.DENY_REMOTE_INTERACTIVE))
        .put(GuestFacts.NETWORK_LOGON, holders(LogonRight.NETWORK))
        .put(GuestFacts.NETWORK_LOGON_DENIED, holders(LogonRight.DENY_NETWORK));
  }

  private Item<List<String>> holders(long flag) {
    return all(accounts.logonRights(), right -> right.has(flag), LogonRight::sid);
  }

  private void localAccounts() {
    if (record.host().productType().known().filter(type -> type == 2).isPresent()) {
      return;
    }
    part.put(
            GuestFacts.ACCOUNT_SIDS,
            all(accounts.accounts(), account -> true, a -> a.sid() + " " + a.name()))
        .put(GuestFacts.ACCOUNTS_DISABLED, named(a -> isTrue(a.disabled())))
        .put(GuestFacts.ACCOUNTS_LOCKED, named(a -> isTrue(a.locked())))
        .put(
            GuestFacts.PASSWORDS_TO_CHANGE,
            named(a -> isTrue(a.passwordExpired()) && hasNewPassword(a)))
        .put(
            GuestFacts.PASSWORDS_EXPIRED,
            named(a -> isTrue(a.passwordExpired()) && !hasNewPassword(a)))
        .put(GuestFacts.ACCOUNTS_EXPIRED, named(this::hasEnded))
        .put(GuestFacts.ACCOUNTS_WITH_HOURS, named(LogonFacts::hasHours))
        .note(
            GuestFacts.ADMINISTRATOR_DISABLED,
            accounts.accounts().known().stream()
                .flatMap(list -> list.entries().stream())
                .filter(LocalAccount::isBuiltInAdministrator)
                .findAny()
                .flatMap(account -> account.disabled().known()));
  }

  private Item<List<String>> named(Predicate<LocalAccount> which) {
    return all(accounts.accounts(), which, LocalAccount::name);
  }

  private static boolean isTrue(Item<Boolean> item) {
    return item.known().orElse(false);
  }

  private static boolean hasNewPassword(LocalAccount account) {
    return account.passwordAgeSeconds().known().filter(age -> age == 0).isPresent();
  }

  private boolean hasEnded(LocalAccount account) {
    Optional<Instant> now = record.host().now().known();
    return account.expires().known().flatMap(end -> now.map(n -> !end.isAfter(n))).orElse(false);
  }

  private static boolean hasHours(LocalAccount account) {
    return account.hours().known().filter(hex -> !hex.matches("F*")).isPresent();
  }
}
