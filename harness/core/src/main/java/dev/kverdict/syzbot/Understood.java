package dev.kverdict.syzbot;

import dev.kverdict.text.Printable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a report was understood to say. */
final class Understood {

  private static final int MOST = 160;

  private Understood() {}

  static List<String> of(Report report) {
    List<String> lines = new ArrayList<>();
    Report.Kernel kernel = report.kernel();
    add(lines, "kind", report.kind().toString());
    add(lines, "title", report.title().orElse("none"));
    add(lines, "tree", kernel.tree().map(GitTree::shown).orElse("none"));
    add(lines, "commit", (kernel.commit().orElse("none") + " " + kernel.subject()).strip());
    add(lines, "compiler", kernel.compiler());
    add(lines, "programs", kernel.userArch());
    add(lines, "config", address(report.links().config()));
    add(lines, "C repro", address(report.links().c()));
    add(lines, "syz repro", address(report.links().syz()));
    for (Report.Asset asset : report.links().assets()) {
      add(lines, "asset", asset.name() + ": " + asset.url());
    }
    report.notes().forEach(note -> add(lines, "note", note));
    return lines;
  }

  private static String address(Optional<URI> url) {
    return url.map(URI::toString).orElse("");
  }

  private static void add(List<String> lines, String name, String value) {
    if (!value.isEmpty()) {
      lines.add("%-10s%s".formatted(name, Printable.ascii(Printable.line(value, MOST))));
    }
  }
}
