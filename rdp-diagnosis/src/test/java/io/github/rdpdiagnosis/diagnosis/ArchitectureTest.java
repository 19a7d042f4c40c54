package io.github.rdpdiagnosis.diagnosis;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which module may see which, over all four libraries. */
class ArchitectureTest {
  private static final String ROOT = "io.github.rdpdiagnosis.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT + "model", ROOT + "probes", ROOT + "azure", ROOT + "diagnosis");

  @Test
  void probesAndAzureNeverSeeEachOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "probes..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "azure..", ROOT + "diagnosis..", "com.azure..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "azure..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "probes..", ROOT + "diagnosis..")
        .check(CLASSES);
  }

  @Test
  void theEngineKnowsNeitherSocketsNorTheAzureSdk() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "diagnosis.internal.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio..", "com.azure..", "com.fasterxml..")
        .check(CLASSES);
  }

  /** A diagnosis cannot change anything: the code that can is out of its reach. */
  @Test
  void onlyRemediationReachesTheCodeThatChanges() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "azure.change..", ROOT + "diagnosis.remedy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "azure.change..", ROOT + "diagnosis.remedy..")
        .check(CLASSES);
  }

  /** Credentials of a user are sent by one channel only, which is the one that has this client. */
  @Test
  void onlyTheWinRmChannelSendsCredentials() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "azure.winrm..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Authenticator")
        .check(CLASSES);
  }

  /** They go in, as clients and credentials; not even a list of them comes out. */
  @Test
  void nothingOfTheAzureSdkIsReturned() {
    List<String> returned = new ArrayList<>();
    int methods = 0;
    for (JavaClass type : CLASSES) {
      boolean seen =
          type.getModifiers().contains(JavaModifier.PUBLIC)
              && !type.getPackageName().contains(".internal");
      for (JavaMethod method : seen ? type.getMethods() : Set.<JavaMethod>of()) {
        if (method.getModifiers().contains(JavaModifier.PUBLIC)
            || method.getModifiers().contains(JavaModifier.PROTECTED)) {
          methods++;
          method.getReturnType().getAllInvolvedRawTypes().stream()
              .filter(
                  each ->
                      each.getPackageName().matches("(com\\.azure|com\\.fasterxml|reactor)\\b.*"))
              .forEach(each -> returned.add(method.getFullName() + ": " + each.getName()));
        }
      }
    }
    assertThat(methods).isGreaterThan(1000);
    assertThat(returned).isEmpty();
  }

  @Test
  void librariesPrintAndLogThroughTheirContractsOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "model.check.ProgressListener")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(CLASSES);
  }
}
