package dev.kverdict.cli;

import dev.kverdict.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what makes a shell complete the words of this command. */
@CommandLine.Command(
    name = "completion",
    description = {
      "Prints a script that makes a shell complete commands, options and the names of a matrix.",
      "For bash: source <(kverdict completion bash); for zsh the same with zsh."
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  /** One script does for both: in zsh it begins with bashcompinit. */
  private static final List<String> SHELLS = List.of("bash", "zsh");

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private @Nullable String shell;

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new UserError("completion " + shell, "no such shell", "use bash or zsh");
    }
    terminal.print(AutoComplete.bash("kverdict", Kverdict.commandLine()) + names());
    return 0;
  }

  private static String names() {
    try (InputStream in = CompletionCommand.class.getResourceAsStream("completion.bash")) {
      if (in == null) {
        throw new IllegalStateException("completion.bash is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
