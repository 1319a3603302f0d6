package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CacheCommandTest {

  private final StringWriter out = new StringWriter();

  private int run(String... args) {
    CommandLine line = Kverdict.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(out));
    return line.execute(args);
  }

  @Test
  void showTellsWhereAndHowMuch() {
    assertThat(run("cache", "show")).isZero();
    assertThat(out.toString().lines().toList().subList(0, 2))
        .satisfiesExactly(
            line -> assertThat(line).matches("store  /.*/kverdict/v1"),
            line -> assertThat(line).matches("size   [0-9]+ MiB of [0-9]+ MiB"));
  }

  @Test
  void withoutASubcommandItIsWrongUsage() {
    assertThat(run("cache")).isEqualTo(2);
    assertThat(out.toString()).contains("say what: show or sweep");
  }
}
