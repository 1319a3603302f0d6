package dev.kverdict.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reports as kernels of several years and architectures, and decoders, print them. */
class KernelFormsTest {

  private static final String TITLE = "=== ";

  /** A report of kernel-forms.txt. */
  record Form(String title, List<String> lines) {
    @Override
    public String toString() {
      return title + ": " + lines.get(0);
    }
  }

  static Stream<Form> forms() {
    List<Form> forms = new ArrayList<>();
    new String(Consoles.resource("kernel-forms.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("# "))
        .forEach(
            line -> {
              if (line.startsWith(TITLE)) {
                forms.add(new Form(line.substring(TITLE.length()), new ArrayList<>()));
              } else if (!forms.isEmpty()) {
                forms.get(forms.size() - 1).lines().add(line);
              }
            });
    return forms.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void aReportHasOneTitleWhateverItsForm(Form form) {
    assertThat(Consoles.titles(form.lines().toArray(String[]::new))).containsExactly(form.title());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void aReportInALogWithStampsAndCallersHasTheSameTitle(Form form) {
    List<String> log = new ArrayList<>(List.of("[    0.000000][    T0] Linux version 6.6.0"));
    form.lines().forEach(line -> log.add("[   12.345678][   T12] " + line));
    assertThat(Consoles.logTitles(log.toArray(String[]::new))).containsExactly(form.title());
  }
}
