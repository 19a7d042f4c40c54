package io.github.rdpdiagnosis.model.rdpfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rdpdiagnosis.model.SharedReference;
import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RdpPropertiesTest {
  private static final RdpProperties PROPERTIES = RdpProperties.standard();

  @Test
  void hasEveryDocumentedProperty() {
    assertThat(PROPERTIES.all()).hasSize(141);
    assertThat(PROPERTIES.all())
        .allSatisfy(
            property -> {
              assertThat(property.meaning()).isNotBlank();
              assertThat(property.category()).isNotBlank();
              assertThat(property.source()).isNotBlank();
            });
    assertThat(PROPERTIES.all().stream().filter(p -> p.signscopeLabel().isPresent())).hasSize(45);
  }

  @Test
  void agreesWithTheReference() throws Exception {
    String reference = Files.readString(SharedReference.file("rdp-file-properties.csv"));

    for (CsvTable.Row row : CsvTable.parse("reference", reference).rows()) {
      RdpProperty property = PROPERTIES.find(row.get("name")).orElseThrow();
      assertThat(property.type().letter() + "").as(property.name()).isEqualTo(row.get("type"));
      assertThat(property.category()).isEqualTo(row.get("category"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full address", "FULL ADDRESS", " Full Address "})
  void namesAreFoundInAnyCase(String name) {
    assertThat(PROPERTIES.find(name).orElseThrow().name()).isEqualTo("full address");
    assertThat(PROPERTIES.find("fulladdress")).isEmpty();
  }

  @Test
  void exactlyThesePropertiesAreSecret() {
    assertThat(PROPERTIES.all().stream().filter(RdpProperty::isSecret).map(RdpProperty::name))
        .containsExactlyInAnyOrder(
            "password",
            "password 51",
            "ClearTextPassword",
            "gatewaypassword",
            "gatewayaccesstoken",
            "loadbalanceinfo",
            "endpointfedauth",
            "ironrdp_rdcleanpathtoken");
  }

  @ParameterizedTest
  @CsvSource({
    "server port, 1, true",
    "server port, 65535, true",
    "server port, 0, false",
    "server port, 65536, false",
    "audiomode, 2, true",
    "audiomode, 3, false",
    "desktopscalefactor, 110, false",
    "desktopscalefactor, 125, true",
    "bitmapcachesize, 32001, false",
    "ironrdp_tls, 77, true",
  })
  void knowsTheAllowedNumbers(String name, int number, boolean isAllowed) {
    assertThat(PROPERTIES.find(name).orElseThrow().allows(number)).isEqualTo(isAllowed);
  }

  @Test
  void knowsDefaultsThatAreNumbers() {
    assertThat(PROPERTIES.find("server port").orElseThrow().defaultNumber()).hasValue(3389);
    assertThat(PROPERTIES.find("authentication level").orElseThrow().defaultNumber()).hasValue(3);
    assertThat(PROPERTIES.find("desktopwidth").orElseThrow().defaultNumber()).isEmpty();
    assertThat(PROPERTIES.find("devicestoredirect").orElseThrow().defaultNumber()).isEmpty();
  }

  @Test
  void everyDefaultThatIsANumberIsAllowed() {
    assertThat(PROPERTIES.all())
        .allSatisfy(p -> p.defaultNumber().ifPresent(n -> assertThat(p.allows(n)).isTrue()));
  }

  @Test
  void someTypesAreAcceptedInTwoSpellings() {
    assertThat(PROPERTIES.find("remoteapplicationexpandcmdline").orElseThrow().types())
        .isEqualTo(List.of(RdpSetting.Type.INTEGER, RdpSetting.Type.STRING));
  }
}
