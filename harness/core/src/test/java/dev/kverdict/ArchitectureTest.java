package dev.kverdict;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the code against the table of docs/architecture.md: who may use whom. */
class ArchitectureTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.kverdict");

  private static final Map<String, List<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("matrix", List.of()),
              Map.entry("oops", List.of()),
              Map.entry("patch", List.of()),
              Map.entry("record", List.of("oops", "patch")),
              Map.entry("host", List.of()),
              Map.entry("store", List.of("host")),
              Map.entry("kernel", List.of("patch", "oops", "record", "host", "store", "matrix")),
              Map.entry("image", List.of("matrix", "host", "store")),
              Map.entry("vm", List.of("host")),
              Map.entry("guest", List.of("matrix", "host", "store", "record")),
              Map.entry(
                  "trial",
                  List.of(
                      "vm", "guest", "kernel", "image", "oops", "record", "store", "host",
                      "matrix")),
              Map.entry("verdict", List.of("matrix", "record", "oops", "patch")),
              Map.entry("report", List.of("record", "oops", "patch"))));

  static List<String> rooms() {
    return List.copyOf(MAY_USE.keySet());
  }

  @Test
  void looksAtTheWholeHouse() {
    assertThat(MAIN.size()).isGreaterThan(140);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomUsesOnlyWhatItMay(String room) {
    List<String> allowed = new ArrayList<>(List.of("dev.kverdict", "dev.kverdict." + room + ".."));
    MAY_USE.get(room).forEach(other -> allowed.add("dev.kverdict." + other + ".."));
    allowed.addAll(List.of("java..", "javax..", "org..", "com.."));
    classes()
        .that()
        .resideInAPackage("dev.kverdict." + room + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(MAIN);
  }

  @Test
  void roomsFormNoCircle() {
    slices().matching("dev.kverdict.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void verdictTouchesNothingButItsArguments() {
    noClasses()
        .that()
        .resideInAPackage("dev.kverdict.verdict..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.net..", "java.nio.channels..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ProcessBuilder.class, java.nio.file.Files.class)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(java.time.Instant.class, java.time.Clock.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(MAIN);
  }

  @Test
  void onlyHostStartsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kverdict.host..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Process.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.exec..")
        .check(MAIN);
  }

  @Test
  void heavyLibrariesStayInTheirRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kverdict.guest..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.compress..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kverdict.verdict..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.commons.statistics..")
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.kverdict.oops..",
            "dev.kverdict.patch..",
            "dev.kverdict.host..",
            "dev.kverdict.store..",
            "dev.kverdict.image..",
            "dev.kverdict.verdict..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(MAIN);
  }

  @Test
  void noClassKnowsTheFirstCase() {
    noClasses().should().haveNameMatching("(?i).*ocfs2.*").check(MAIN);
  }
}
