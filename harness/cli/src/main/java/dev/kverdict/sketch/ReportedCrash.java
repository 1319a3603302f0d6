package dev.kverdict.sketch;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.UserFiles;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.LogReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report of a bug: a console log, or a mail with one in it.
 *
 * @param file its file
 * @param text its text
 */
public record ReportedCrash(Path file, String text) {

  private static final int MOST_BYTES = 64 << 20;

  /** A line of syzbot's mails. */
  private static final Pattern CONFIG =
      Pattern.compile(
          "(?m)^(?:> ?)*(?:kernel config|\\.config):?\\s+(https?://[!-~]{1,1000})\\s*$");

  /**
   * Reads a report.
   *
   * @throws UserError if there is none
   */
  public static ReportedCrash read(Path file) {
    byte[] bytes = UserFiles.bytes("--report", file, MOST_BYTES, "name a console log or a mail");
    return new ReportedCrash(file, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /**
   * Returns the title of the first crash in it.
   *
   * @throws UserError if there is no crash in it
   */
  String title() {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    List<CrashReport> crashes =
        HostIo.get(
            "cannot read " + file, () -> LogReader.read(new ByteArrayInputStream(bytes)).reports());
    return crashes.stream()
        .filter(crash -> !crash.corrupted())
        .findFirst()
        .map(CrashReport::title)
        .orElseThrow(
            () ->
                new UserError(
                    "--report " + file,
                    "no crash of a kernel is found in it",
                    "name what the kernel reports: --title"));
  }

  /** Returns the address of the kernel's configuration, if it names one. */
  public Optional<String> config() {
    Matcher config = CONFIG.matcher(text.replace("\r", ""));
    return config.find() ? Optional.of(config.group(1)) : Optional.empty();
  }
}
