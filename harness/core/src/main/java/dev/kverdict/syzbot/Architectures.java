package dev.kverdict.syzbot;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a kernel or a program is compiled for, by the names that syzbot has from Go. */
final class Architectures {

  /** Programs of 32 bits run on a kernel of 64 bits. */
  static final String I386 = "i386";

  private static final Set<String> X86 =
      Set.of("", "amd64", "x86_64", "x86-64", "x86", I386, "386");

  /** A cross compiler names what it compiles for. */
  private static final Pattern CROSS =
      Pattern.compile("\\b(aarch64|arm|riscv64|s390x|powerpc64le|mips64|mips|loongarch64)-linux-");

  private Architectures() {}

  /** Returns whether a kernel for this can be judged here. */
  static boolean isX86(String arch) {
    return X86.contains(arch);
  }

  /** Returns what a kernel is compiled for; empty for x86-64, which mails do not mention. */
  static String ofKernel(String userArch, String compiler) {
    if (!isX86(userArch)) {
      return userArch;
    }
    Matcher cross = CROSS.matcher(compiler);
    return cross.find() ? String.valueOf(cross.group(1)) : "";
  }
}
