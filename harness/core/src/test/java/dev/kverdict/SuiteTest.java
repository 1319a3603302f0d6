package dev.kverdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No test is left out of the suite by mistake. */
class SuiteTest {

  private static final Path MODULES = Path.of("..");

  /** The unit tests' plugin excludes these, so a module without the other one never runs them. */
  @Test
  void everyModuleWithTestsOfMachinesOrContainersRunsThem() throws IOException {
    List<Path> modules;
    try (Stream<Path> all = Files.list(MODULES)) {
      modules = all.filter(module -> Files.exists(module.resolve("pom.xml"))).toList();
    }
    int with = 0;
    for (Path module : modules) {
      List<Path> slow;
      Path tests = module.resolve("src/test/java");
      if (!Files.isDirectory(tests)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(tests)) {
        slow =
            files.filter(file -> file.toString().matches(".*(Vm|Container)Test[.]java")).toList();
      }
      if (!slow.isEmpty()) {
        with++;
        assertThat(module.resolve("pom.xml"))
            .as("it has " + slow)
            .content()
            .contains("<artifactId>maven-failsafe-plugin</artifactId>");
      }
    }
    assertThat(with).isGreaterThan(1);
  }
}
