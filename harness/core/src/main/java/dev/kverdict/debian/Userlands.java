package dev.kverdict.debian;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.model.Userland;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Disks with Debian's programs, from packages that are unpacked without root and not configured: no
 * script of theirs runs. Each set of packages is one disk in the store, a squashfs, which is rarely
 * what a case is about. It is not compressed: an emulated guest would spend more time on unpacking
 * than on reading.
 */
public final class Userlands {

  /** The serial number by which the agent finds the disk. */
  public static final String SERIAL = "kverdict-userland";

  private static final String STEP = "userland";
  private static final int RECIPE = 1;
  private static final String DISK = "disk";
  private static final String PROGRAMS = "programs";
  private static final String MAKER = "mksquashfs";

  /** What nobody reads in a guest. */
  private static final List<String> LEFT_OUT =
      List.of(
          "usr/share/doc",
          "usr/share/info",
          "usr/share/lintian",
          "usr/share/locale",
          "usr/share/man");

  private final Lane lane;
  private final Store store;
  private final PackageSupply<UserlandPackages> supply;

  /**
   * @param notes receives the name of a userland, and which packages are taken for it and why
   */
  public Userlands(Lane lane, Store store, BiConsumer<String, String> notes) {
    this.lane = lane;
    this.store = store;
    this.supply = new PackageSupply<>(lane, store, notes);
  }

  /** Returns the disk of an entry. */
  public static Path disk(Entry entry) {
    return entry.folder().resolve(DISK);
  }

  /** Returns how many packages an entry has, and the versions of those that were asked for. */
  public static String text(Entry entry) {
    return "userland: "
        + UserlandPackages.read(entry.folder()).map(UserlandPackages::text).orElse("unknown");
  }

  /** Returns all packages of an entry, each as {@code NAME=VERSION}. */
  public static List<String> packages(Entry entry) {
    return UserlandPackages.read(entry.folder()).map(UserlandPackages::exact).orElse(List.of());
  }

  /**
   * Returns a disk with these programs, made first if it is not in the store.
   *
   * @throws UserError if there is no such package, or not in that version
   * @throws dev.kverdict.InfraError if the archive cannot be reached, and none is in the store
   */
  public Entry obtain(Userland userland) {
    UserlandWanted wanted =
        new UserlandWanted(userland.packages(), () -> kept(userland.packages()));
    return supply.take(
        wanted.name(),
        wanted,
        (packages, apt) -> store.obtain(key(packages), disk -> make(packages, apt, disk)));
  }

  private static Key key(UserlandPackages packages) {
    return Key.of(STEP, RECIPE, String.join(" ", packages.exact()));
  }

  /** Returns what was made last for the same request. */
  private Optional<PackageSupply.Stored<UserlandPackages>> kept(List<String> asked) {
    PackageSupply.@Nullable Stored<UserlandPackages> newest = null;
    for (Entry entry : store.entries(STEP)) {
      Optional<UserlandPackages> packages =
          UserlandPackages.read(entry.folder())
              .filter(found -> found.asked().equals(asked) && entry.key().equals(key(found)));
      if (packages.isEmpty() || (newest != null && made(entry).compareTo(made(newest)) <= 0)) {
        entry.close();
        continue;
      }
      if (newest != null) {
        newest.close();
      }
      newest = new PackageSupply.Stored<>(packages.get(), packages.get().text(), List.of(entry));
    }
    return Optional.ofNullable(newest);
  }

  private static FileTime made(PackageSupply.Stored<UserlandPackages> stored) {
    return made(stored.entries().get(0));
  }

  private static FileTime made(Entry entry) {
    return HostIo.get("cannot stat " + disk(entry), () -> Files.getLastModifiedTime(disk(entry)));
  }

  private void make(UserlandPackages packages, Apt apt, Path directory) throws IOException {
    requireMaker();
    try (Scratch scratch = store.scratch()) {
      Alternatives alternatives = new Alternatives();
      Path tree = Files.createDirectory(scratch.folder().resolve("tree"));
      Path debs = Files.createDirectory(scratch.folder().resolve("debs"));
      for (Path deb : Debs.download(apt, packages.exact(), debs)) {
        alternatives.read(postinst(deb));
        Debs.unpack(lane, deb, tree);
      }
      RootTree root = new RootTree(tree);
      root.arrange(alternatives.links());
      AtomicFiles.write(directory.resolve(PROGRAMS), String.join("\n", root.programs()) + "\n");
      pack(tree, directory);
      packages.write(directory);
    }
  }

  /** Looks for the tool before there is work to lose. */
  private void requireMaker() {
    if (!lane.run(Command.asking("sh", "-c", "command -v " + MAKER)).ok()) {
      throw new UserError(
          "userland",
          MAKER + " is not installed",
          "install Debian's package squashfs-tools: apt-get install squashfs-tools");
    }
  }

  /** Returns the script that configures a package; anything else if it has none. */
  private List<String> postinst(Path deb) {
    return lane.run(Command.beside(deb, "dpkg-deb", "-I", deb.toString(), "postinst").reading(deb))
        .output();
  }

  /**
   * Packs the tree as one of root, without times: equal packages give equal bytes. Whoever unpacked
   * it may have lost the bits of modes that only root can give; nobody needs them.
   */
  private void pack(Path tree, Path directory) throws IOException {
    Path disk = directory.resolve(DISK);
    List<String> argv = new ArrayList<>(List.of(MAKER, ".", disk.toString(), "-noappend"));
    argv.addAll(List.of("-all-root", "-no-xattrs", "-no-progress", "-mkfs-time", "0"));
    argv.addAll(List.of("-all-time", "0", "-noI", "-noId", "-noD", "-noF"));
    argv.addAll(List.of("-action", "chmod(ug-s,o-t,go-w,a+rX)@!type(l)", "-e"));
    argv.addAll(LEFT_OUT);
    CommandResult result =
        lane.run(
            Command.of(tree, argv.toArray(String[]::new))
                .writing(tree, directory)
                .within(Debs.UNPACK));
    var unused = result.orThrow("cannot make the disk of a userland");
    if (!disk.toFile().setReadOnly()) {
      throw new IOException("cannot make " + disk + " read-only");
    }
  }

  /**
   * Requires that a userland has what interprets a script.
   *
   * @param script the script that an error names
   * @param interpreter its path, or a name that is looked up
   * @throws UserError if it does not
   */
  public static void require(Entry userland, Path script, String interpreter) {
    Path list = userland.folder().resolve(PROGRAMS);
    List<String> programs = HostIo.get("cannot read " + list, () -> Files.readAllLines(list));
    String name = interpreter.replaceFirst("^/(usr/)?s?bin/", "");
    boolean elsewhere = name.startsWith("/");
    if (!elsewhere
        && !programs.contains("/usr/bin/" + name)
        && !programs.contains("/usr/sbin/" + name)) {
      throw new UserError(
          script.toString(),
          "needs " + interpreter + ", which its userland does not have",
          "add the Debian package that brings it: userland: {packages: [...]}");
    }
  }
}
