package dev.kverdict.syzbot;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A case made of a report, before it is written. */
public final class ImportedCase {

  /** The name of the case file. */
  public static final String FILE = "case.yaml";

  private static final int MOST_NAME = 60;

  private final String name;
  private final String text;
  private final Parts parts;
  private final List<String> understood;

  private ImportedCase(String name, String text, Parts parts, List<String> understood) {
    this.name = name;
    this.text = text;
    this.parts = parts;
    this.understood = List.copyOf(understood);
  }

  /** Makes the case. */
  static ImportedCase of(
      String origin, Report report, Parts parts, Given given, List<String> notes) {
    CaseText.kernelTodo(report.kernel(), given)
        .ifPresent(todo -> parts.add(Parts.Place.KERNEL, todo));
    if (report.title().isEmpty()) {
      parts.add(Parts.Place.TITLE, "write the title of the crash, as the kernel's report begins");
    }
    String name = name(report);
    List<String> understood =
        Stream.concat(
                Understood.of(report).stream(), notes.stream().map(note -> "note      " + note))
            .toList();
    List<String> head =
        Stream.of(
                Stream.of("Made by kverdict import of " + origin + "."),
                understood.stream(),
                Stream.of(
                    parts.todo().isEmpty()
                        ? "Nothing is left to do but to judge a patch."
                        : "Still to do: the lines below that begin with TODO."))
            .flatMap(lines -> lines)
            .toList();
    return new ImportedCase(name, CaseText.of(name, head, report, parts, given), parts, understood);
  }

  /** Returns the title as the name of a case and of a directory. */
  private static String name(Report report) {
    String words =
        report
            .title()
            .orElse("syzbot")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]+", "-")
            .replaceFirst("^[^a-z0-9]+", "");
    String cut = words.substring(0, Math.min(MOST_NAME, words.length())).replaceFirst("[-_]+$", "");
    return cut.isEmpty() ? "syzbot" : cut;
  }

  /** Returns its name, which is fit to be that of a directory. */
  public String name() {
    return name;
  }

  /** Returns what was understood, a line each; the words are those of the report. */
  public List<String> understood() {
    return understood;
  }

  /** Returns what a person still has to do, a line each. */
  public List<String> todo() {
    return parts.todo().stream().map(Parts.Todo::text).toList();
  }

  /**
   * Writes the case and its files into a new directory.
   *
   * @return the case file
   * @throws UserError if there is such a directory
   */
  public Path write(Path directory) {
    try {
      Path parent = directory.toAbsolutePath().normalize().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      throw new UserError(
          directory.toString(), "is there already", "name another directory with --out");
    } catch (IOException e) {
      throw new UserError(
          directory.toString(), "cannot be created: " + HostIo.why(e), "name another with --out");
    }
    Path file = directory.resolve(FILE);
    try {
      parts.writeTo(directory);
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new InfraError("cannot write into " + directory + ": " + HostIo.why(e), e);
    }
  }
}
