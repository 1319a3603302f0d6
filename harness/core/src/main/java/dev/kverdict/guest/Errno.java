package dev.kverdict.guest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names error numbers: those of Linux on x86-64 (include/uapi/asm-generic/errno.h and
 * errno-base.h), and a few that are internal to the kernel (include/linux/errno.h).
 */
final class Errno {

  /** In order from 1; "-" for unused numbers. */
  private static final String FROM_ONE =
      """
      EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT
      ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG
      ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY
      ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR
      EXFULL ENOANO EBADRQC EBADSLT - EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE
      ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG
      ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK
      EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP
      EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET
      ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT
      ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL
      EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED
      EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON
      """;

  /** Higher numbers, and second names of the same number. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("512", "ERESTARTSYS"),
          Map.entry("513", "ERESTARTNOINTR"),
          Map.entry("514", "ERESTARTNOHAND"),
          Map.entry("515", "ENOIOCTLCMD"),
          Map.entry("524", "ENOTSUPP"),
          Map.entry("529", "EIOCBQUEUED"),
          Map.entry("EWOULDBLOCK", "EAGAIN"),
          Map.entry("EDEADLOCK", "EDEADLK"),
          Map.entry("ENOTSUP", "EOPNOTSUPP"),
          Map.entry("EFSCORRUPTED", "EUCLEAN"));

  private static final Map<String, String> NAMES = names();

  private Errno() {}

  /**
   * Returns the one name of an error given by number or by any of its names; the text itself if
   * unknown, null for no error.
   */
  static @Nullable String name(String text) {
    return text.isEmpty() || text.equals("0") ? null : NAMES.getOrDefault(text, text);
  }

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>(OTHERS);
    int number = 1;
    for (String name : FROM_ONE.strip().split("\\s+", -1)) {
      if (!name.equals("-")) {
        names.put(Integer.toString(number), name);
      }
      number++;
    }
    return Map.copyOf(names);
  }
}
