package dev.kverdict.cli;

import dev.kverdict.syzbot.Given;
import dev.kverdict.syzbot.ImportedCase;
import dev.kverdict.syzbot.ReportSource;
import dev.kverdict.text.Printable;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a case of a report of syzbot. */
@Command(
    name = "import",
    description = {
      "Makes a case of a report of syzbot: a mail, an mbox, a reply to #syz test, or a bug's JSON.",
      "What cannot be had here stays in the case as a line that begins with TODO."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      paramLabel = "FILE|-|URL",
      description = "The report, - for standard input, or its address.")
  private String report = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The new directory of the case (default: named after the title).")
  private @Nullable Path out;

  @Option(
      names = "--title",
      paramLabel = "WORDS",
      description = "The report whose title has these words, where there are several.")
  private String title = "";

  @Option(
      names = "--repro",
      paramLabel = "FILE",
      description = "The reproducer: C, a program of syzkaller, or a static binary.")
  private @Nullable Path repro;

  @Option(names = "--config", paramLabel = "FILE", description = "The kernel's .config.")
  private @Nullable Path config;

  @Option(names = "--image", paramLabel = "FILE", description = "A disk image for the reproducer.")
  private @Nullable Path image;

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description = "A git repository that has the kernel's commit, in place of its address.")
  private @Nullable Path tree;

  @Override
  public Integer call() {
    Given given = new Given(title, repro, config, image, tree);
    ImportedCase imported = new ReportSource(System.in).read(report, given);
    Path directory = out == null ? Path.of(imported.name()) : out;
    Path file = imported.write(directory);
    MatrixReader.read(file);
    imported.understood().forEach(this::say);
    imported.todo().forEach(todo -> say("TODO      " + todo));
    say("the case: %s; judge a patch with: kverdict verify %s --patch PATCH".formatted(file, file));
    return 0;
  }

  private void say(String line) {
    terminal.print(Printable.ascii(line) + System.lineSeparator());
  }
}
