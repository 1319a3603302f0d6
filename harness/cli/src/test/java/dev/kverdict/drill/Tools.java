package dev.kverdict.drill;

import java.io.IOException;

/** Programs in place of the system's, for a run alone: shell commands for its mount namespace. */
final class Tools {

  private static final String QEMU = "/usr/bin/qemu-system-x86_64";

  /** A name of the same package's, below which the real one is found. */
  private static final String REAL = "/usr/bin/qemu-system-i386";

  /** The compiler proper, which GCC's driver runs. */
  private static final String COMPILER = "\"$(gcc -print-prog-name=cc1)\"";

  /** Another program of GCC's package, as above. */
  private static final String REAL_COMPILER = "/usr/bin/gcov-tool";

  /** QEMU, with what its channels say in files of its cage, too. */
  static final String LISTENING =
      qemu(
          """
          n=$#
          while [ $n -gt 0 ]; do
            case $1 in
              socket,id=*) name=${1#socket,id=}; set -- "$@" "$1,logfile=/tmp/${name%%,*}.log" ;;
              *) set -- "$@" "$1" ;;
            esac
            shift
            n=$((n - 1))
          done
          exec REAL "$@"
          """);

  private Tools() {}

  /** Returns why no program can be put in place of another here; empty if one can. */
  static String fault() throws IOException, InterruptedException {
    Process tried =
        new ProcessBuilder("unshare", "--mount", "true").redirectErrorStream(true).start();
    tried.getInputStream().readAllBytes();
    return tried.waitFor() == 0 ? "" : "needs root, and mount namespaces";
  }

  /** A script in place of QEMU; REAL is QEMU itself. */
  static String qemu(String script) {
    return "mount --bind %s %s\n".formatted(QEMU, REAL)
        + inPlaceOf(QEMU, script.replace("REAL", REAL));
  }

  /** QEMU that tells its version as ever, and otherwise runs a script. */
  static String startingQemu(String script) {
    return qemu("case $* in *--version*) exec REAL \"$@\" ;; esac\n" + script);
  }

  /** A script in place of a program. */
  static String inPlaceOf(String program, String script) {
    return """
        f=$(mktemp "$DRILL/tool.XXXXXX")
        cat >"$f" <<'SCRIPT'
        #!/bin/sh
        %s
        SCRIPT
        chmod 755 "$f"
        mount --bind "$f" "$(readlink -f %s)"
        """
        .formatted(script.strip(), program);
  }

  /** GCC that first does something when it compiles a file of minix. */
  static String compilingMinix(String script) {
    return "mount --bind %s \"$(readlink -f %s)\"\n".formatted(COMPILER, REAL_COMPILER)
        + inPlaceOf(
            COMPILER,
            "case $* in *minix*) %s ;; esac\nexec %s \"$@\"".formatted(script, REAL_COMPILER));
  }

  /** A program that is not there. */
  static String without(String program) {
    return "mount --bind /dev/null \"$(readlink -f %s)\"\n".formatted(program);
  }

  /** A small disk in place of a directory, which keeps nothing of what was there. */
  static String smallDisk(String directory, String options) {
    return "mount -t tmpfs -o mode=0755,%s drill \"%s\"\n".formatted(options, directory);
  }

  /** The store, on a disk with little room for anything new. */
  static String smallStore(String options) {
    return """
        mkdir -p "$DRILL/disk"
        mount -t tmpfs -o mode=0755,%s drill "$DRILL/disk"
        mkdir "$DRILL/disk/new" "$DRILL/disk/work"
        mount -t overlay -o "lowerdir=$STORE,upperdir=$DRILL/disk/new,workdir=$DRILL/disk/work" \\
          drill "$STORE"
        """
        .formatted(options);
  }

  /** A directory of which nothing may be written. */
  static String readOnly(String directory) {
    return "mount --bind \"%1$s\" \"%1$s\"\nmount -o remount,bind,ro \"%1$s\"\n"
        .formatted(directory);
  }
}
