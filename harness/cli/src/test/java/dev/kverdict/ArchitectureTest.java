package dev.kverdict;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
              Map.entry("text", List.of()),
              Map.entry("oops", List.of("text")),
              Map.entry("patch", List.of("text")),
              Map.entry("witness", List.of("oops")),
              Map.entry("record", List.of("oops", "witness")),
              Map.entry("model", List.of("patch", "record", "text")),
              Map.entry("yaml", List.of("model", "patch", "record", "text")),
              Map.entry("host", List.of()),
              Map.entry("web", List.of()),
              Map.entry("fetch", List.of("host", "patch", "web")),
              Map.entry(
                  "syzbot", List.of("fetch", "model", "oops", "patch", "store", "text", "web")),
              Map.entry("store", List.of("host")),
              Map.entry("binary", List.of("host", "oops", "patch")),
              Map.entry("kernel", List.of("binary", "host", "patch", "store")),
              Map.entry("tree", List.of("host", "kernel", "model", "patch", "store", "text")),
              Map.entry("debian", List.of("host", "kernel", "model", "store", "binary")),
              Map.entry(
                  "build",
                  List.of(
                      "binary", "debian", "host", "kernel", "model", "patch", "record", "store",
                      "text", "tree", "web")),
              Map.entry("image", List.of("host", "model", "store", "web")),
              Map.entry("vm", List.of("host", "text")),
              Map.entry("guest", List.of("host", "model", "record", "store", "text")),
              Map.entry(
                  "trial",
                  List.of("guest", "host", "image", "model", "oops", "record", "vm", "witness")),
              Map.entry("verdict", List.of("model", "oops", "patch", "record", "text", "witness")),
              Map.entry(
                  "run", List.of("build", "host", "kernel", "oops", "record", "store", "trial")),
              Map.entry("sampling", List.of("model", "record", "verdict")),
              Map.entry(
                  "pool",
                  List.of(
                      "binary",
                      "build",
                      "debian",
                      "guest",
                      "host",
                      "image",
                      "kernel",
                      "model",
                      "oops",
                      "record",
                      "run",
                      "sampling",
                      "store",
                      "trial",
                      "verdict",
                      "vm")),
              Map.entry(
                  "evidence",
                  List.of(
                      "build", "kernel", "model", "patch", "pool", "record", "run", "store",
                      "trial", "verdict", "witness")),
              Map.entry(
                  "campaign",
                  List.of(
                      "build",
                      "evidence",
                      "host",
                      "kernel",
                      "model",
                      "patch",
                      "pool",
                      "record",
                      "run",
                      "sampling",
                      "store",
                      "verdict",
                      "vm")),
              Map.entry(
                  "batch", List.of("campaign", "fetch", "model", "patch", "record", "report")),
              Map.entry(
                  "shard",
                  List.of(
                      "binary",
                      "build",
                      "campaign",
                      "host",
                      "kernel",
                      "model",
                      "oops",
                      "patch",
                      "pool",
                      "record",
                      "run",
                      "store",
                      "trial",
                      "verdict",
                      "vm",
                      "yaml")),
              Map.entry(
                  "capsule",
                  List.of(
                      "build",
                      "campaign",
                      "guest",
                      "host",
                      "image",
                      "kernel",
                      "model",
                      "patch",
                      "pool",
                      "record",
                      "run",
                      "shard",
                      "store",
                      "trial",
                      "verdict",
                      "vm")),
              Map.entry(
                  "page",
                  List.of("guest", "oops", "patch", "record", "run", "text", "trial", "verdict")),
              Map.entry("truth", List.of("oops", "record", "trial", "verdict")),
              Map.entry(
                  "report",
                  List.of("host", "oops", "page", "record", "store", "text", "truth", "verdict")),
              Map.entry("terminal", List.of("record", "report", "text")),
              Map.entry("container", List.of("host", "store")),
              Map.entry("cluster", List.of("host", "text")),
              Map.entry(
                  "bench",
                  List.of(
                      "build",
                      "campaign",
                      "host",
                      "kernel",
                      "model",
                      "patch",
                      "pool",
                      "record",
                      "report",
                      "run",
                      "store",
                      "text",
                      "trial",
                      "vm")),
              Map.entry(
                  "mcp",
                  List.of("campaign", "model", "oops", "patch", "record", "report", "run", "yaml")),
              Map.entry("junit", List.of("campaign", "model", "record", "report", "run", "yaml")),
              Map.entry(
                  "sketch",
                  List.of(
                      "build",
                      "campaign",
                      "guest",
                      "kernel",
                      "model",
                      "oops",
                      "patch",
                      "record",
                      "store",
                      "syzbot",
                      "text",
                      "tree",
                      "verdict",
                      "yaml")),
              Map.entry(
                  "cli",
                  List.of(
                      "batch",
                      "bench",
                      "binary",
                      "campaign",
                      "capsule",
                      "cluster",
                      "fetch",
                      "guest",
                      "host",
                      "kernel",
                      "mcp",
                      "model",
                      "oops",
                      "patch",
                      "record",
                      "report",
                      "run",
                      "shard",
                      "sketch",
                      "store",
                      "syzbot",
                      "terminal",
                      "text",
                      "tree",
                      "trial",
                      "verdict",
                      "vm",
                      "yaml"))));

  static List<String> rooms() {
    return List.copyOf(MAY_USE.keySet());
  }

  @Test
  void looksAtTheWholeHouse() {
    assertThat(MAIN.size()).isGreaterThan(400);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomUsesOnlyWhatItMay(String room) {
    List<String> allowed = new ArrayList<>(List.of("dev.kverdict", "dev.kverdict." + room + ".."));
    MAY_USE.get(room).forEach(other -> allowed.add("dev.kverdict." + other + ".."));
    allowed.addAll(
        List.of(
            "java..",
            "javax..",
            "org..",
            "com..",
            "ch.qos..",
            "gg.jte..",
            "picocli..",
            "io.fabric8..",
            "io.modelcontextprotocol.."));
    classes()
        .that()
        .resideInAPackage("dev.kverdict." + room + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(MAIN);
  }

  @Test
  void everyRoomIsInTheTable() {
    Set<String> rooms = new TreeSet<>();
    MAIN.forEach(each -> rooms.add(room(each)));
    rooms.remove("");
    assertThat(MAY_USE.keySet()).isEqualTo(rooms);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void noPermissionIsUnused(String room) {
    Set<String> used = new TreeSet<>();
    for (JavaClass each : MAIN) {
      if (room(each).equals(room)) {
        each.getDirectDependenciesFromSelf().forEach(to -> used.add(room(to.getTargetClass())));
      }
    }
    assertThat(used).containsAll(MAY_USE.get(room));
  }

  /** The first word of its package below ours; empty for the root and for what is not ours. */
  private static String room(JavaClass each) {
    String name = each.getBaseComponentType().getPackageName();
    return name.startsWith("dev.kverdict.")
        ? name.substring("dev.kverdict.".length()).replaceFirst("\\..*", "")
        : "";
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
        .resideOutsideOfPackage("dev.kverdict.page..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("gg.jte..")
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
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kverdict.mcp..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.modelcontextprotocol..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kverdict.cluster..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(MAIN);
  }

  @Test
  void noClassKnowsTheFirstCase() {
    noClasses().should().haveNameMatching("(?i).*ocfs2.*").check(MAIN);
  }
}
