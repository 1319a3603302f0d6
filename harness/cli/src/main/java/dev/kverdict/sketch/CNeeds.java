package dev.kverdict.sketch;

import dev.kverdict.model.ConfigWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from a program in C what it takes. */
final class CNeeds {

  private static final Pattern INCLUDE =
      Pattern.compile("(?m)^[ \\t]*#[ \\t]*include[ \\t]*<([A-Za-z0-9_./+-]{1,100})>");

  /** Libraries by a header of theirs; glibc 2.34 has those of threads and timers in libc. */
  private static final Map<String, String> LIBRARIES =
      Map.ofEntries(
          Map.entry("libaio.h", "aio"),
          Map.entry("liburing.h", "uring"),
          Map.entry("math.h", "m"),
          Map.entry("pthread.h", "pthread"),
          Map.entry("mqueue.h", "rt"),
          Map.entry("aio.h", "rt"),
          Map.entry("dlfcn.h", "dl"),
          Map.entry("keyutils.h", "keyutils"),
          Map.entry("sys/capability.h", "cap"),
          Map.entry("sys/acl.h", "acl"),
          Map.entry("attr/libattr.h", "attr"),
          Map.entry("numa.h", "numa"),
          Map.entry("numaif.h", "numa"),
          Map.entry("libmnl/libmnl.h", "mnl"),
          Map.entry("netlink/netlink.h", "nl-3"),
          Map.entry("seccomp.h", "seccomp"),
          Map.entry("uuid/uuid.h", "uuid"),
          Map.entry("blkid/blkid.h", "blkid"),
          Map.entry("crypt.h", "crypt"),
          Map.entry("zlib.h", "z"));

  /** A compiler's command line, as people put it at the head of a program. */
  private static final Pattern COMPILED =
      Pattern.compile("\\b(?:gcc|cc|clang)(?:-[0-9]{1,2})?[ \\t]+([^\\n]{1,500})");

  private static final Pattern LIBRARY = Pattern.compile("-l([A-Za-z0-9][A-Za-z0-9_.+-]{0,60})");

  /** Those of a case's {@code cflags:} that change what a program does. */
  private static final Pattern FLAG =
      Pattern.compile(
          "-O[0-3sg]?|-std=[a-z0-9:+]{1,20}|-pthread|-fno-[a-z0-9-]{1,60}|-fcommon|-funsigned-char"
              + "|-D[A-Za-z_][A-Za-z0-9_]{0,60}(=[A-Za-z0-9_]{1,60})?");

  private static final Set<String> MOUNTING =
      Set.of("mount", "fsopen", "__NR_mount", "__NR_fsopen", "SYS_mount", "syz_mount_image");

  private static final Set<String> LOOPING =
      Set.of("LOOP_SET_FD", "LOOP_CONFIGURE", "LOOP_CTL_GET_FREE", "syz_mount_image");

  private static final Set<String> NETWORK =
      Set.of("socket", "__NR_socket", "SYS_socket", "AF_NETLINK", "syz_init_net_socket");

  private static final Set<String> BPF = Set.of("__NR_bpf", "SYS_bpf", "BPF_PROG_LOAD");

  private static final Set<String> CALLING = Set.of("system", "popen", "execlp", "execvp");

  /** Directories of programs. */
  private static final List<String> BIN = List.of("/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/");

  /** Calls that only the table of 32-bit programs has (arch/x86/entry/syscalls/syscall_32.tbl). */
  private static final Set<String> CALLS_32 =
      Stream.of(
              "mmap2",
              "socketcall",
              "_llseek",
              "fcntl64",
              "stat64",
              "lstat64",
              "fstat64",
              "fstatat64",
              "truncate64",
              "ftruncate64",
              "sendfile64",
              "getuid32",
              "setuid32",
              "waitpid",
              "ipc",
              "_newselect",
              "ugetrlimit",
              "clock_gettime64",
              "ppoll_time64",
              "futex_time64",
              "olduname",
              "vm86",
              "sigreturn")
          .map(call -> "__NR_" + call)
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern KV_DISK =
      Pattern.compile("\\bkv_disk\\s{0,4}\\(\\s{0,4}\"([A-Za-z0-9][A-Za-z0-9._-]{0,19})\"");

  private static final Pattern VIRTIO_DISK = Pattern.compile("/dev/vd[a-z]");

  private final String text;
  private final CText code;
  private final Set<String> libs = new LinkedHashSet<>();
  private final Set<String> cflags = new LinkedHashSet<>();
  private boolean bits32;

  private CNeeds(String text) {
    this.text = text;
    this.code = CText.of(text);
  }

  /**
   * Returns what a program takes.
   *
   * @param text its text and that of its own headers, as bytes held in ISO 8859-1
   */
  static Needs of(String text) {
    return new CNeeds(text).needs();
  }

  private Needs needs() {
    includes();
    commandLines();
    bits32 |= code.hasAnyWord(CALLS_32);
    return new Needs(
        List.copyOf(libs),
        List.copyOf(cflags),
        bits32,
        packages(),
        mounts(),
        disks(),
        words(),
        habits());
  }

  private void includes() {
    Matcher include = INCLUDE.matcher(text);
    while (include.find()) {
      String library = LIBRARIES.get(String.valueOf(include.group(1)));
      if (library != null) {
        libs.add(library);
      }
    }
  }

  /** What is written in a comment beside the name of a compiler, if it has options of one. */
  private void commandLines() {
    Matcher line = COMPILED.matcher(code.comments());
    while (line.find()) {
      for (String word : String.valueOf(line.group(1)).split("[ \\t]+", -1)) {
        Matcher library = LIBRARY.matcher(word);
        if (library.matches()) {
          libs.add(String.valueOf(library.group(1)));
        } else if (word.equals("-m32")) {
          bits32 = true;
        } else if (FLAG.matcher(word).matches()) {
          cflags.add(word);
        }
      }
    }
  }

  private List<String> mounts() {
    return code.hasAnyWord(MOUNTING)
        ? code.literals().stream().filter(FileSystems::isOne).distinct().toList()
        : List.of();
  }

  private List<String> disks() {
    Set<String> disks = new TreeSet<>();
    KV_DISK.matcher(text).results().map(disk -> String.valueOf(disk.group(1))).forEach(disks::add);
    code.literals().stream().filter(VIRTIO_DISK.asMatchPredicate()).forEach(disks::add);
    return List.copyOf(disks);
  }

  private List<ConfigWord> words() {
    List<ConfigWord> words = new ArrayList<>();
    if (network()) {
      words.add(ConfigWord.NET);
    }
    if (code.hasLiteral("/dev/raw-gadget")) {
      words.add(ConfigWord.USB_GADGET);
    }
    if (faults()) {
      words.add(ConfigWord.FAULT_INJECTION);
    }
    return words;
  }

  private boolean network() {
    return code.hasAnyWord(NETWORK) || code.hasLiteral("/dev/net/tun");
  }

  private boolean faults() {
    return code.literals().stream()
        .anyMatch(
            literal ->
                literal.endsWith("/fail-nth") || literal.startsWith("/sys/kernel/debug/fail"));
  }

  private List<String> habits() {
    List<String> habits = new ArrayList<>();
    if (code.hasAnyWord(LOOPING) || code.hasLiteral("/dev/loop")) {
      habits.add("attaches a loop device");
    }
    if (code.hasLiteral("/dev/net/tun")) {
      habits.add("makes a network device");
    } else if (network()) {
      habits.add("opens sockets");
    }
    if (code.hasAnyWord(BPF)) {
      habits.add("loads BPF programs");
    }
    if (code.hasLiteral("/dev/raw-gadget")) {
      habits.add("plays a USB device");
    }
    if (faults()) {
      habits.add("lets calls fail");
    }
    if (code.hasAnyCall(Set.of("unshare"))
        || code.words().stream().anyMatch(word -> word.startsWith("CLONE_NEW"))) {
      habits.add("makes namespaces");
    }
    if (code.hasAnyCall(Set.of("pthread_create", "thrd_create"))) {
      habits.add("starts threads");
    } else if (code.hasAnyCall(Set.of("fork", "vfork"))) {
      habits.add("starts processes");
    }
    return habits;
  }

  private @Nullable List<String> packages() {
    boolean calls = code.hasAnyCall(CALLING) || BIN.stream().anyMatch(code::hasLiteral);
    return calls
        ? Tools.packages(
            code.literals().stream()
                .flatMap(literal -> Arrays.stream(literal.split("[^A-Za-z0-9._+-]+", -1))))
        : null;
  }
}
