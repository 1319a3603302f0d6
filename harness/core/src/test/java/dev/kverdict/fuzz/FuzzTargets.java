package dev.kverdict.fuzz;

import dev.kverdict.binary.ElfFuzz;
import dev.kverdict.binary.LinesFuzz;
import dev.kverdict.guest.AgentFuzz;
import dev.kverdict.guest.KtapFuzz;
import dev.kverdict.oops.ConsoleFuzz;
import dev.kverdict.patch.MailFuzz;
import dev.kverdict.patch.PatchFuzz;
import dev.kverdict.syzbot.ReportFuzz;
import dev.kverdict.yaml.MatrixFuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All readers that are fuzzed. */
public final class FuzzTargets {

  static final List<FuzzTarget> ALL =
      List.of(
          ConsoleFuzz.TARGET,
          MailFuzz.TARGET,
          PatchFuzz.TARGET,
          ReportFuzz.TARGET,
          MatrixFuzz.TARGET,
          KtapFuzz.TARGET,
          AgentFuzz.TARGET,
          ElfFuzz.TARGET,
          LinesFuzz.TARGET);

  private FuzzTargets() {}

  /**
   * Writes seeds and dictionaries below a directory, and prints each target's name and class.
   *
   * @param args the directory
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    for (FuzzTarget target : ALL) {
      Path own = directory.resolve(target.name());
      write(target.seeds(), Files.createDirectories(own.resolve("seeds")));
      write(target.masses(), Files.createDirectories(own.resolve("masses")));
      Files.write(own.resolve("words"), dictionary(target.words()));
      System.out.println(target.name() + " " + target.type().getName());
    }
  }

  private static void write(List<byte[]> inputs, Path directory) throws IOException {
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(directory.resolve(String.valueOf(i)), inputs.get(i));
    }
  }

  /** Returns words as libFuzzer reads them: in quotes, with all bytes but plain ones in hex. */
  private static List<String> dictionary(List<String> words) {
    List<String> lines = new ArrayList<>();
    for (String word : words) {
      StringBuilder line = new StringBuilder("\"");
      for (byte each : word.getBytes(StandardCharsets.ISO_8859_1)) {
        boolean plain = each >= ' ' && each < 0x7f && each != '"' && each != '\\';
        line.append(plain ? String.valueOf((char) each) : "\\x%02x".formatted(each));
      }
      lines.add(line.append('"').toString());
    }
    return lines;
  }
}
