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
          """)
  void isThatWithWhichTheFilesExist(String path, int prefix) {
    Set<String> source = Set.of("fs", "fs/x", "fs/x/f.c", "newfs", "newfs/f.c", "Makefile");
    List<PathPrefix.Pair> paths = List.of(pair(path, path.replaceFirst("^a/", "b/")));
    assertThat(PathPrefix.in(paths, PathPrefix.guess(paths), source::contains)).isEqualTo(prefix);
  }
}
