package dev.kverdict.syzbot;

import dev.kverdict.fetch.PatchAddress;
import dev.kverdict.patch.ReceivedMail;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the files of a case: what a person gives comes first, then what is attached, then what can
 * be downloaded.
 */
final class PartsFinder {

  private static final int MOST_TEXT = 16 << 20;
  private static final int MOST_IMAGE = 32 << 20;

  private final Report report;
  private final Given given;
  private final Downloads downloads;
  private final Parts parts = new Parts();

  private PartsFinder(Report report, Given given, Downloads downloads) {
    this.report = report;
    this.given = given;
    this.downloads = downloads;
  }

  static Parts find(Report report, Given given, Downloads downloads) {
    PartsFinder finder = new PartsFinder(report, given, downloads);
    finder.program();
    finder.config();
    finder.image();
    finder.patches();
    return finder.parts;
  }

  /** The C program is the one that needs no converter. */
  private void program() {
    Path own = given.repro();
    if (own != null) {
      LocalFile file = new LocalFile("--repro", own);
      String text = file.text();
      if (!addProgram(text)) {
        throw file.error(
            "is no program: neither C nor syzkaller's, nor a binary", "name a reproducer");
      }
      return;
    }
    Optional<String> attached = attached(Content.C).or(() -> attached(Content.SYZ));
    if (attached.isPresent()) {
      addProgram(attached.get());
      return;
    }
    boolean c = download(report.links().c(), Content.C);
    boolean syz = download(report.links().syz(), Content.SYZ);
    if (c || syz) {
      parts.program(c ? "repro.c" : "repro.syz");
      return;
    }
    missingProgram();
  }

  private void missingProgram() {
    Optional<URI> address = report.links().c().or(report.links()::syz);
    String name =
        report.links().c().isEmpty() && report.links().syz().isPresent() ? "repro.syz" : "repro.c";
    String todo =
        address
            .map(url -> "save " + url + " as " + name)
            .orElseGet(
                () ->
                    report
                        .credits()
                        .closes()
                        .map(page -> "save the reproducer that " + page + " may have as repro.c")
                        .orElse("save a reproducer as repro.c: the report names none"));
    parts.add(Parts.Place.PROGRAM, todo);
    parts.program(name);
    parts.add(
        name,
        name.endsWith(".c")
            ? "/* This stands in the place of the reproducer. */\n#error \"" + todo + "\"\n"
            : "# This stands in the place of the reproducer, and is no program.\nTODO: "
                + todo
                + "\n");
  }

  private boolean addProgram(String text) {
    Content content = Content.of(text);
    String name =
        switch (content) {
          case C -> "repro.c";
          case SYZ -> "repro.syz";
          case ELF -> "repro";
          case CONFIG, OTHER -> "";
        };
    if (name.isEmpty()) {
      return false;
    }
    parts.program(name);
    parts.add(name, text);
    return true;
  }

  private Optional<String> attached(Content content) {
    return report.files().stream()
        .map(ReceivedMail.File::content)
        .filter(text -> Content.of(text) == content)
        .findFirst();
  }

  /** Returns whether a program could be downloaded, and is one. */
  private boolean download(Optional<URI> url, Content wanted) {
    if (url.isEmpty()) {
      return false;
    }
    try {
      String text = text(downloads.get(url.get(), MOST_TEXT));
      if (Content.of(text) == wanted) {
        parts.add(wanted == Content.C ? "repro.c" : "repro.syz", text);
        return true;
      }
    } catch (IOException e) {
      // The line that says what to do has the address.
    }
    return false;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void config() {
    Path own = given.config();
    if (own != null) {
      LocalFile file = new LocalFile("--config", own);
      String text = file.text();
      if (Content.of(text) != Content.CONFIG) {
        throw file.error("is no complete .config", "name one that a kernel was built with");
      }
      if (!Content.isForX86(text)) {
        throw file.error("is not for x86_64", "name one with CONFIG_X86_64=y");
      }
      parts.add(Parts.CONFIG, text);
      return;
    }
    Optional<String> config = attached(Content.CONFIG);
    if (config.isEmpty() && report.links().config().isPresent()) {
      config = downloaded(report.links().config().get());
    }
    config.filter(Content::isForX86).ifPresent(text -> parts.add(Parts.CONFIG, text));
    if (!parts.has(Parts.CONFIG)) {
      parts.add(Parts.Place.CONFIG, missingConfig());
    }
  }

  private String missingConfig() {
    String save =
        report
            .links()
            .config()
            .map(url -> "save " + url + " as " + Parts.CONFIG)
            .orElse("the report names no configuration: save one as " + Parts.CONFIG);
    // No word of a configuration makes such a kernel, and no other kernel sees the crash.
    String needed =
        report.title().filter(title -> title.startsWith("KMSAN")).isPresent()
            ? "; no other kernel sees this crash"
            : "";
    return save + ", take the # off the next line, and remove the line after that" + needed;
  }

  private Optional<String> downloaded(URI url) {
    try {
      return Optional.of(text(downloads.get(url, MOST_TEXT)))
          .filter(text -> Content.of(text) == Content.CONFIG);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void image() {
    Path own = given.image();
    if (own != null) {
      Path file = new LocalFile("--image", own).required();
      parts.add(Parts.DISK, target -> Files.copy(file, target));
      return;
    }
    Optional<URI> mounted = mounted(report);
    if (mounted.isEmpty()) {
      return;
    }
    try {
      byte[] bytes = downloads.get(mounted.get(), MOST_IMAGE);
      parts.remote(new Parts.Remote(mounted.get().toString(), Digests.ofBytes(bytes)));
    } catch (IOException e) {
      parts.add(
          Parts.Place.IMAGE,
          "write what sha256sum prints of %s and take the # off; only a program that does not bring the image along needs it"
              .formatted(mounted.get()));
    }
  }

  /** Returns the address of the image that the reproducer mounts. */
  static Optional<URI> mounted(Report report) {
    return report.links().assets().stream()
        .filter(asset -> asset.name().startsWith("mounted in repro"))
        .map(Report.Asset::url)
        .findFirst();
  }

  private void patches() {
    report.patch().ifPresent(mail -> parts.add(CaseText.TESTED_MAIL, mail.raw()));
    if (report.patch().isEmpty()) {
      report.links().patch().ifPresent(url -> patch(CaseText.TESTED, url, url));
    }
    report
        .links()
        .series()
        .ifPresent(url -> patch(CaseText.SERIES, url, PatchAddress.of(url.toString())));
  }

  private void patch(String name, URI written, URI url) {
    String why;
    try {
      byte[] bytes = downloads.get(url, MOST_TEXT);
      if (TestRequest.isPatch(text(bytes))) {
        parts.add(name, text(bytes));
        return;
      }
      why = "it is no patch";
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    parts.add(
        name.equals(CaseText.SERIES) ? Parts.Place.KERNEL : Parts.Place.PATCH,
        "save %s as %s, and take the # off (%s)".formatted(written, name, why));
  }
}
