package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compilers of Debian, and what trees from 5.10 on say of the ones they take. */
class CompilerLimitsTest {

  @TempDir private Path tree;

  /** Writes the script as 6.12 has it, which also asks for the architecture. */
  private void oldest(String gcc, String clang) throws IOException {
    Files.createDirectories(tree.resolve("scripts"));
    Files.writeString(
        tree.resolve("scripts/min-tool-version.sh"),
        """
        #!/bin/sh
        case "$1" in
        gcc) echo %s ;;
        llvm) if [ "$SRCARCH" = x86 ]; then echo %s; else echo 99.0.0; fi ;;
        esac
        """
            .formatted(gcc, clang));
  }

  private String objection(String identity) {
    return new CompilerLimits(new HostLane(), tree).objection(identity).orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # gcc  | clang  | compiler                                           | said
          5.1.0  | 11.0.0 | gcc (Debian 12.2.0-14+deb12u1) 12.2.0              |
          5.1.0  | 11.0.0 | gcc-11 (Debian 11.3.0-12) 11.3.0                   |
          5.1.0  | 11.0.0 | clang-14 Debian clang version 14.0.6               |
          5.1.0  | 15.0.0 | clang-14 Debian clang version 14.0.6               | needs clang 15.0.0 or newer, and this is 14.0.6 (scripts/min-tool-version.sh)
          8.1.0  | 15.0.0 | clang-16 Debian clang version 16.0.6 (15~deb12u1)  |
          8.1.0  | 15.0.0 | Debian clang version 15.0.0                        |
          8.1.0  | 15.0.0 | gcc-8 (Debian 8.0.1-2) 8.0.1                       | needs gcc 8.1.0 or newer, and this is 8.0.1 (scripts/min-tool-version.sh)
          12.0   | 15.0.0 | gcc-12 (Debian 12.2.0-14) 12.2.0, in an image      |
          $(id)  | x      | gcc (Debian 12.2.0-14) 12.2.0                      |
          5.1.0  | 11.0.0 | tcc version 0.9.27                                 |
          """)
  void theSourceSaysWhichCompilerIsTooOld(String gcc, String clang, String compiler, String said)
      throws IOException {
    oldest(gcc, clang);
    assertThat(objection(compiler)).isEqualTo(said == null ? "" : said);
  }

  @Test
  void aSourceBefore513SaysNothing() {
    assertThat(objection("gcc (Debian 12.2.0-14+deb12u1) 12.2.0")).isEmpty();
    assertThat(objection("clang-14 Debian clang version 14.0.6")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "REALMODE_CFLAGS := -m16 -g -Os,             gcc-14 (D) 14.2.0, ''",
    "REALMODE_CFLAGS := -m16 -g -Os,             gcc-15 (D) 15.1.0, needs gcc 14 or older",
    "REALMODE_CFLAGS := -std=gnu11 -m16 -g -Os,  gcc-15 (D) 15.1.0, ''",
    "REALMODE_CFLAGS := -m16 -g -Os,             clang-19 clang version 19.1.7, ''",
  })
  void gcc15ReadsOldSourcesAsAnotherC(String line, String compiler, String said)
      throws IOException {
    oldest("5.1.0", "11.0.0");
    Files.createDirectories(tree.resolve("arch/x86"));
    Files.writeString(tree.resolve("arch/x86/Makefile"), "# x86\n" + line + "\n");
    assertThat(objection(compiler)).startsWith(said);
    assertThat(objection(compiler).isEmpty()).isEqualTo(said.isEmpty());
  }
}
