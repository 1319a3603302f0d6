package dev.kverdict.report;

import dev.kverdict.record.RunResult;
import java.util.stream.Collectors;

/**
 * Writes annotations.txt: verdicts that are not as asked, as commands to a GitHub runner. A step
 * that prints the file has them shown at the lines that the patch changes. The format is in
 * GitHub's documentation, "Workflow commands for GitHub Actions".
 */
public final class GitHubAnnotations {

  private GitHubAnnotations() {}

  /** Returns the commands, a line each; nothing if all is as asked. */
  public static String of(RunResult result) {
    return Remark.of(result).stream()
        .map(
            remark ->
                "::%s file=%s,line=%d,title=%s::%s\n"
                    .formatted(
                        remark.failure() ? "error" : "warning",
                        property(remark.path()),
                        remark.line(),
                        property(remark.verdict() + ": " + remark.cell()),
                        data(remark.message())))
        .collect(Collectors.joining());
  }

  /** Line ends cannot occur: all text is printable ASCII. */
  private static String data(String text) {
    return text.replace("%", "%25");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
