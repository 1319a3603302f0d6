package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

/** The command line as the documents have it. */
class DocumentedCommandsTest {

  private static final Path ROOT = Path.of("../..");

  /** Not what a quoted message says of a command in its second half. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "(?<!; \\./)kverdict ((?:verify|plan\\b|shard\\b|merge\\b|capsule\\b|replay\\b|try|new\\b|show|check\\b|bisect-run|doctor|oops|import|truth\\b|bench|cache|schema|--)[^#|>`\\n]*)");

  private static final Pattern OPTION = Pattern.compile("`(?:[a-z-]+ )?(--[a-z][a-z0-9-]*)[^`]*`");

  /** Options of the launcher, of ci/test, and of other programs. */
  private static final Set<String> OTHERS = Set.of("--install", "--long", "--no-vm");

  static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    documents.add(ROOT.resolve("CONTRIBUTING.md"));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path document : documents()) {
      COMMAND
          .matcher(Files.readString(document))
          .results()
          .map(match -> match.group(1).strip())
          .forEach(commands::add);
    }
    return commands.stream().distinct().toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsCanBeGivenAsTheyAreWritten(String command) {
    assertThatCode(() -> parse(command)).doesNotThrowAnyException();
  }

  private static void parse(String command) {
    try {
      Kverdict.commandLine().parseArgs(command.split("\\s+"));
    } catch (MissingParameterException e) {
      // A command in a sentence need not be whole.
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void optionsExist(Path document) throws IOException {
    Set<String> known = new TreeSet<>(OTHERS);
    options(Kverdict.commandLine(), known);
    assertThat(
            OPTION.matcher(Files.readString(document)).results().map(DocumentedCommandsTest::name))
        .allSatisfy(option -> assertThat(known).contains(option));
  }

  private static String name(MatchResult option) {
    return option.group(1);
  }

  private static void options(CommandLine command, Set<String> into) {
    command.getCommandSpec().optionsMap().keySet().forEach(into::add);
    command.getSubcommands().values().forEach(sub -> options(sub, into));
  }
}
