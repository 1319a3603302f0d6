package dev.kverdict.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.fetch.PatchSource;
import dev.kverdict.patch.MailReader;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchReader;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.patch.ReceivedMail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What b4 asks about: the mail of one patch, or that of a series as a whole, which has no diff. The
 * patches of such a series are on b4's review branch if there is one, and else in the archive of
 * the lists.
 *
 * @param source where patches are looked for
 * @param environment the environment's variables
 */
record ReviewedMail(PatchSource source, Map<String, String> environment) {

  /** The variable with which b4 names a file about the series under review. */
  private static final String TRACKING = "B4_TRACKING_FILE";

  private static final String NAME = "the mail on standard input";
  private static final int MOST_TRACKING = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is to be judged.
   *
   * @param part whether it is one patch of a series, without the others
   */
  record Asked(PatchSet patches, boolean part) {}

  /**
   * Returns the patches; empty if the mail is neither a patch nor the cover letter of a series.
   *
   * @param whole whether the mail of a patch stands for its series, as in one without a cover
   *     letter
   * @throws UserError if they cannot be read
   * @throws InfraError if they cannot be had
   */
  Optional<Asked> asked(InputStream input, boolean whole) {
    byte[] bytes = read(input);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    ReceivedMail mail = MailReader.read(bytes, NAME).get(0);
    boolean patch = PatchReader.holdsDiff(bytes, NAME);
    if (mail.beginsSeries() || (patch && whole && mail.inSeries())) {
      String series = branch().orElseGet(() -> "lore:" + mail.header().messageId());
      return source
          .find(series, PatchOptions.STRICT)
          .map(found -> new Asked(found.content(), false));
    }
    return patch
        ? Optional.of(new Asked(PatchSet.of(NAME, bytes, PatchOptions.STRICT), mail.inSeries()))
        : Optional.empty();
  }

  private static byte[] read(InputStream input) {
    try {
      return input.readNBytes(PatchSet.MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InfraError("cannot read standard input: " + e.getMessage(), e);
    }
  }

  /** Returns the commits on b4's review branch, which ends with one that holds b4's own notes. */
  private Optional<String> branch() {
    String name = environment.getOrDefault(TRACKING, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      JsonNode series = JSON.readTree(in.readNBytes(MOST_TRACKING)).path("series");
      String first = series.path("first-patch-commit").asText();
      String change = series.path("change-id").asText();
      return first.matches("[0-9a-f]{40,64}") && change.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
          ? Optional.of("git:%s~1..refs/heads/b4/review/%s~1".formatted(first, change))
          : Optional.empty();
    } catch (JacksonException e) {
      throw new UserError(TRACKING + "=" + name, "is not JSON", "unset it");
    } catch (IOException e) {
      throw new UserError(TRACKING + "=" + name, "cannot be read", "unset it");
    }
  }
}
