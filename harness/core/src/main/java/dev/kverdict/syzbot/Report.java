package dev.kverdict.syzbot;

import dev.kverdict.patch.ReceivedMail;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a report says. Everything in it is written by others.
 *
 * @param kind what it is
 * @param date when it was sent
 * @param title the title of the crash
 * @param kernel the kernel that it was seen on
 * @param links what can be downloaded
 * @param credits whom a fix has to name
 * @param files what is attached
 * @param patch a mail with the patch that is to be tested
 * @param notes what a person should know about how it was read
 */
record Report(
    ReportKind kind,
    Instant date,
    Optional<String> title,
    Kernel kernel,
    Links links,
    Credits credits,
    List<ReceivedMail.File> files,
    Optional<ReceivedMail> patch,
    List<String> notes) {

  /**
   * A kernel.
   *
   * @param tree where it comes from
   * @param commit the name of its commit, perhaps a short one, or of a branch
   * @param subject the commit's subject; empty if it is not said
   * @param compiler what built it; empty if it is not said
   * @param arch what it runs on; empty for x86-64, which is seldom said
   * @param userArch what its programs are compiled for; empty for the same
   */
  record Kernel(
      Optional<GitTree> tree,
      Optional<String> commit,
      String subject,
      String compiler,
      String arch,
      String userArch) {}

  /**
   * What can be downloaded.
   *
   * @param config the configuration
   * @param c the reproducer in C
   * @param syz the reproducer as a program of syzkaller
   * @param patch the patch that was tested
   * @param series the patches that are part of the kernel
   * @param assets disks and kernels
   */
  record Links(
      Optional<URI> config,
      Optional<URI> c,
      Optional<URI> syz,
      Optional<URI> patch,
      Optional<URI> series,
      List<Asset> assets) {

    boolean reproducer() {
      return c.isPresent() || syz.isPresent();
    }
  }

  /** A file that syzbot keeps, such as a disk image. */
  record Asset(String name, URI url) {}

  /**
   * Whom a fix has to name.
   *
   * @param reportedBy the content of {@code Reported-by:}
   * @param closes the address of the report
   */
  record Credits(Optional<String> reportedBy, Optional<String> closes) {}

  /**
   * Returns a copy with the reproducer and the title of a crash of the same bug, if there are none
   * yet, and with the whole name of the commit if one of the crashes has it.
   */
  Report completedBy(List<Report> crashes) {
    Optional<Report> program =
        links.reproducer()
            ? Optional.empty()
            : crashes.stream().filter(crash -> crash.links.reproducer()).findFirst();
    Optional<String> whole =
        crashes.stream()
            .flatMap(crash -> crash.kernel.commit().stream())
            .filter(name -> kernel.commit().filter(name::startsWith).isPresent())
            .findFirst();
    Kernel completed =
        new Kernel(
            kernel.tree(),
            whole.or(kernel::commit),
            kernel.subject(),
            kernel.compiler(),
            kernel.arch(),
            kernel.userArch());
    Links more =
        new Links(
            links.config(),
            program.map(crash -> crash.links.c()).orElse(links.c()),
            program.map(crash -> crash.links.syz()).orElse(links.syz()),
            links.patch(),
            links.series(),
            links.assets());
    Optional<String> named = title.or(() -> crashes.stream().findFirst().flatMap(Report::title));
    Report copy = new Report(kind, date, named, completed, more, credits, files, patch, notes);
    return program.isPresent()
        ? copy.noting(List.of("the reproducer is the one that the bug's page has"))
        : copy;
  }

  /** Returns the crash's title, or words in its place. */
  String name() {
    return title.orElse("a bug without a title");
  }

  /** Returns whether both are about one bug. The CI's address is that of a series, not of a bug. */
  boolean sameBug(Report other) {
    boolean ofBugs = kind != ReportKind.CI && other.kind != ReportKind.CI;
    boolean sameReporter =
        ofBugs
            && credits.reportedBy().isPresent()
            && credits.reportedBy().equals(other.credits.reportedBy());
    return sameReporter || (title.isPresent() && title.equals(other.title));
  }

  /** Returns a copy with further notes. */
  Report noting(List<String> more) {
    return new Report(
        kind,
        date,
        title,
        kernel,
        links,
        credits,
        files,
        patch,
        Stream.concat(notes.stream(), more.stream()).toList());
  }

  /**
   * Returns a copy that also has what an older mail on the same bug says of it. The kernel and its
   * configuration belong together, so that they are not mixed.
   */
  Report and(Report older) {
    boolean own = links.reproducer() || kind == ReportKind.DASHBOARD;
    List<String> allNotes = new ArrayList<>(notes);
    if (!own && older.links.reproducer()) {
      allNotes.add("the reproducer is that of an older mail, as the newest one has none");
    }
    boolean sameKernel = kernel.commit().isEmpty() && kernel.tree().isEmpty();
    return new Report(
        kind,
        date,
        title.or(older::title),
        sameKernel ? older.kernel : kernel,
        new Links(
            sameKernel ? links.config().or(older.links::config) : links.config(),
            own ? links.c() : older.links.c(),
            own ? links.syz() : older.links.syz(),
            links.patch().or(older.links::patch),
            links.series().or(older.links::series),
            links.assets().isEmpty() ? older.links.assets() : links.assets()),
        new Credits(
            credits.reportedBy().or(older.credits::reportedBy),
            credits.closes().or(older.credits::closes)),
        Stream.concat(files.stream(), older.files.stream()).toList(),
        patch.or(older::patch),
        allNotes);
  }
}
