package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptFileTest {

  @TempDir private Path folder;

  private String interpreter(String text) throws IOException {
    Path script = folder.resolve("copy");
    Files.write(script, text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
    return ScriptFile.interpreter(script, Path.of("repro.sh"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "#!/bin/sh\\nls\\n | /bin/sh",
        "#! /bin/bash -eu\\nls\\n | /bin/bash",
        "#!/usr/bin/env python3\\n | python3",
        "#!/usr/bin/env -S perl -w\\n | /usr/bin/env",
        "ls\\n | /bin/sh",
        "# a comment\\n#!/bin/bash\\n | /bin/sh",
        "#!/bin/sh | /bin/sh",
      })
  void theFirstLineSaysWhatRunsIt(String text, String interpreter) throws IOException {
    assertThat(interpreter(text)).isEqualTo(interpreter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is empty",
        "\\n \\n | is empty",
        "\\177ELF\\2 | is a binary",
        "ls\\0 | NUL",
        "#!/bin/sh\\r\\nls\\r\\n | line ends of DOS",
        "#!sh\\n | names no interpreter",
        "#!\\n | names no interpreter",
        "#!/bin/s\\033[2Jh\\n | names no interpreter",
      })
  void whatIsNoScriptIsSaidBeforeItRuns(String text, String what) {
    assertThatThrownBy(() -> interpreter(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("repro.sh")
        .hasMessageContaining(what);
  }

  @Test
  void theFirstLineIsNotLongerThanTheKernelReads() throws IOException {
    assertThat(interpreter("#!/" + "x".repeat(252) + "\n")).hasSize(253);
    assertThatThrownBy(() -> interpreter("#!/" + "x".repeat(253) + "\n"))
        .isInstanceOf(UserError.class);
  }
}
