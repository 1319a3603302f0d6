package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options described in every way that decides whether they can be set. */
class KconfigTest {

  private static final String ROOT =
      """
      mainmenu "Linux/$(ARCH) $(KERNELVERSION) Kernel Configuration"
      source "arch/$(SRCARCH)/Kconfig"
      source "no/such/file"

      config EXPERT
      \tbool "Experts"
      \thelp
      \t  This depends on nothing, although it says
      \t  depends on NOTHING

      config TOOL
      \tbool "A tool" if EXPERT
      \tdepends on BLOCK && \\
      \t\t(NET || !INET)

      config RACES
      \tbool "Races"
      \tdepends on !MEMORY
      \tdepends on HAVE_RACES
      \tselect EVENTS

      config HAVE_RACES
      \tdef_bool CC_IS_GCC && GCC_VERSION >= 110000

      config NEW
      \tbool "New compilers"
      \tdepends on GCC_VERSION >= 110000 && "$(cc-flag)" = "" && $(cc-option,-fnew(1))

      config EVENTS
      \tbool
      comment "depends on what is not an option"
      \tdepends on NOTHING

      menu "Checks"
      \tdepends on NET
      if EXPERT
      choice
      \tprompt "Which"
      \tdepends on SMP
      config DEEP
      \ttristate "Deep"
      endchoice
      endif
      endmenu

      config AFTER
      \tbool "After"
      """;

  @TempDir private Path source;

  @BeforeEach
  void write() throws IOException {
    file("Kconfig", ROOT);
    file("arch/x86/Kconfig", "orsource \"Kconfig.cpu\"\nconfig X86\n\tbool \"x86\"\n");
    file("arch/x86/Kconfig.cpu", "config CPU\n\tbool \"A CPU\"\n\tdepends on X86\n");
    file("arch/arm/Kconfig", "config CPU\n\tbool \"A CPU\"\n\tdepends on ARM\n");
  }

  private void file(String name, String text) throws IOException {
    Path file = source.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String explain(String option, String asked, String got) throws IOException {
    Map<String, String> values = new HashMap<>();
    for (String pair : got.split(" ")) {
      values.put(pair.replaceFirst("=.*", ""), pair.replaceFirst(".*=", ""));
    }
    return Kconfig.read(source).explain(option, asked, values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      textBlock =
          """
          GONE   @ y @ X=y @ this source has no such option
          EXPERT @ y @ X=y @ all its dependencies are met; another option decides it
          TOOL   @ y @ EXPERT=y BLOCK=n @ it depends on BLOCK, which this source does not have
          TOOL   @ y @ EXPERT=y BLOCK=y INET=y @ it depends on (NET || !INET) [NET=n, INET=y]
          TOOL   @ y @ BLOCK=y NET=y @ it can be asked for only with EXPERT, not set
          RACES  @ y @ MEMORY=y HAVE_RACES=y @ it depends on !MEMORY [MEMORY=y]
          RACES  @ y @ GCC_VERSION=100200 @ it depends on HAVE_RACES, not set, which would take CC_IS_GCC && GCC_VERSION >= 110000
          RACES  @ y @ MEMORY=y @ it depends on !MEMORY [MEMORY=y], and on HAVE_RACES, not set, which would take CC_IS_GCC && GCC_VERSION >= 110000
          NEW    @ y @ GCC_VERSION=100200 @ it depends on GCC_VERSION >= 110000 [GCC_VERSION=100200]
          NEW    @ y @ GCC_VERSION=120200 @ all its dependencies are met; another option decides it
          EVENTS @ y @ X=y @ it cannot be asked for: other options select it
          EVENTS @ n @ RACES=y EVENTS=y @ it is selected by RACES
          DEEP   @ y @ EXPERT=y NET=y @ it depends on SMP, which this source does not have
          DEEP   @ y @ SMP=y NET=m @ it depends on EXPERT, not set
          DEEP   @ y @ SMP=y EXPERT=y @ it depends on NET, which this source does not have
          AFTER  @ y @ X=y @ all its dependencies are met; another option decides it
          CPU    @ y @ X=y @ it depends on X86, not set
          """)
  void saysWhyAnOptionIsNotWhatWasAskedFor(String option, String asked, String got, String why)
      throws IOException {
    assertThat(explain(option, asked, got)).isEqualTo(why);
  }

  @Test
  void filesThatIncludeThemselvesOrLeadOutAreNotFollowedForEver() throws IOException {
    file("Kconfig", "source \"Kconfig\"\nsource \"Kconfig\"\nsource \"../outside\"\n");
    Files.writeString(source.resolveSibling("outside"), "config OUTSIDE\n\tbool \"Outside\"\n");
    assertThat(explain("OUTSIDE", "y", "X=y")).isEqualTo("this source has no such option");
  }
}
