package dev.kverdict.vm;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A virtio block device.
 *
 * @param image the raw image
 * @param serial the serial number by which the guest finds it, at most 20 bytes (virtio
 *     specification 1.2, section 5.2.6: VIRTIO_BLK_ID_BYTES)
 * @param access what happens when the guest writes to it
 */
public record Disk(Path image, String serial, Access access) {

  /** What happens to what a guest writes. */
  public enum Access {
    /** It goes to a temporary overlay. */
    OVERLAID,
    /** It goes to the image. */
    WRITTEN,
    /** The guest cannot write. */
    READ_ONLY
  }

  public Disk {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(serial, "serial");
    Objects.requireNonNull(access, "access");
    if (serial.isEmpty() || serial.length() > 20) {
      throw new IllegalArgumentException("serial must have 1 to 20 characters: " + serial);
    }
  }

  /** Returns an image that no guest changes, whatever it writes. */
  public static Disk overlaid(Path image, String serial) {
    return new Disk(image, serial, Access.OVERLAID);
  }

  /** Returns an image that the guest changes. */
  public static Disk written(Path image, String serial) {
    return new Disk(image, serial, Access.WRITTEN);
  }

  /** Returns an image that the guest only reads, and that therefore needs no copy. */
  public static Disk readOnly(Path image, String serial) {
    return new Disk(image, serial, Access.READ_ONLY);
  }
}
