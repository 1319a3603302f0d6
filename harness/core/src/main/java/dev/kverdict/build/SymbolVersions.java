package dev.kverdict.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The checksums of what modules export (Module.symvers, Documentation/kbuild/modules.rst): a
 * checksum covers the types of a symbol, so modules of the stock kernel fit as long as it stays.
 */
final class SymbolVersions {

  private static final int MOST = 10;

  private SymbolVersions() {}

  /**
   * What of the stock kernel's exports below some folder came out otherwise, a line each.
   *
   * @param stock the stock kernel's Module.symvers
   * @param rebuilt the one that the build of the folder left
   */
  static List<String> changes(Path stock, Path rebuilt, String folder) throws IOException {
    Map<String, String> before = checksums(stock, folder);
    Map<String, String> after = checksums(rebuilt, folder);
    List<String> changes = new ArrayList<>();
    before.forEach(
        (symbol, checksum) -> {
          String now = after.get(symbol);
          if (now == null) {
            changes.add(symbol + " of the stock kernel is not exported any more");
          } else if (!now.equals(checksum)) {
            changes.add(
                "the types behind %s changed: checksum %s, stock %s"
                    .formatted(symbol, now, checksum));
          }
        });
    return changes.size() <= MOST ? changes : changes.subList(0, MOST);
  }

  /** Lines are {@code CHECKSUM SYMBOL MODULE EXPORT NAMESPACE}, parted by tabs. */
  private static Map<String, String> checksums(Path file, String folder) throws IOException {
    Map<String, String> checksums = new LinkedHashMap<>();
    if (!Files.exists(file)) { // a folder without a module leaves none
      return checksums;
    }
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      String[] fields = line.split("\t", -1);
      if (fields.length >= 4 && fields[2].startsWith(folder + "/")) {
        checksums.put(fields[1], fields[0]);
      }
    }
    return checksums;
  }
}
