package dev.kverdict.container;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The container libraries stay in this module, and it knows little of the others. */
class ModuleArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kverdict");

  @Test
  void looksAtThisModuleAndTheCore() {
    assertThat(MAIN.stream().filter(c -> c.getPackageName().equals("dev.kverdict.container")))
        .hasSizeGreaterThan(10);
    assertThat(MAIN.size()).isGreaterThan(150);
  }

  @Test
  void containerLibrariesStayHere() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kverdict.container..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..", "org.rnorth..")
        .check(MAIN);
  }

  @Test
  void laneKnowsOnlyWhatALaneIs() {
    classes()
        .that()
        .resideInAPackage("dev.kverdict.container..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.kverdict",
            "dev.kverdict.container..",
            "dev.kverdict.host..",
            "dev.kverdict.store..",
            "java..",
            "org..",
            "com..")
        .check(MAIN);
  }
}
