package dev.kverdict.vm;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A virtio block device.
 *
 * @param image the raw image
 * @param serial the serial number by which the guest finds it, at most 20 bytes (virtio
 *     specification 1.2, section 5.2.6: VIRTIO_BLK_ID_BYTES)
 * @param snapshot whether writes go to a temporary overlay, never to the image
 */
public record Disk(Path image, String serial, boolean snapshot) {

  public Disk {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(serial, "serial");
    if (serial.isEmpty() || serial.length() > 20) {
      throw new IllegalArgumentException("serial must have 1 to 20 characters: " + serial);
    }
  }
}
