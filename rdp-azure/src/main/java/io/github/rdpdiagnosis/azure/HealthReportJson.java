package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.GuestHealthReport.Accounts;
import io.github.rdpdiagnosis.azure.GuestHealthReport.Adapter;
import io.github.rdpdiagnosis.azure.GuestHealthReport.AdapterAddress;
import io.github.rdpdiagnosis.azure.GuestHealthReport.RemoteDesktop;
import io.github.rdpdiagnosis.azure.GuestHealthReport.Service;
import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON of a health report, in which anything may be missing or of another type. */
final class HealthReportJson {
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_LIST = 256;
  private static final int MAX_TEXT = 256;
  private static final int MAX_PORT = 65_535;

  private HealthReportJson() {}

  /**
   * A report.
   *
   * @param body what stands between the markers
   * @param markerTime the time in the first marker
   * @return empty where it is no JSON object, or was cut short
   */
  static Optional<GuestHealthReport> read(String body, String markerTime) {
    int from = body.indexOf('{');
    int to = body.lastIndexOf('}');
    if (from < 0 || to < from) {
      return Optional.empty();
    }
    String json = body.substring(from, to + 1).replaceAll("\\p{Cntrl}+", "");
    JsonNode root;
    try {
      root =
          StrictJson.readTree(json.getBytes(StandardCharsets.UTF_8), MAX_BYTES, "VM health report");
    } catch (JsonDocumentException e) {
      return Optional.empty();
    }
    if (!root.isObject()) {
      return Optional.empty();
    }
    JsonNode remote = root.path("remoteAccess").path("windows");
    JsonNode accounts = root.path("accounts").path("windows");
    return Optional.of(
        new GuestHealthReport(
            text(root, "reportTime")
                .flatMap(HealthReportJson::instant)
                .or(() -> instant(markerTime)),
            adapters(root.path("networkAdapters")),
            services(root.path("services")),
            new RemoteDesktop(
                flag(remote, "rdpEnabled"),
                number(remote, "rdpPort")
                    .filter(port -> port >= 1 && port <= MAX_PORT)
                    .map(Long::intValue),
                text(remote, "rdpFirewallAccess"),
                texts(remote, "rdpAllowedUsers"),
                number(remote, "rdpTcpListenerMaxConnections"),
                text(remote, "rdsLicensingStatus")),
            new Accounts(
                flag(accounts, "adminAccountDisabled"),
                flag(accounts, "adminAccountPasswordExpired")),
            text(root.path("systemInfo").path("windows"), "domainRole")));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static List<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode item : list) {
      if (list.isArray() && item.isObject() && items.size() < MAX_LIST) {
        items.add(item);
      }
    }
    return items;
  }

  private static List<Adapter> adapters(JsonNode list) {
    return items(list).stream()
        .map(
            adapter ->
                new Adapter(
                    text(adapter, "name").orElse(""),
                    text(adapter, "status"),
                    text(adapter, "macAddress"),
                    addresses(adapter.path("ipProperties"))))
        .toList();
  }

  private static List<AdapterAddress> addresses(JsonNode list) {
    List<AdapterAddress> addresses = new ArrayList<>();
    for (JsonNode address : items(list)) {
      text(address, "address")
          .map(literal -> literal.replaceFirst("%.*", ""))
          .ifPresent(
              literal ->
                  addresses.add(new AdapterAddress(literal, flag(address, "isDhcpEnabled"))));
    }
    return addresses;
  }

  private static List<Service> services(JsonNode list) {
    return items(list).stream()
        .filter(service -> text(service, "name").isPresent())
        .map(service -> new Service(text(service, "name").orElseThrow(), text(service, "state")))
        .toList();
  }

  private static Optional<String> text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual() && !value.isBoolean() && !value.isNumber()) {
      return Optional.empty();
    }
    String text = value.asText().strip();
    return text.isEmpty() || text.length() > MAX_TEXT ? Optional.empty() : Optional.of(text);
  }

  private static Optional<Boolean> flag(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isBoolean() ? Optional.of(value.asBoolean()) : Optional.empty();
  }

  private static Optional<Long> number(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isIntegralNumber() && value.canConvertToLong()
        ? Optional.of(value.asLong())
        : Optional.empty();
  }

  /** A list of texts; PowerShell writes a list of one as the one. */
  private static Optional<List<String>> texts(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isTextual()) {
      return Optional.of(List.of(value.asText()));
    }
    if (!value.isArray()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (item.isTextual() && texts.size() < MAX_LIST && item.asText().length() <= MAX_TEXT) {
        texts.add(item.asText());
      }
    }
    return Optional.of(texts);
  }
}
