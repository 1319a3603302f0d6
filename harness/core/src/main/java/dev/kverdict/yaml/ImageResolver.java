package dev.kverdict.yaml;

import dev.kverdict.model.ImageDef;
import java.util.List;

/** Resolves an image to one that can be made. */
record ImageResolver(Values values) {

  private static final int MAX_SERIAL = 20;

  ImageDef resolve(At at, MatrixSpec.Image spec) {
    List<String> make =
        imageCommand(at, "make", at.required("make", spec.make(), "[mkfs.ext4, \"{image}\"]"));
    String serial = spec.serial() == null ? at.name() : spec.serial();
    if (!serial.matches("[A-Za-z0-9._-]{1," + MAX_SERIAL + "}")) {
      throw at.error(
          "serial",
          "'" + serial + "' cannot be a virtio-blk serial",
          "use serial: with 1 to " + MAX_SERIAL + " letters, digits, dots, dashes");
    }
    return new ImageDef(
        at.name(),
        values.bytes(at.file(), at.pointer("size"), at.required("size", spec.size(), "64MiB")),
        make,
        serial,
        spec.mount() == null ? null : mount(at, spec.mount()),
        spec.check() == null ? null : check(at, spec.check()));
  }

  private static ImageDef.Check check(At at, MatrixSpec.CheckSpec spec) {
    List<String> run = at.required("check/run", spec.run(), "[e2fsck, -fn, \"{image}\"]");
    List<String> replay = Values.orEmpty(spec.replay());
    return new ImageDef.Check(
        replay.isEmpty() ? replay : imageCommand(at, "check/replay", replay),
        imageCommand(at, "check/run", run));
  }

  private static List<String> imageCommand(At at, String below, List<String> command) {
    long placeholders = command.stream().filter(word -> word.contains("{image}")).count();
    if (command.isEmpty() || placeholders != 1) {
      throw at.error(below, "names \"{image}\" " + placeholders + " times", "name it once");
    }
    return command;
  }

  private static ImageDef.Mount mount(At at, MatrixSpec.MountSpec spec) {
    String type = at.required("mount/type", spec.type(), "ext4");
    String place = spec.at() == null ? "/mnt" : spec.at();
    if (!type.matches("[A-Za-z0-9._-]{1,60}")) {
      throw at.error("mount/type", "'" + type + "' is no file-system name", "name one word");
    }
    if (!place.matches("/[A-Za-z0-9._/-]{1,200}") || place.contains("..")) {
      throw at.error("mount/at", "'" + place + "' is no mount point", "use a path such as /mnt");
    }
    String options = spec.options();
    if (options != null && !options.matches("\\S{1,1000}")) {
      throw at.error("mount/options", "must be one word", "leave it out to mount without options");
    }
    return new ImageDef.Mount(type, place, options);
  }
}
