package dev.kverdict.container;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user that a container's programs run as.
 *
 * @param uid the user id
 * @param gid the group id
 * @param own whether the harness itself runs as this user
 */
record ContainerUser(int uid, int gid, boolean own) {

  /**
   * The lane's user for a harness that runs as root. Debian reserves 65000 to 65533 (Policy 9.2.2)
   * and assigns none of them.
   */
  static final int LANE_UID = 65433;

  /** Returns the user for a harness that runs as this user. */
  static ContainerUser of(int uid, int gid) {
    return uid == 0
        ? new ContainerUser(LANE_UID, LANE_UID, false)
        : new ContainerUser(uid, gid, true);
  }

  /** Returns the user for this harness. */
  static ContainerUser ofSelf() {
    Path self = Path.of("/proc/self");
    try {
      return of(
          (int) Files.getAttribute(self, "unix:uid"), (int) Files.getAttribute(self, "unix:gid"));
    } catch (IOException e) {
      throw new InfraError("cannot read " + self + ": " + e.getMessage(), e);
    }
  }

  /** Returns the user as the engine takes it. */
  String text() {
    return uid + ":" + gid;
  }
}
