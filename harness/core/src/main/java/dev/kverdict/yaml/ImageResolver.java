package dev.kverdict.yaml;

import dev.kverdict.model.FileSystem;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Resolves an image to one that can be made. */
record ImageResolver(At at, MatrixSpec.Image spec) {

  private static final int MAX_SERIAL = 20;

  static ImageDef resolve(At at, MatrixSpec.Image spec) {
    return new ImageResolver(at, spec).resolve();
  }

  private ImageDef resolve() {
    FileSystem made = fileSystem();
    ImageSource source = source(made);
    String serial = spec.serial() == null ? at.name() : spec.serial();
    if (!serial.matches("[A-Za-z0-9._-]{1," + MAX_SERIAL + "}")) {
      throw at.error(
          "serial",
          "'" + serial + "' cannot be a virtio-blk serial",
          "use serial: with 1 to " + MAX_SERIAL + " letters, digits, dots, dashes");
    }
    return new ImageDef(
        at.name(),
        source,
        serial,
        spec.mount() == null ? null : mount(spec.mount(), made),
        check(made));
  }

  private @Nullable FileSystem fileSystem() {
    return spec.mkfs() == null
        ? null
        : Values.oneOf(
            at.file(), at.pointer("mkfs"), spec.mkfs(), FileSystem.EXT4, FileSystem.class);
  }

  private ImageSource source(@Nullable FileSystem made) {
    boolean make = spec.make() != null || made != null;
    long sources =
        Stream.of(make, spec.file() != null, spec.url() != null).filter(is -> is).count();
    if (sources > 1) {
      throw at.error(
          "", "'" + at.name() + "' has more than one source", "keep one of mkfs:, file:, url:");
    }
    if (spec.options() != null && (made == null || spec.make() != null)) {
      throw at.error(
          "options", "are those of mkfs:", "remove options:, or write mkfs: without make:");
    }
    if (spec.file() != null) {
      return new ImageSource.Existing(at.path("file", spec.file()), sha256(), size());
    }
    if (spec.url() != null) {
      return new ImageSource.Fetched(
          url(spec.url()),
          at.required(
              "sha256",
              sha256(),
              "the digest that sha256sum prints, without which it could be any file"),
          size());
    }
    if (spec.sha256() != null) {
      throw at.error("sha256", "goes with file: or url:", "remove sha256:");
    }
    return made(made);
  }

  private ImageSource made(@Nullable FileSystem made) {
    Long size = size();
    if (spec.make() == null && made != null) {
      return new ImageSource.Made(
          size == null ? made.sizeBytes() : size, made.make(Values.orEmpty(spec.options())));
    }
    List<String> make =
        imageCommand("make", at.required("mkfs", spec.make(), "ext4, or make:, file: or url:"));
    return new ImageSource.Made(at.required("size", size, "64MiB"), make);
  }

  private @Nullable Long size() {
    return spec.size() == null ? null : Values.bytes(at.file(), at.pointer("size"), spec.size());
  }

  private @Nullable String sha256() {
    String text = spec.sha256();
    if (text != null && !text.matches("[0-9A-Fa-f]{64}")) {
      throw at.error(
          "sha256", "'" + text + "' is no SHA-256", "write the 64 digits that sha256sum prints");
    }
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** An address without anything that does not belong to the file: no password, no fragment. */
  private URI url(String text) {
    Optional<URI> url =
        text.matches("(?i:https?)://[!-~]{1,2000}") ? parsed(text) : Optional.empty();
    if (url.isEmpty()
        || url.get().getHost() == null
        || url.get().getRawUserInfo() != null
        || url.get().getRawFragment() != null) {
      throw at.error(
          "url", "'" + text + "' is no address of a file", "write https://HOST/PATH or http:");
    }
    return url.get();
  }

  private static Optional<URI> parsed(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ImageDef.@Nullable Check check(@Nullable FileSystem made) {
    MatrixSpec.CheckSpec check = spec.check();
    if (check == null) {
      return made == null ? null : made.check();
    }
    List<String> run = at.required("check/run", check.run(), "[e2fsck, -fn, \"{image}\"]");
    List<String> replay = Values.orEmpty(check.replay());
    if (made != null && run.isEmpty() && replay.isEmpty()) {
      return null;
    }
    return new ImageDef.Check(
        replay.isEmpty() ? replay : imageCommand("check/replay", replay),
        imageCommand("check/run", run));
  }

  private List<String> imageCommand(String below, List<String> command) {
    long placeholders = command.stream().filter(word -> word.contains("{image}")).count();
    if (command.isEmpty() || placeholders != 1) {
      throw at.error(below, "names \"{image}\" " + placeholders + " times", "name it once");
    }
    return command;
  }

  private ImageDef.Mount mount(MatrixSpec.MountSpec mount, @Nullable FileSystem made) {
    String usual = made == null ? null : made.type();
    String type = at.required("mount/type", mount.type() == null ? usual : mount.type(), "ext4");
    String place = mount.at() == null ? "/mnt" : mount.at();
    if (!type.matches("[A-Za-z0-9._-]{1,60}")) {
      throw at.error("mount/type", "'" + type + "' is no file-system name", "name one word");
    }
    if (!place.matches("/[A-Za-z0-9._/-]{1,200}") || place.contains("..")) {
      throw at.error("mount/at", "'" + place + "' is no mount point", "use a path such as /mnt");
    }
    String options = mount.options();
    if (options != null && !options.matches("\\S{1,1000}")) {
      throw at.error("mount/options", "must be one word", "leave it out to mount without options");
    }
    return new ImageDef.Mount(type, place, options);
  }
}
