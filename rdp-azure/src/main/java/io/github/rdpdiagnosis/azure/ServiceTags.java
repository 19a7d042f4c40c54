package io.github.rdpdiagnosis.azure;

import io.github.rdpdiagnosis.azure.internal.json.StrictJson;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses behind service tags, as Azure publishes them for one cloud: the downloadable file
 * {@code ServiceTags_Public_20261116.json}, or the reply of the service-tags API
 * (Microsoft.Network/locations/serviceTags/read), which has the same form. Azure changes the list
 * every week, so an evaluation with it names its change number and, where the file's name has one,
 * its date.
 *
 * <p>Immutable. Source: learn.microsoft.com, "Virtual network service tags".
 */
public final class ServiceTags {
  /** The largest document that is read, in bytes: 64 MiB. */
  public static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)*");
  private static final Pattern DATE = Pattern.compile("(?<!\\d)(20\\d\\d)(\\d\\d)(\\d\\d)(?!\\d)");
  private static final ServiceTags NONE = new ServiceTags("no list", Map.of());

  private final String title;
  private final Map<String, AddressSet> byName;

  private ServiceTags(String title, Map<String, AddressSet> byName) {
    this.title = title;
    this.byName = byName;
  }

  /**
   * No list: every tag but VirtualNetwork, Internet and AzureLoadBalancer is unknown.
   *
   * @return the empty list
   */
  public static ServiceTags none() {
    return NONE;
  }

  /**
   * A list from a file. Never reads more than {@link #MAX_BYTES} and one byte.
   *
   * @param file the file
   * @return the list
   * @throws IOException if the file cannot be read
   * @throws JsonDocumentException if it holds no such list
   */
  public static ServiceTags read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return read(in.readNBytes(MAX_BYTES + 1), file.toString());
    }
  }

  /**
   * A list from a document.
   *
   * @param bytes UTF-8, at most {@link #MAX_BYTES}
   * @param documentName what the user knows it as; a date in it becomes the list's date
   * @return the list
   * @throws JsonDocumentException if it is none; names the place and what was expected there
   */
  public static ServiceTags read(byte[] bytes, String documentName) {
    JsonPlace root =
        JsonPlace.root(documentName, StrictJson.readObject(bytes, MAX_BYTES, documentName));
    JsonPlace values = root.member("values");
    Map<String, AddressSet> byName = new HashMap<>();
    for (int i = 0; i < values.list().size(); i++) {
      JsonPlace tag = values.item(i);
      byName.put(
          key(tag.member("name").text()),
          addresses(tag.member("properties").member("addressPrefixes")));
    }
    if (byName.isEmpty()) {
      throw values.expected("some service tags");
    }
    String cloud = scalar(root, "cloud").map(c -> "cloud " + c).orElse("an unnamed cloud");
    Matcher date = DATE.matcher(Path.of(documentName).getFileName().toString());
    String of =
        date.find() ? " of " + date.group(1) + "-" + date.group(2) + "-" + date.group(3) : "";
    String change = scalar(root, "changeNumber").map(n -> ", change " + n).orElse("");
    return new ServiceTags(cloud + of + change, Map.copyOf(byName));
  }

  private static AddressSet addresses(JsonPlace in) {
    List<Prefix> prefixes = new ArrayList<>();
    for (int i = 0; i < in.list().size(); i++) {
      prefixes.add(in.item(i).text("an address block", Prefix::parse));
    }
    return AddressSet.of(prefixes);
  }

  /** The API gives the change number as a text, the file as a number. */
  private static Optional<String> scalar(JsonPlace in, String name) {
    return Optional.ofNullable(in.object().get(name)).map(Object::toString);
  }

  private static String key(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  /**
   * Whether a text has the form of a service tag's name.
   *
   * @param text such as {@code Storage.WestEurope}
   * @return false for an address block or a broken one
   */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The addresses of a tag, IPv4 and IPv6.
   *
   * @param name such as {@code AzureCloud.westeurope}, in any case
   * @return empty for a tag that the list does not have
   */
  public Optional<AddressSet> addresses(String name) {
    return Optional.ofNullable(byName.get(key(name)));
  }

  /**
   * Whether there is no list.
   *
   * @return true for {@link #none}
   */
  public boolean isEmpty() {
    return byName.isEmpty();
  }

  /**
   * Which list it is.
   *
   * @return its cloud, date and change number, as far as they are known
   */
  public String title() {
    return title;
  }

  @Override
  public String toString() {
    return title + ", " + byName.size() + " tags";
  }
}
