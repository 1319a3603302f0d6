package dev.kverdict.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The system calls that no program in a cage needs, as a program for seccomp(2): whoever finds a
 * hole in the host's kernel finds it behind calls that compilers, checkers and QEMU never make.
 */
final class SyscallFilter {

  /** The descriptor at which bubblewrap reads the filter. */
  static final String DESCRIPTOR = "8";

  /** errno(3) on x86. */
  private static final int EPERM = 1;

  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;

  /** Refused calls, with their numbers in arch/x86/entry/syscalls/syscall_64.tbl of Linux. */
  enum Call {
    // Other processes.
    PTRACE(101, EPERM),
    PROCESS_VM_READV(310, EPERM),
    PROCESS_VM_WRITEV(311, EPERM),
    KCMP(312, EPERM),
    PIDFD_GETFD(438, EPERM),
    PROCESS_MADVISE(440, EPERM),
    MIGRATE_PAGES(256, EPERM),
    MOVE_PAGES(279, EPERM),
    // Namespaces and mounts. The flags of clone3 lie in memory, where no filter reads them; the C
    // library goes back to clone.
    UNSHARE(272, EPERM),
    SETNS(308, EPERM),
    CLONE3(435, ENOSYS),
    MOUNT(165, EPERM),
    UMOUNT2(166, EPERM),
    PIVOT_ROOT(155, EPERM),
    CHROOT(161, EPERM),
    OPEN_TREE(428, EPERM),
    MOVE_MOUNT(429, EPERM),
    FSOPEN(430, EPERM),
    FSCONFIG(431, EPERM),
    FSMOUNT(432, EPERM),
    FSPICK(433, EPERM),
    MOUNT_SETATTR(442, EPERM),
    NAME_TO_HANDLE_AT(303, EPERM),
    OPEN_BY_HANDLE_AT(304, EPERM),
    FANOTIFY_INIT(300, EPERM),
    // Parts of the kernel in which holes were found again and again.
    BPF(321, EPERM),
    PERF_EVENT_OPEN(298, EPERM),
    USERFAULTFD(323, EPERM),
    IO_URING_SETUP(425, ENOSYS),
    IO_URING_ENTER(426, ENOSYS),
    IO_URING_REGISTER(427, ENOSYS),
    // Asynchronous input and output: the checker of OCFS2 goes on without, and the kernel takes 30
    // ms to tear a context down.
    IO_SETUP(206, ENOSYS),
    ADD_KEY(248, EPERM),
    REQUEST_KEY(249, EPERM),
    KEYCTL(250, EPERM),
    MODIFY_LDT(154, EPERM),
    USELIB(134, ENOSYS),
    // The administration of the host.
    SYSLOG(103, EPERM),
    INIT_MODULE(175, EPERM),
    FINIT_MODULE(313, EPERM),
    DELETE_MODULE(176, EPERM),
    KEXEC_LOAD(246, EPERM),
    KEXEC_FILE_LOAD(320, EPERM),
    SWAPON(167, EPERM),
    SWAPOFF(168, EPERM),
    REBOOT(169, EPERM),
    SETHOSTNAME(170, EPERM),
    SETDOMAINNAME(171, EPERM),
    IOPL(172, EPERM),
    IOPERM(173, EPERM),
    ACCT(163, EPERM),
    QUOTACTL(179, EPERM),
    QUOTACTL_FD(443, EPERM),
    SETTIMEOFDAY(164, EPERM),
    CLOCK_SETTIME(227, EPERM),
    ADJTIMEX(159, EPERM),
    CLOCK_ADJTIME(305, EPERM),
    VHANGUP(153, EPERM),
    LOOKUP_DCOOKIE(212, EPERM);

    private final int number;
    private final int error;

    Call(int number, int error) {
      this.number = number;
      this.error = error;
    }

    int number() {
      return number;
    }
  }

  private static final int CLONE = 56;

  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET (linux/sched.h). */
  private static final int NEW_NAMESPACES = 0x7e020000;

  private static final int SOCKET = 41;

  /** AF_UNIX, AF_INET, AF_INET6; a socket of AF_VSOCK would leave the network namespace. */
  private static final List<Integer> FAMILIES = List.of(1, 2, 10);

  /** AUDIT_ARCH_X86_64 (linux/audit.h). */
  private static final int X86_64 = 0xc000003e;

  /** Calls with this bit in their number are those of the x32 ABI. */
  private static final int X32 = 0x40000000;

  /** Offsets in struct seccomp_data (linux/seccomp.h). */
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;
  private static final int FIRST_ARGUMENT = 16;

  /** Instructions (linux/bpf_common.h): BPF_LD|W|ABS, BPF_JMP|JEQ, |JGE, |JSET, BPF_RET. */
  private static final int LOAD = 0x20;

  private static final int EQUAL = 0x15;
  private static final int AT_LEAST = 0x35;
  private static final int ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  /** SECCOMP_RET_ALLOW and SECCOMP_RET_ERRNO (linux/seccomp.h). */
  private static final int ALLOW = 0x7fff0000;

  private static final int ERROR = 0x00050000;

  /** In bytes: struct sock_filter (linux/filter.h). */
  private static final int INSTRUCTION = 8;

  private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

  private SyscallFilter() {}

  /** Written on first use. */
  private static final class Here {
    static final Optional<Path> FILE = write();
  }

  /** Returns the filter's file; empty if this machine has another architecture. */
  static Optional<Path> file() {
    return Here.FILE;
  }

  private static Optional<Path> write() {
    if (!System.getProperty("os.arch").equals("amd64")) {
      return Optional.empty();
    }
    try {
      Path file = ShortLived.directory("filter").resolve("system-calls");
      return Optional.of(Files.write(file, program()));
    } catch (IOException e) {
      return Optional.empty(); // the probe says that there is none
    }
  }

  /** Returns the filter. */
  static byte[] program() {
    List<Instruction> program = new ArrayList<>();
    program.add(new Instruction(LOAD, 0, 0, ARCHITECTURE));
    program.add(new Instruction(EQUAL, 1, 0, X86_64));
    program.add(error(ENOSYS));
    program.add(new Instruction(LOAD, 0, 0, NUMBER));
    program.add(new Instruction(AT_LEAST, 0, 1, X32));
    program.add(error(ENOSYS));
    for (Call call : Call.values()) {
      program.add(new Instruction(EQUAL, 0, 1, call.number));
      program.add(error(call.error));
    }
    List<Instruction> clone = new ArrayList<>();
    clone.add(new Instruction(LOAD, 0, 0, FIRST_ARGUMENT));
    clone.add(new Instruction(ANY_BIT, 0, 1, NEW_NAMESPACES));
    clone.add(error(EPERM));
    when(program, CLONE, clone);
    List<Instruction> socket = new ArrayList<>();
    socket.add(new Instruction(LOAD, 0, 0, FIRST_ARGUMENT));
    for (int i = 0; i < FAMILIES.size(); i++) {
      socket.add(new Instruction(EQUAL, FAMILIES.size() - i, 0, FAMILIES.get(i)));
    }
    socket.add(error(EAFNOSUPPORT));
    when(program, SOCKET, socket);
    program.add(new Instruction(RETURN, 0, 0, ALLOW));
    ByteBuffer bytes =
        ByteBuffer.allocate(program.size() * INSTRUCTION).order(ByteOrder.LITTLE_ENDIAN);
    for (Instruction each : program) {
      bytes.putShort((short) each.code);
      bytes.put((byte) each.ifTrue).put((byte) each.ifFalse);
      bytes.putInt(each.operand);
    }
    return bytes.array();
  }

  private static Instruction error(int number) {
    return new Instruction(RETURN, 0, 0, ERROR | number);
  }

  /** Adds what looks at the arguments of a call, and lets it pass if that does not refuse it. */
  private static void when(List<Instruction> program, int call, List<Instruction> then) {
    program.add(new Instruction(EQUAL, 0, then.size() + 1, call));
    program.addAll(then);
    program.add(new Instruction(RETURN, 0, 0, ALLOW));
  }
}
