package dev.kverdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read: its width, its links, and the files that it names. */
class DocumentsTest {

  private static final Path ROOT = Path.of("../..");
  private static final int WIDTH = 100;

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.*)$");
  private static final Pattern NAMED =
      Pattern.compile("`((?:\\.ci|ci|docs|harness|images|kernels|repros)/[A-Za-z0-9_./-]+)[^`]*`");

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    documents.add(ROOT.resolve("README.md"));
    documents.add(ROOT.resolve("CONTRIBUTING.md"));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  @Test
  void thereAreDocumentsAndTheReadmeNamesThemAll() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));

    assertThat(documents()).hasSizeGreaterThan(12);
    assertThat(documents())
        .filteredOn(file -> file.getParent().endsWith("docs"))
        .allSatisfy(file -> assertThat(readme).contains("](docs/" + file.getFileName() + ")"));
  }

  @ParameterizedTest
  @EnumSource(VerdictKind.class)
  void everyVerdictIsDefinedAndOneThatIsNoAnswerIsExplained(VerdictKind kind) throws IOException {
    String word = "\\b" + kind + "\\b";
    assertThat(Files.readString(ROOT.resolve("docs/verdicts.md"))).containsPattern(word);
    if (kind.verdictClass() != VerdictClass.PASS) {
      assertThat(Files.readString(ROOT.resolve("docs/troubleshooting.md")))
          .containsPattern("(?m)^(###|\\|).*" + word);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void textIsNoWiderThanAHundredColumns(Path document) throws IOException {
    List<String> wide =
        text(Files.readString(document)).stream()
            .filter(line -> line.codePointCount(0, line.length()) > WIDTH)
            .toList();
    assertThat(wide).as("lines of %s with more than %d columns", document, WIDTH).isEmpty();
  }

  /** What is wrapped by hand: no tables, no code, no lines with links, which cannot be broken. */
  private static List<String> text(String document) {
    List<String> lines = new ArrayList<>();
    boolean code = false;
    for (String line : document.lines().toList()) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (!code && !line.matches("\\||    .*|.*(\\]\\(|://).*") && !line.startsWith("|")) {
        lines.add(line);
      }
    }
    return lines;
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadToAFileAndToAHeadingInIt(Path document) throws IOException {
    for (Matcher link = LINK.matcher(Files.readString(document)); link.find(); ) {
      if (link.group(1).contains("://")) {
        continue;
      }
      String[] target = link.group(1).split("#", 2);
      Path file = target[0].isEmpty() ? document : document.resolveSibling(target[0]).normalize();
      assertThat(file).as("a link in %s", document).exists();
      if (target.length == 2) {
        assertThat(anchors(Files.readString(file)))
            .as("%s in %s", file, document)
            .contains(target[1]);
      }
    }
  }

  /** The anchors that GitHub gives the headings of a document. */
  private static List<String> anchors(String document) {
    return HEADING
        .matcher(document)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void filesOfTheRepositoryThatAreNamedExist(Path document) throws IOException {
    NAMED
        .matcher(Files.readString(document))
        .results()
        .map(named -> named.group(1))
        .filter(path -> Stream.of(path.split("/")).noneMatch(part -> part.matches("[A-Z]+")))
        .forEach(path -> assertThat(ROOT.resolve(path)).as("in %s", document).exists());
  }
}
