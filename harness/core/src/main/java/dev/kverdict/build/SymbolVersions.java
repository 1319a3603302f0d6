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
 * Compares the checksums of exported symbols (Module.symvers, Documentation/kbuild/modules.rst). A
 * checksum covers the types of a symbol, so modules of the stock kernel fit while it is the same.
 */
final class SymbolVersions {

  private SymbolVersions() {}

  /**
   * Returns the exports of the stock kernel below some directory that changed, a line each.
   *
   * @param stock the stock kernel's Module.symvers
   * @param rebuilt the Module.symvers that the build of the directory left
   */
  static List<String> changes(Path stock, Path rebuilt, String directory) throws IOException {
    Map<String, String> before = checksums(stock, directory);
    Map<String, String> after = checksums(rebuilt, directory);
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
    return StockKernelCheck.first(changes);
  }

  /** Lines are {@code CHECKSUM SYMBOL MODULE EXPORT NAMESPACE}, separated by tabs. */
  private static Map<String, String> checksums(Path file, String directory) throws IOException {
    Map<String, String> checksums = new LinkedHashMap<>();
    if (!Files.exists(file)) { // a directory without a module leaves none
      return checksums;
    }
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      String[] fields = line.split("\t", -1);
      if (fields.length >= 4 && fields[2].startsWith(directory + "/")) {
        checksums.put(fields[1], fields[0]);
      }
    }
    return checksums;
  }
}
