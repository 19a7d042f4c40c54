package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.VmId;
import io.github.rdpdiagnosis.azure.winrm.Thumbprint;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Operations as plain JSON data, and back; for plans and journals. */
public final class OperationJson {
  private OperationJson() {}

  /**
   * An operation as data.
   *
   * @param operation the operation
   * @return keys sorted
   */
  public static Map<String, Object> write(Operation operation) {
    Map<String, Object> json = new TreeMap<>();
    if (operation instanceof PowerChange power) {
      json.put("kind", "POWER");
      json.put("vm", power.vm().toString());
      json.put("action", power.action().name());
      json.put("expected", power.expected());
    } else if (operation instanceof SizeChange size) {
      json.put("kind", "SIZE");
      json.put("vm", size.vm().toString());
      json.put("expected", size.expected());
      json.put("wanted", size.wanted());
    } else if (operation instanceof ResourceChange resource) {
      json.put("kind", "RESOURCE");
      json.put("resource", resource.id());
      resource.expected().ifPresent(state -> json.put("expected", state));
      resource.wanted().ifPresent(state -> json.put("wanted", state));
    } else if (operation instanceof PublicIpAssociation association) {
      json.put("kind", "PUBLIC_IP_ASSOCIATION");
      json.put("nic", association.nic());
      json.put("ipConfiguration", association.ipConfiguration());
      json.put("publicIp", association.publicIp());
      json.put("associated", association.associated());
    } else if (operation instanceof JitRequest jit) {
      json.put("kind", "JIT_REQUEST");
      json.put("policy", jit.policyId());
      json.put("vm", jit.vm().toString());
      json.put("port", jit.port().number());
      json.put("source", jit.source().toString());
      json.put("span", jit.span().toString());
    } else if (operation instanceof RemoteDesktopReset reset) {
      json.put("kind", "REMOTE_DESKTOP_RESET");
      json.put("vm", reset.vm().toString());
      json.put("location", reset.location());
      json.put("extension", reset.extension());
      json.put("tag", reset.tag());
      reset.account().ifPresent(name -> json.put("account", name));
    } else if (operation instanceof GuestChange.Setting setting) {
      json.put("kind", "GUEST_SETTING");
      json.put("vm", setting.vm().toString());
      json.put("setting", setting.setting().name());
      json.put("expected", setting.expected());
      json.put("wanted", setting.wanted());
    } else if (operation instanceof GuestChange.Membership membership) {
      json.put("kind", "REMOTE_DESKTOP_USER");
      json.put("vm", membership.vm().toString());
      json.put("account", membership.account());
      json.put("member", membership.member());
    } else if (operation instanceof GuestChange.FirewallOpening opening) {
      json.put("kind", "FIREWALL_OPENING");
      json.put("vm", opening.vm().toString());
      json.put("port", opening.port().number());
      json.put("client", opening.client().toString());
      json.put("present", opening.present());
    } else if (operation instanceof GuestChange.CertificateBinding binding) {
      json.put("kind", "CERTIFICATE_BINDING");
      json.put("vm", binding.vm().toString());
      json.put("thumbprint", binding.thumbprint().hex());
      json.put("bound", binding.bound());
    } else {
      throw new IllegalStateException("no form for " + operation.getClass());
    }
    return json;
  }

  /**
   * An operation from its data.
   *
   * @param json the data
   * @return the operation
   * @throws IllegalArgumentException if something is missing, of another type or out of bounds
   */
  public static Operation read(Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("expected an object for an operation");
    }
    Fields in = new Fields(map);
    try {
      return read(in);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("span: " + e.getMessage(), e);
    }
  }

  private static Operation read(Fields in) {
    String kind = in.text("kind");
    return switch (kind) {
      case "POWER" ->
          new PowerChange(
              in.vm(), PowerChange.Action.valueOf(in.text("action")), in.text("expected"));
      case "SIZE" -> new SizeChange(in.vm(), in.text("expected"), in.text("wanted"));
      case "RESOURCE" ->
          new ResourceChange(in.text("resource"), in.state("expected"), in.state("wanted"));
      case "PUBLIC_IP_ASSOCIATION" ->
          new PublicIpAssociation(
              in.text("nic"),
              in.text("ipConfiguration"),
              in.text("publicIp"),
              in.flag("associated"));
      case "JIT_REQUEST" ->
          new JitRequest(
              in.text("policy"),
              in.vm(),
              new Port(in.number("port")),
              Prefix.parse(in.text("source")),
              Duration.parse(in.text("span")));
      case "REMOTE_DESKTOP_RESET" ->
          new RemoteDesktopReset(
              in.vm(),
              in.text("location"),
              in.text("extension"),
              in.text("tag"),
              in.has("account") ? Optional.of(in.text("account")) : Optional.empty());
      case "GUEST_SETTING" ->
          new GuestChange.Setting(
              in.vm(),
              GuestSetting.valueOf(in.text("setting")),
              in.number("expected"),
              in.number("wanted"));
      case "REMOTE_DESKTOP_USER" ->
          new GuestChange.Membership(in.vm(), in.text("account"), in.flag("member"));
      case "FIREWALL_OPENING" ->
          new GuestChange.FirewallOpening(
              in.vm(),
              new Port(in.number("port")),
              IpAddress.parse(in.text("client")),
              in.flag("present"));
      case "CERTIFICATE_BINDING" ->
          new GuestChange.CertificateBinding(
              in.vm(), new Thumbprint(in.text("thumbprint")), in.flag("bound"));
      default -> throw new IllegalArgumentException("no operation is of kind " + kind);
    };
  }

  private record Fields(Map<?, ?> json) {
    boolean has(String field) {
      return json.get(field) != null;
    }

    String text(String field) {
      if (json.get(field) instanceof String text) {
        return text;
      }
      throw new IllegalArgumentException("expected a text for " + field);
    }

    int number(String field) {
      if (json.get(field) instanceof Long number
          && number.longValue() >= 0
          && number.longValue() <= Integer.MAX_VALUE) {
        return number.intValue();
      }
      throw new IllegalArgumentException("expected a whole number for " + field);
    }

    boolean flag(String field) {
      if (json.get(field) instanceof Boolean flag) {
        return flag;
      }
      throw new IllegalArgumentException("expected true or false for " + field);
    }

    VmId vm() {
      return VmId.parse(text("vm"));
    }

    @SuppressWarnings("unchecked")
    Optional<Map<String, Object>> state(String field) {
      Object value = json.get(field);
      if (value == null) {
        return Optional.empty();
      }
      if (value instanceof Map<?, ?> map) {
        return Optional.of((Map<String, Object>) map);
      }
      throw new IllegalArgumentException("expected an object for " + field);
    }
  }
}
