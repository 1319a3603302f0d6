package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.ReplyMail;
import dev.kverdict.report.ResultJson;
import dev.kverdict.report.VerdictTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a run's result again, as a table or as a mail for a list. */
@CommandLine.Command(
    name = "show",
    description = "Prints what a run found, as a table or as a mail for a list.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "A run's folder, such as runs/TIME-CASE.")
  private @Nullable Path run;

  @Option(names = "--mail", description = "As an answer to the patch: plain text, 72 columns.")
  private boolean mail;

  @Option(names = "--patch", paramLabel = "NAME", description = "Which patch the mail answers to.")
  private @Nullable String patch;

  @Option(
      names = "--no-debug-pass",
      description =
          "Sign (Tested-by) without a kernel that has KASAN or lockdep; the mail says so.")
  private boolean noDebugPass;

  ShowCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Path file = Objects.requireNonNull(run).resolve("result.json");
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          String.valueOf(run), "holds no result.json", "name the folder of a run that ended");
    }
    RunResult result = ResultJson.read(Files.readString(file), file.toString());
    out.print(
        mail
            ? ReplyMail.of(result, patch, identity(), noDebugPass)
            : VerdictTable.of(result).text());
    out.flush();
    return 0;
  }

  /** The user's own name as git knows it, or null: nobody else may be made to sign. */
  private static @Nullable String identity() {
    String name = git("user.name");
    String address = git("user.email");
    return name == null || address == null ? null : name + " <" + address + ">";
  }

  private static @Nullable String git(String key) {
    // In the user's own folder and with the user's own settings, as git commit -s would.
    CommandResult answer =
        new HostLane()
            .run(Command.of(Path.of("").toAbsolutePath(), "git", "config", "--get", key).asChore());
    return answer.ok() && answer.output().size() == 1 && !answer.output().get(0).isBlank()
        ? answer.output().get(0).strip()
        : null;
  }
}
