package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompilersTest {

  /** Returns the compilers of a lane that has only these, each with its version line. */
  private Compilers compilers(Map<String, String> installed) {
    return new Compilers(new ToolLane(installed));
  }

  private static String identity(Compilers compilers, String name) {
    return compilers.identity(name, "toolchain of kernel k");
  }

  @Test
  void gccIsIdentifiedByItsVersionLine() {
    String line = "gcc (Debian 12.2.0-14+deb12u1) 12.2.0";
    assertThat(identity(compilers(Map.of("gcc", line)), "gcc")).isEqualTo(line);
  }

  @Test
  void twoNamesOfOneClangAreTwoCompilersBecauseTheyMayDifferLater() {
    String line = "Debian clang version 14.0.6";
    Compilers both = compilers(Map.of("clang", line, "clang-14", line));
    assertThat(identity(both, "clang")).isNotEqualTo(identity(both, "clang-14")).endsWith(line);
  }

  @Test
  void anUpgradeIsAnotherCompiler() {
    assertThat(identity(compilers(Map.of("clang-14", "Debian clang version 14.0.6")), "clang-14"))
        .isNotEqualTo(
            identity(compilers(Map.of("clang-14", "Debian clang version 14.0.7")), "clang-14"));
  }

  @Test
  void aMissingCompilerIsAnErrorThatNamesItsPackage() {
    assertThatThrownBy(() -> identity(compilers(Map.of("gcc", "gcc 12")), "clang-14"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "toolchain of kernel k: clang-14 is not installed; "
                + "apt-get install --no-install-recommends clang-14");
  }

  @Test
  void eachIsAskedOnce() {
    Map<String, String> installed = new HashMap<>(Map.of("gcc", "gcc 12"));
    Compilers compilers = compilers(installed);
    String first = identity(compilers, "gcc");
    installed.put("gcc", "gcc 13");
    assertThat(identity(compilers, "gcc")).isEqualTo(first);
  }
}
