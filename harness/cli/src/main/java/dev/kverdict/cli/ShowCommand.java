package dev.kverdict.cli;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.ReplyMail;
import dev.kverdict.report.ResultJson;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the result of a run, as a table or as a mail to a list. */
@CommandLine.Command(
    name = "show",
    description = "Prints the result of a run, as a table or as a mail to a list.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "RUN", description = "The directory of a run, such as runs/TIME-CASE.")
  private @Nullable Path run;

  @Option(names = "--mail", description = "Print a reply to the patch: plain text, 72 columns.")
  private boolean mail;

  @Option(names = "--patch", paramLabel = "NAME", description = "The patch to reply to.")
  private @Nullable String patch;

  @Option(
      names = "--no-debug-pass",
      description =
          "Sign (Tested-by) without a test on a kernel with KASAN or lockdep; the mail says so.")
  private boolean noDebugPass;

  @Override
  public Integer call() {
    Path directory = Objects.requireNonNull(run);
    RunResult result = ResultJson.ofRun(directory);
    if (mail) {
      terminal.print(ReplyMail.of(result, patch, identity(), noDebugPass));
    } else {
      terminal.printTable(result, directory);
    }
    return 0;
  }

  /** Returns the user's name and address from git, or null: nobody else may sign. */
  private static @Nullable String identity() {
    String name = git("user.name");
    String address = git("user.email");
    return name == null || address == null ? null : name + " <" + address + ">";
  }

  private static @Nullable String git(String key) {
    // In the user's directory and with the user's settings, like git commit -s.
    CommandResult answer =
        new HostLane()
            .run(Command.of(Path.of("").toAbsolutePath(), "git", "config", "--get", key).asChore());
    return answer.ok() && answer.output().size() == 1 && !answer.output().get(0).isBlank()
        ? answer.output().get(0).strip()
        : null;
  }
}
