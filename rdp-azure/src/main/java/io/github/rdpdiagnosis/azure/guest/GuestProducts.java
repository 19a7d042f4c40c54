package io.github.rdpdiagnosis.azure.guest;

/**
 * Security software and packet filters that are not Windows' own.
 *
 * <p>Partially implemented: only what registered with the security centre (clients), binds to an
 * adapter, or blocks in the Windows Filtering Platform for this port.
 *
 * @param securityProducts names as they registered
 * @param filterDrivers component ids of filters bound to adapters
 * @param blockingProviders who put blocking filters into the Windows Filtering Platform, as GUID or
 *     name; Windows' own included
 */
public record GuestProducts(
    Item<Listing<Item<String>>> securityProducts,
    Item<Listing<String>> filterDrivers,
    Item<Listing<Item<String>>> blockingProviders) {
  static GuestProducts of(RecordSection section) throws GuestRecordFormatException {
    return new GuestProducts(
        section.listing("securityProduct", row -> row.text("name")),
        section.listing("filterDriver", row -> row.key("component")),
        section.listing("wfpBlock", row -> row.text("provider")));
  }
}
