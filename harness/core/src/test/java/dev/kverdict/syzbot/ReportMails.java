package dev.kverdict.syzbot;

import java.util.List;

/** Mails in the forms that syzbot sends, on bugs that nobody has. */
final class ReportMails {

  static final String BUG = "a1b2c3d4e5f60718293a";
  static final String REPORTER = "syzbot+" + BUG + "@syzkaller.appspotmail.com";
  static final String PAGE = "https://syzkaller.appspot.com/bug?extid=" + BUG;
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final String TITLE = "KASAN: slab-use-after-free Read in toyfs_evict";
  static final String C_REPRO = "https://syzkaller.appspot.com/x/repro.c?x=11aa22bb330000";
  static final String SYZ_REPRO = "https://syzkaller.appspot.com/x/repro.syz?x=12aa22bb330000";
  static final String CONFIG = "https://syzkaller.appspot.com/x/.config?x=ab12cd34ef56ab12";
  static final String MOUNTED = "https://storage.googleapis.com/syzbot-assets/ff01/mount_0.gz";

  static final String LOG =
      """
      ==================================================================
      BUG: KASAN: slab-use-after-free in toyfs_evict+0x1d4/0x2c0 fs/toyfs/inode.c:311
      Read of size 8 at addr ffff88807c5f4a10 by task syz.0.17/6021

      CPU: 1 UID: 0 PID: 6021 Comm: syz.0.17 Not tainted syzkaller #0 PREEMPT(full)
      Call Trace:
       <TASK>
       dump_stack_lvl+0x189/0x250 lib/dump_stack.c:120
       print_report+0xca/0x240 mm/kasan/report.c:482
       kasan_report+0x118/0x150 mm/kasan/report.c:595
       toyfs_evict+0x1d4/0x2c0 fs/toyfs/inode.c:311
       evict+0x504/0x9c0 fs/inode.c:810
       do_syscall_64+0xfa/0x3b0 arch/x86/entry/syscall_64.c:94
       </TASK>
      """;

  static final String DIFF =
      """
      diff --git a/fs/toyfs/inode.c b/fs/toyfs/inode.c
      index 1111111..2222222 100644
      --- a/fs/toyfs/inode.c
      +++ b/fs/toyfs/inode.c
      @@ -308,4 +308,5 @@ static void toyfs_evict(struct inode *inode)
       	struct toyfs *toy = inode->i_private;

      +	toyfs_wait(toy);
       	toy_put(toy->ring);
       }
      """;

  static final String C_PROGRAM =
      """
      // a program of nobody's
      #include <unistd.h>
      int main(void)
      {
        return getpid() == 0;
      }
      """;

  static final String SYZ_PROGRAM =
      """
      # a program of nobody's
      #{"repeat":true,"procs":1}
      r0 = openat(0xffffffffffffff9c, &(0x7f0000000000)='./file0\\x00', 0x42, 0x0)
      write(r0, &(0x7f0000000040)="00", 0x1)
      """;

  private ReportMails() {}

  /** A configuration that is long enough to be one. */
  static String config(String architecture) {
    StringBuilder config = new StringBuilder("CONFIG_" + architecture + "=y\n");
    for (int i = 0; i < 40; i++) {
      config.append("CONFIG_TOY_").append(i).append("=y\n");
    }
    return config.toString();
  }

  /** A mail with the header lines that all have. */
  static String mail(String subject, String date, String body) {
    return """
    From: syzbot <%s>
    To: linux-fsdevel@vger.kernel.org, syzkaller-bugs@googlegroups.com
    Subject: %s
    Date: %s
    Message-ID: <%s@google.com>
    Content-Type: text/plain; charset="UTF-8"

    %s"""
        .formatted(REPORTER, subject, date, Integer.toHexString((subject + date).hashCode()), body);
  }

  static String report() {
    return report("[syzbot] [fs?] " + TITLE, LOG);
  }

  static String report(String subject, String log) {
    return mail(subject, "Mon, 02 Feb 2026 10:11:12 -0800", body(log));
  }

  static String body(String log) {
    return """
    Hello,

    syzbot found the following issue on:

    HEAD commit:    0123456789ab Merge tag 'toyfs-6.20' of git://git.example.o..
    git tree:       upstream
    console output: https://syzkaller.appspot.com/x/log.txt?x=13aa22bb330000
    kernel config:  %s
    dashboard link: %s
    compiler:       Debian clang version 20.1.8 (++20250708), Debian LLD 20.1.8
    userspace arch: i386
    syz repro:      %s
    C reproducer:   %s

    Downloadable assets:
    disk image: https://storage.googleapis.com/syzbot-assets/ff01/disk-01234567.raw.xz
    vmlinux: https://storage.googleapis.com/syzbot-assets/ff02/vmlinux-01234567.xz
    kernel image: https://storage.googleapis.com/syzbot-assets/ff03/bzImage-01234567.xz
    mounted in repro: %s
      fsck result: OK (log: https://syzkaller.appspot.com/x/fsck.log?x=14aa22bb330000)

    IMPORTANT: if you fix the issue, please add the following tag to the commit:
    Reported-by: %s

    %s

    ---
    This report is made by a machine.

    To have the reproducer run, reply with:
    #syz test: git://repo/address.git branch-or-commit-hash
    """
        .formatted(CONFIG, PAGE, SYZ_REPRO, C_REPRO, MOUNTED, REPORTER, log);
  }

  static String result(String said) {
    return mail(
        "Re: [syzbot] [fs?] " + TITLE,
        "Tue, 03 Feb 2026 10:11:12 -0800",
        """
        Hello,

        %s

        Tested on:

        commit:         01234567 toyfs: wait for the ring
        git tree:       https://git.kernel.org/pub/scm/linux/kernel/git/toy/toyfs.git for-next
        console output: https://syzkaller.appspot.com/x/log.txt?x=15aa22bb330000
        kernel config:  %s
        dashboard link: %s
        compiler:       gcc (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40
        patch:          https://syzkaller.appspot.com/x/patch.diff?x=16aa22bb330000
        """
            .formatted(said, CONFIG, PAGE));
  }

  static final String CLEAN =
      """
      syzbot has tested the proposed patch and the reproducer did not trigger any issue:

      Reported-by: %s
      Tested-by: %s"""
          .formatted(REPORTER, REPORTER);

  static final String STILL =
      """
      syzbot has tested the proposed patch but the reproducer is still triggering an issue:
      WARNING in toyfs_wait

      """
          + LOG;

  static String bisection() {
    return mail(
        "Re: [syzbot] [fs?] " + TITLE,
        "Wed, 04 Feb 2026 10:11:12 -0800",
        """
        syzbot has bisected this issue to:

        commit fedcba9876543210fedcba9876543210fedcba98
        Author: A. Person <person@example.org>
        Date:   Thu Jan 1 00:00:00 2026 +0000

            toyfs: add a ring

        bisection log:  https://syzkaller.appspot.com/x/bisect.txt?x=17aa22bb330000
        start commit:   0123456789ab Linux 6.20-rc1
        git tree:       net-next
        final oops:     https://syzkaller.appspot.com/x/report.txt?x=18aa22bb330000
        kernel config:  %s
        dashboard link: %s
        syz repro:      %s
        C reproducer:   %s

        Reported-by: %s
        Fixes: fedcba987654 ("toyfs: add a ring")
        """
            .formatted(CONFIG, PAGE, SYZ_REPRO, C_REPRO, REPORTER));
  }

  static String ci() {
    return mail(
        "[syzbot ci] Re: toyfs: rings for all",
        "Thu, 05 Feb 2026 10:11:12 -0800",
        """
        syzbot ci has tested the following series

        [v2] toyfs: rings for all
        https://lore.kernel.org/all/20260101000000.1-1-person@example.org
        * [PATCH v2 1/2] toyfs: a ring
        * [PATCH v2 2/2] toyfs: for all

        and found the following issues:
        * WARNING in toyfs_wait
        * KASAN: slab-use-after-free Read in toyfs_evict

        Full report is available here:
        https://ci.example.org/series/1234

        ***

        WARNING in toyfs_wait

        tree:      net-next
        URL:       https://kernel.googlesource.com/pub/scm/linux/kernel/git/netdev/net-next.git
        base:      fedcba9876543210fedcba9876543210fedcba98
        arch:      arm64
        compiler:  Debian clang version 20.1.8
        config:    https://ci.example.org/builds/1/config

        WARNING: CPU: 0 PID: 1 at fs/toyfs/ring.c:1 toyfs_wait+0x1/0x2

        ***

        KASAN: slab-use-after-free Read in toyfs_evict

        tree:      net-next
        URL:       https://kernel.googlesource.com/pub/scm/linux/kernel/git/netdev/net-next.git
        base:      fedcba9876543210fedcba9876543210fedcba98
        arch:      amd64
        compiler:  Debian clang version 20.1.8
        config:    https://ci.example.org/builds/2/config
        C repro:   https://ci.example.org/findings/2/c_repro
        syz repro: https://ci.example.org/findings/2/syz_repro

        %s

        ***

        If these findings lead to a fix, add the tag:
        Tested-by: syzbot@syzkaller.appspotmail.com
        """
            .formatted(LOG));
  }

  static String request(String command) {
    return """
    From: A. Person <person@example.org>
    To: syzbot <%s>
    Subject: Re: [syzbot] [fs?] %s
    Date: Fri, 06 Feb 2026 10:11:12 +0000
    Message-ID: <request@example.org>

    On Mon, syzbot wrote:
    > syzbot found the following issue on:
    >
    > HEAD commit:    0123456789ab Linux 6.20-rc1
    > git tree:       upstream
    > C reproducer:   %s
    >
    > To have the reproducer run, reply with:
    > #syz test: git://repo/address.git branch-or-commit-hash

    %s

    %s"""
        .formatted(REPORTER, TITLE, C_REPRO, command, DIFF);
  }

  static String json() {
    return """
    {
    	"version": 1,
    	"title": "%s (2)",
    	"id": "00aa11bb22cc33dd44ee55ff",
    	"discussions": ["https://groups.google.com/g/toy"],
    	"crashes": [
    		{
    			"title": "%s",
    			"syz-reproducer": "/text?tag=ReproSyz\\u0026x=21",
    			"kernel-config": "/text?tag=KernelConfig\\u0026x=22",
    			"kernel-source-git": "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/log/?id=%s",
    			"kernel-source-commit": "%s",
    			"architecture": "arm64"
    		},
    		{
    			"title": "%s",
    			"syz-reproducer": "/text?tag=ReproSyz\\u0026x=23",
    			"c-reproducer": "/text?tag=ReproC\\u0026x=24",
    			"kernel-config": "/text?tag=KernelConfig\\u0026x=25",
    			"kernel-source-git": "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/log/?id=%s",
    			"kernel-source-commit": "%s",
    			"compiler-description": "gcc (Debian 10.2.1-6) 10.2.1 20210110, GNU ld 2.35.2",
    			"architecture": "amd64"
    		}
    	]
    }
    """
        .formatted(TITLE, TITLE, COMMIT, COMMIT, TITLE, COMMIT, COMMIT);
  }

  /** An mbox of mails. */
  static String mbox(List<String> mails) {
    StringBuilder mbox = new StringBuilder();
    mails.forEach(
        mail -> mbox.append("From mboxrd@z Thu Jan  1 00:00:00 1970\n").append(mail).append("\n"));
    return mbox.toString();
  }
}
