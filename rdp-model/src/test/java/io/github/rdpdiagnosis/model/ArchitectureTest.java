package io.github.rdpdiagnosis.model;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.github.rdpdiagnosis.model";

  private static final JavaClasses MODEL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void dependsOnTheJdkAndItselfOnly() {
    classes()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".rdpfile.CmsSignature") // optional: Bouncy Castle
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage("java..")
                .or(resideInAPackage("javax.net.ssl")) // trust anchors
                .or(resideInAPackage("javax.xml.stream")) // files of other launchers
                .or(resideInAPackage(ROOT + ".."))
                .or(resideInAPackage("org.jspecify..")))
        .check(MODEL);
  }

  @Test
  void opensNoConnectionAndStartsNoThread() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.channels..", "javax.net")
        .check(MODEL);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".rdpfile.TrustAnchors") // reads the JVM's own
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javax.net.ssl")
        .check(MODEL);
    noClasses().should().dependOnClassesThat().areAssignableTo(Thread.class).check(MODEL);
  }

  @Test
  void doesNotLogOnItsOwn() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..").check(MODEL);
    noClasses().should().accessField(System.class, "out").check(MODEL);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".check.ProgressListener")
        .should()
        .accessField(System.class, "err")
        .check(MODEL);
  }

  @Test
  void exportsEveryPackageButInternal() throws Exception {
    ModuleDescriptor module =
        ModuleFinder.of(Path.of("target", "classes")).findAll().stream()
            .findFirst()
            .orElseThrow()
            .descriptor();

    Assertions.assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .doesNotContain(ROOT + ".internal")
        .containsExactlyInAnyOrderElementsOf(
            module.packages().stream().filter(name -> !name.endsWith(".internal")).toList());
  }

  @Test
  void showsNoInternalTypeInItsApi() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackage(ROOT + ".internal..")
        .should()
        .notHaveRawReturnType(resideInAPackage(ROOT + ".internal.."))
        .andShould(haveNoParameterIn(ROOT + ".internal"))
        .check(MODEL);
  }

  private static ArchCondition<JavaMethod> haveNoParameterIn(String packageName) {
    return ArchCondition.from(
        DescribedPredicate.describe(
            "have no parameter of " + packageName,
            method ->
                method.getRawParameterTypes().stream()
                    .noneMatch(type -> type.getPackageName().startsWith(packageName))));
  }
}
