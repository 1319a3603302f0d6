package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPrefixTest {

  private static PathPrefix.Pair pair(String before, String after) {
    return new PathPrefix.Pair(before, after);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a/fs/x/f.c,                  b/fs/x/f.c,              1
          i/fs/x/f.c,                  w/fs/x/f.c,              1
          a/Makefile,                  b/Makefile,              1
          a/newfs/f.c,                 b/newfs/f.c,             1
          '',                          b/fs/x/f.c,              1
          a/fs/x/f.c,                  '',                      1
          fs/x/f.c,                    fs/x/f.c,                0
          '',                          fs/x/f.c,                0
          drivers/net/f.c,             drivers/net/f.c,         0
          tools/include/f.h,           tools/include/f.h,       0
          rust/kernel/f.rs,            rust/kernel/f.rs,        0
          kernel/sched/f.c,            kernel/sched/f.c,        0
          kernel/kernel/fork.c,        kernel/kernel/fork.c,    1
          kernel/fs/x/f.c,             kernel/fs/x/f.c,         1
          Makefile,                    Makefile,                0
          fs/x/f.c.orig,               fs/x/f.c,                0
          fs/x/f.c,                    fs/x/f.c.new,            0
          fs/x/f.c,                    fs/x/f.c~,               0
          linux/fs/x/f.c,              linux/fs/x/f.c,          1
          linux-6.1.orig/fs/x/f.c,     linux-6.1/fs/x/f.c,      1
          old/fs/x/f.c,                new/fs/x/f.c,            1
          ./fs/x/f.c,                  ./fs/x/f.c,              1
          ../old/fs/x/f.c,             ../new/fs/x/f.c,         2
          src/linux.orig/mm/f.c,       src/linux/mm/f.c,        2
          somewhere/f.c,               somewhere/f.c,           1
          old/deep/newfs/f.c,          old/other/newfs/f.c,     2
          tools/linux.orig/fs/x/f.c,   tools/linux/fs/x/f.c,    2
          p/q/Makefile,                p/q/Makefile,            2
          p/q/init,                    p/q/init,                1
          p/kernel,                    p/kernel,                1
          COPYING,                     COPYING,                 0
          """)
  void isGuessedFromThePathsAlone(String before, String after, int prefix) {
    assertThat(PathPrefix.guess(List.of(pair(before, after)))).isEqualTo(prefix);
  }

  @Test
  void allFilesOfADiffHaveTheSame() {
    assertThat(
            PathPrefix.guess(
                List.of(
                    pair("fs/x/f.c", "fs/x/f.c"),
                    pair("fs/x/g.c", "fs/x/g.c"),
                    pair("somewhere/f.c", "somewhere/f.c"))))
        .isZero();
    assertThat(
            PathPrefix.guess(
                List.of(
                    pair("p/q/fs/f.c", "p/q/fs/f.c"),
                    pair("p/q/fs/g.c", "p/q/fs/g.c"),
                    pair("p/f.c", "p/f.c"))))
        .as("which leaves a path to every file")
        .isEqualTo(PathPrefix.USUAL);
    assertThat(
            PathPrefix.guess(
                List.of(
                    pair("p/q/fs/f.c", "p/q/fs/f.c"),
                    pair("p/q/fs/g.c", "p/q/fs/g.c"),
                    pair("COPYING", "COPYING"))))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a/fs/x/f.c,               1
          fs/x/f.c,                 0
          linux/fs/x/f.c,           1
          a/linux/fs/x/f.c,         2
          a/b/c/d/fs/x/f.c,         4
          newfs/f.c,                0
          a/newfs/f.c,              1
          a/tools/fs/x/f.c,         1
          tools/fs/x/f.c,           0
          a/sub/Makefile,           1
          a/nowhere/f.c,            1
          ../../newfs/f.c,          2
          """)
  void isThatWithWhichTheFilesExist(String path, int prefix) {
    Set<String> source = Set.of("fs", "fs/x", "fs/x/f.c", "newfs", "newfs/f.c", "Makefile");
    List<PathPrefix.Pair> paths = List.of(pair(path, path.replaceFirst("^a/", "b/")));
    assertThat(PathPrefix.in(paths, PathPrefix.guess(paths), source::contains)).isEqualTo(prefix);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          newfs/f.c,        newfs/f.c.new
          newfs/f.c.orig,   newfs/f.c
          '',               newfs/g.c
          newfs/f.c,        ''
          """)
  void ofAFileAndItsCopyOneNeedsToExist(String before, String after) {
    Set<String> source = Set.of("newfs", "newfs/f.c");
    assertThat(PathPrefix.in(List.of(pair(before, after)), 1, source::contains))
        .isEqualTo(before.isEmpty() ? 1 : 0);
  }
}
