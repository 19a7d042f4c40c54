package io.github.rdpdiagnosis.model.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.rdpdiagnosis.model.SharedReference;
import io.github.rdpdiagnosis.model.cause.Cause;
import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.Stage;
import io.github.rdpdiagnosis.model.error.ErrorCause.Strength;
import io.github.rdpdiagnosis.model.internal.CsvTable;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientErrorsTest {
  @Test
  void noLicenceServers() {
    ErrorMatch match =
        ClientErrors.match(
            "The remote session was disconnected because there are no Remote Desktop License"
                + " Servers available to provide a license. Please contact the server"
                + " administrator.");

    assertThat(match.stages()).containsExactly(Stage.LICENSE);
    assertThat(match.causes()).containsExactly("VM-45");
  }

  @Test
  void cannotFindTheComputer() {
    ErrorMatch match =
        ClientErrors.match(
            "Remote Desktop can\u2019t find the computer \u201Csql1\u201D. This might mean that it"
                + " does not belong to the specified network.");

    assertThat(match.best().orElseThrow().hexCode()).isEqualTo("0x104");
    assertThat(match.stages()).containsExactly(Stage.NAME);
    assertThat(match.causes()).startsWith("CL-02").contains("CL-12").doesNotContain("NW-01");
  }

  @Test
  void credentialsDidNotWork() {
    ErrorMatch match =
        ClientErrors.match(
            """
            Your credentials did not work
            The logon attempt failed
            Please enter new credentials.""");

    assertThat(match.errors()).extracting(ClientError::code).contains(OptionalLong.of(0x807));
    assertThat(match.stages()).containsExactly(Stage.NLA, Stage.LOGON);
    assertThat(match.causes()).startsWith("VM-41", "CL-06").contains("VM-62");
  }

  @Test
  void cannotConnectToTheRemoteComputer() {
    ErrorMatch match =
        ClientErrors.match(
            "This computer can't connect to the remote computer. Try connecting again. If the"
                + " problem continues, contact the owner of the remote computer or your network"
                + " administrator.");

    assertThat(match.errors()).extracting(ClientError::code).contains(OptionalLong.of(0x704));
    assertThat(match.stages()).contains(Stage.LOGON).doesNotContain(Stage.TCP);
    assertThat(match.causes()).startsWith("VM-44").contains("VM-30", "VM-34");
  }

  @Test
  void oneOfTheseReasons() {
    ErrorMatch match =
        ClientErrors.match(
            "Remote Desktop can't connect to the remote computer for one of these reasons: 1)"
                + " Remote access to the server is not enabled 2) The remote computer is turned off"
                + " 3) The remote computer is not available on the network");

    assertThat(match.errors())
        .extracting(ClientError::family)
        .containsExactly(ErrorFamily.DISCONNECT_REASON, ErrorFamily.MESSAGE);
    assertThat(match.stages()).containsExactly(Stage.TCP);
    assertThat(match.causes()).startsWith("VM-59", "NW-01").contains("CL-03", "ED-01", "VM-12");
    assertThat(match.causes()).isEqualTo(ClientErrors.match("0x204").causes());
    assertThat(match.isDrop()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x204 | DISCONNECT_REASON | 516",
        "0X0204 | DISCONNECT_REASON | 516",
        "516 | DISCONNECT_REASON | 516",
        " 516  | DISCONNECT_REASON | 516",
        "Error code: 0x904 | DISCONNECT_REASON | 2308",
        "error code 2308 | DISCONNECT_REASON | 2308",
        "RDP ClientActiveX has been disconnected (Reason= 2308) | DISCONNECT_REASON | 2308",
        "extended error code: 0x7 | EXTENDED_REASON | 7",
        "Extended error code: 257 | EXTENDED_REASON | 257",
        "0x3000047 | GATEWAY_REASON | 50331719",
        "0x207 | DISPLAY_CODE | 519",
        "ERRCONNECT_DNS_NAME_NOT_FOUND [0x00020005] | FREERDP | 131077",
        "freerdp exited: [0x00020006] | FREERDP | 131078",
        "0x800759DA | GATEWAY_RESULT | 2147965402",
        "-1073741715 | LOGON_ERROR | 3221225581",
        "code 0xC000006D | LOGON_ERROR | 3221225581",
        "Because of a protocol error (code: 0x112f), the remote session will be disconnected. |"
            + " ERROR_INFO | 4399",
        "HYBRID_REQUIRED_BY_SERVER | NEGOTIATION_FAILURE | 5",
        "ERRINFO_LICENSE_NO_LICENSE_SERVER (0x00000101) | ERROR_INFO | 257",
        "disconnectReasonSocketConnectFailed | DISCONNECT_REASON | 516",
      })
  void codesAndSymbols(String text, ErrorFamily family, long code) {
    ClientError best = ClientErrors.match(text).best().orElseThrow();

    assertThat(best.family()).isEqualTo(family);
    assertThat(best.code()).hasValue(code);
  }

  @Test
  void aCodeAndItsExtendedCodeAreLookedUpEachInItsOwnFamily() {
    ErrorMatch match = ClientErrors.match("Error code: 0x904\nExtended error code: 0x7");

    assertThat(match.errors())
        .extracting(ClientError::family)
        .startsWith(ErrorFamily.DISCONNECT_REASON, ErrorFamily.EXTENDED_REASON);
    assertThat(match.candidates())
        .extracting(ErrorCandidate::isAlternative)
        .startsWith(false, false, true);
    assertThat(match.isDrop()).isTrue();
  }

  @Test
  void aBareCodeIsReturnedForEveryFamilyAndRankedByContext() {
    ErrorMatch bare = ClientErrors.match("0x104");
    assertThat(bare.errors())
        .extracting(ClientError::family)
        .containsExactly(
            ErrorFamily.DISCONNECT_REASON, ErrorFamily.EXTENDED_REASON, ErrorFamily.ERROR_INFO);
    assertThat(bare.stages()).containsExactly(Stage.NAME);

    ErrorMatch extended = ClientErrors.match("Extended error code: 0x104");
    assertThat(extended.best().orElseThrow().family()).isEqualTo(ErrorFamily.EXTENDED_REASON);
    assertThat(extended.errors()).hasSize(3);
    assertThat(extended.stages()).containsExactly(Stage.LICENSE);

    ErrorMatch licence = ClientErrors.match("licensing fails with error 0x104");
    assertThat(licence.stages()).containsExactly(Stage.LICENSE);
    assertThat(licence.errors()).hasSize(3);
  }

  @Test
  void theCodeInTheTextDecidesAmongLikePhrases() {
    ErrorMatch match =
        ClientErrors.match(
            "Because of a protocol error detected at the client (code 0x1104), this session will be"
                + " disconnected.");

    assertThat(match.errors()).extracting(ClientError::hexCode).containsOnly("0x1104");
    assertThat(match.causes()).containsExactly("CL-04", "EP-05", "VM-09", "ED-07");
  }

  @Test
  void theLongestPhraseWinsWhereTheyOverlap() {
    ErrorMatch match =
        ClientErrors.match("The gateway's password has expired or you must change the password.");

    assertThat(match.best().orElseThrow().family()).isEqualTo(ErrorFamily.GATEWAY_REASON);
    assertThat(match.errors()).extracting(ClientError::hexCode).doesNotContain("0xF07");
  }

  @Test
  void severalMessagesRankByTheLengthOfTheirPhrase() {
    ErrorMatch match =
        ClientErrors.match(
            "An authentication error has occurred. The function requested is not supported. Remote"
                + " computer: vm1. This could be due to CredSSP encryption oracle remediation.");

    assertThat(match.best().orElseThrow().phrases())
        .containsExactly("could be due to CredSSP encryption oracle remediation");
    assertThat(match.errors()).hasSize(2);
    assertThat(match.causes()).containsExactly("CL-05");
    assertThat(match.stages()).containsExactly(Stage.NLA);
  }

  @Test
  void networkLevelAuthenticationIsNotTheFaultWhereNoDomainControllerAnswers() {
    ErrorMatch match =
        ClientErrors.match(
            "The remote computer that you are trying to connect to requires Network Level"
                + " Authentication (NLA), but your Windows domain controller cannot be contacted to"
                + " perform NLA.");

    assertThat(match.causes()).startsWith("VM-38").doesNotContain("CL-09");
    assertThat(match.stages()).containsExactly(Stage.NLA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "The Local Security Authority cannot be contacted | CL-06 | NLA",
        "The remote computer requires Network Level Authentication, which your computer does not"
            + " support | CL-09 | X224",
        "As a security precaution, the user account has been locked | VM-62 | NLA",
        "this user account is currently disabled. | VM-42 | NLA",
        "because your account is currently disabled | VM-42 | NLA",
        "The user account has expired | VM-63 | NLA",
        "The referenced account is currently locked out | VM-62 | NLA",
        "The connection was denied because the user account is not authorized for remote login. |"
            + " VM-44 | LOGON",
        "Too many admin sessions open | VM-46 | LOGON",
        "The trust relationship between this workstation and the primary domain failed | VM-39 |"
            + " LOGON",
        "there is a time or date difference between your computer and the remote computer | CL-07 |"
            + " NLA",
        "An internal error has occurred. | NW-15 | X224",
        "you must change your password before logging on the first time | VM-43 | NLA",
      })
  void otherMessagesPointToTheirCauses(String text, String cause, Stage stage) {
    ErrorMatch match = ClientErrors.match(text);

    assertThat(match.causes()).startsWith(cause);
    assertThat(match.stages()).startsWith(stage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "hello world",
        "it does not work",
        "99999",
        "0x7fffffff0",
        "0xZZ",
        "-99999999999999",
        "sent 516 bytes to 192.0.2.1:3389 in 264 ms",
        "version 10.0.516",
        "\u2018\u2019\u201C\u201D",
        "black screenshot",
        "three",
        "plain"
      })
  void nothingIsGuessed(String text) {
    ErrorMatch match = ClientErrors.match(text);

    assertThat(match.isEmpty()).isTrue();
    assertThat(match.best()).isEmpty();
    assertThat(match.stages()).isEmpty();
    assertThat(match.causes()).isEmpty();
    assertThat(match.isDrop()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REMOTE DESKTOP CAN'T FIND THE COMPUTER",
        "Remote Desktop can\u02BCt \r\n\t find\u00A0the   computer",
        "remote desktop can`t find the computer"
      })
  void caseApostrophesAndBlanksMakeNoDifference(String text) {
    assertThat(ClientErrors.match(text).best().orElseThrow().hexCode()).isEqualTo("0x104");
  }

  @Test
  void dropsAreThoseOfAConnectionThatWasThere() {
    assertThat(ClientErrors.all().stream().filter(ClientError::isDrop).map(ClientError::hexCode))
        .containsExactlyInAnyOrder("0x304", "0x904");
    assertThat(ClientErrors.match("The connection was lost due to a network error").isDrop())
        .isTrue();
    assertThat(ClientErrors.match("0x104").isDrop()).isFalse();
  }

  @Test
  void refusesMoreThan64KibiCharacters() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientErrors.match("x".repeat(100_000)))
        .withMessage("expected an error text of at most 65536 characters, found 100000");
  }

  @Test
  void theLongestTextIsAnsweredInTime() {
    List<String> hostile =
        List.of(
            "can't ",
            "can not ",
            "0x204 ",
            "extended error code: 0x104 ",
            "a_",
            "code code ",
            "extended error ",
            "ERRINFO_IDLE_TIMEOUT ",
            "because of a protocol error ",
            "event 36870 schannel ",
            "-1",
            "  ",
            "a");

    for (String part : hostile) {
      String text = part.repeat(ClientErrors.MAX_CHARACTERS / part.length());
      Assertions.assertTimeoutPreemptively(
          Duration.ofMinutes(1), () -> ClientErrors.match(text), part);
    }
  }

  @Test
  void everyRowIsFoundByItsOwnPhrase() {
    for (ClientError error : ClientErrors.all()) {
      for (String phrase : error.phrases()) {
        assertThat(ClientErrors.match("Note: " + phrase + ".").errors()).as(phrase).contains(error);
      }
    }
  }

  @Test
  void everyCauseIsInTheCatalogue() {
    for (ClientError error : ClientErrors.all()) {
      assertThat(error.causes())
          .extracting(ErrorCause::id)
          .as(error.toString())
          .doesNotHaveDuplicates();
      for (ErrorCause cause : error.causes()) {
        Cause known = CauseCatalogue.standard().find(cause.id()).orElseThrow();
        if (cause.strength() == Strength.PROVES) {
          assertThat(known.maxCertainty()).as(error.toString()).isEqualTo(Certainty.CONFIRMED);
          assertThat(error.causes().get(0)).as(error.toString()).isEqualTo(cause);
        }
      }
      assertThat(error.causes().stream().filter(c -> c.strength() == Strength.PROVES))
          .as(error.toString())
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void theTableHasTheRowsOfTheReference() throws Exception {
    assertThat(ClientErrors.all()).hasSize(459);
    assertThat(ClientErrors.all().subList(443, 457))
        .extracting(ClientError::family)
        .containsOnly(ErrorFamily.NT_STATUS);
    assertThat(ClientErrors.all().subList(457, 459))
        .extracting(ClientError::symbol)
        .containsExactly("unknown-connection", "redirection");

    String text = Files.readString(SharedReference.file("rdp-client-errors.csv"));
    List<CsvTable.Row> reference = CsvTable.parse("reference", text).rows();

    assertThat(reference).hasSize(443);
    for (int i = 0; i < reference.size(); i++) {
      String hex = reference.get(i).get("code_hex");
      assertThat(ClientErrors.all().get(i).hexCode()).as("row %d", i).isEqualToIgnoringCase(hex);
    }
  }

  @Test
  void familyAndCodeOrSymbolAreTheKey() {
    for (ClientError error : ClientErrors.all()) {
      if (error.code().isPresent()) {
        assertThat(ClientErrors.find(error.family(), error.code().getAsLong())).contains(error);
      }
      if (!error.symbol().isEmpty()) {
        assertThat(ClientErrors.find(error.family(), error.symbol().toLowerCase(Locale.ROOT)))
            .contains(error);
      }
    }
    assertThat(ClientErrors.find(ErrorFamily.LOGON_ERROR, -1073741715))
        .isEqualTo(ClientErrors.find(ErrorFamily.LOGON_ERROR, 0xC000006DL))
        .isPresent();
    assertThat(ClientErrors.find(ErrorFamily.DISCONNECT_REASON, 0xD08)).isEmpty();
    assertThat(ClientErrors.find(ErrorFamily.MESSAGE, 0x204)).isEmpty();
    assertThat(ClientErrors.find(ErrorFamily.MESSAGE, "no such name")).isEmpty();
  }

  @Test
  void everyNumberIsFoundAloneInBothSpellings() {
    for (ClientError error : ClientErrors.all()) {
      if (error.code().isPresent()) {
        assertThat(ClientErrors.match(error.hexCode()).errors()).contains(error);
        assertThat(ClientErrors.match(Long.toString(error.code().getAsLong())).errors())
            .contains(error);
        assertThat(ClientErrors.match("error code: " + error.hexCode()).errors()).contains(error);
      }
    }
  }

  @Test
  void everyOpeningAndTitleIsFoundAlone() {
    for (ClientError error : ClientErrors.all()) {
      for (String text : error.openings()) {
        assertThat(ClientErrors.match(text).errors()).as(text).contains(error);
      }
      for (String text : error.titles()) {
        assertThat(ClientErrors.match(text).errors()).as(text).contains(error);
        assertThat(ClientErrors.match("[Window Title]\n" + text).errors()).contains(error);
        assertThat(ClientErrors.match("how to install " + text).isEmpty()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x204 | VM-59 | SUGGESTS",
        "0xC0000234 | VM-62 | PROVES",
        "c0000071 | VM-63 | PROVES",
        "Sub Status: 0xC0000072 | VM-42 | SUGGESTS",
        "STATUS_LOGON_TYPE_NOT_GRANTED | VM-44 | SUGGESTS",
        "ERRINFO_LICENSE_NO_LICENSE_SERVER | VM-45 | PROVES",
        "0x300001B | EP-18 | SUGGESTS",
        "0x59DA | EP-18 | SUGGESTS",
      })
  void strengthOfACause(String text, String cause, Strength strength) {
    assertThat(ClientErrors.match(text).best().orElseThrow().causes())
        .startsWith(new ErrorCause(cause, strength));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x204 | the code 0x204",
        "ERRINFO_IDLE_TIMEOUT (0x00000003) | the name ERRINFO_IDLE_TIMEOUT",
        "the user account is not authorized for remote login | the words \"the user account is not"
            + " authorized for remote login\"",
        "Windows Security | the title of its window",
        "Event ID 36871 | event 36871",
      })
  void aCandidateSaysWhy(String text, String why) {
    assertThat(ClientErrors.match(text).candidates().get(0).why()).isEqualTo(why);
  }

  @Test
  void aRowNeedsSomethingToMatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row(OptionalLong.empty(), ""))
        .withMessage("an error needs a code or a symbol");
    assertThatIllegalArgumentException().isThrownBy(() -> row(OptionalLong.of(-1), ""));
    assertThat(row(OptionalLong.of(0xC000006DL), "").hexCode()).isEqualTo("0xC000006D");
    assertThat(row(OptionalLong.empty(), "x").hexCode()).isEmpty();
  }

  private static ClientError row(OptionalLong code, String symbol) {
    return new ClientError(
        ErrorFamily.MESSAGE,
        code,
        symbol,
        List.of(),
        List.of(),
        List.of(),
        "m",
        "",
        "r",
        List.of(),
        false,
        List.of(),
        "c",
        "s");
  }

  @Test
  void theBeginningOfAMessageProvesNothing() {
    ErrorCandidate begun =
        ClientErrors.match("The remote session was disconnected because").candidates().get(0);

    assertThat(begun.isFaint()).isTrue();
    assertThat(begun.error().causes()).contains(new ErrorCause("VM-45", Strength.PROVES));
    assertThat(begun.causes()).contains(new ErrorCause("VM-45", Strength.SUGGESTS));
    assertThat(
            ClientErrors.match(
                    "The remote session was disconnected because of a decryption error at the"
                        + " remote computer.")
                .causes())
        .doesNotContain("VM-45");
  }
}
