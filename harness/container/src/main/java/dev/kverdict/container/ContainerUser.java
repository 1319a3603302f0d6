package dev.kverdict.container;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whom a container's programs run as.
 *
 * @param uid the user's number
 * @param gid the group's number
 * @param ours whether that is who we are ourselves
 */
record ContainerUser(int uid, int gid, boolean ours) {

  /**
   * The lane's own user, for a harness that is root. Debian reserves 65000 to 65533 (Policy 9.2.2)
   * and gives it to nobody.
   */
  static final int LANE_UID = 65433;

  /** The user for a harness that is run by somebody. */
  static ContainerUser of(int uid, int gid) {
    return uid == 0
        ? new ContainerUser(LANE_UID, LANE_UID, false)
        : new ContainerUser(uid, gid, true);
  }

  /** The user for this harness. */
  static ContainerUser ofSelf() {
    Path self = Path.of("/proc/self");
    try {
      return of(
          (int) Files.getAttribute(self, "unix:uid"), (int) Files.getAttribute(self, "unix:gid"));
    } catch (IOException e) {
      throw new InfraError("cannot read " + self + ": " + e.getMessage(), e);
    }
  }

  /** As the engine takes it. */
  String text() {
    return uid + ":" + gid;
  }
}
