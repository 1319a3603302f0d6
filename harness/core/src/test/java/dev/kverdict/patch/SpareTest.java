package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpareTest {

  private static List<String> source(String... statement) {
    List<String> all = new ArrayList<>(List.of("void f(int x)", "{"));
    all.addAll(List.of(statement));
    all.addAll(List.of("\tg(x);", "}"));
    return all;
  }

  @Test
  void aBareAssertionBecomesALineInTheLog() {
    assertThat(Spare.at("fs/a.c", source("\tBUG_ON(x > 1);"), 3).map(Spare::diff))
        .contains(
            """
            --- a/fs/a.c
            +++ b/fs/a.c
            @@ -2,3 +2,3 @@
             {
            -\tBUG_ON(x > 1);
            +\tif (x > 1) printk_once(KERN_WARNING "kverdict: spared\\n");
             \tg(x);
            """);
  }

  @Test
  void anAssertionOfSeveralLinesGoesAsAWhole() {
    List<String> source = source("\tBUG_ON(x > 1 ||", "\t       x < -1);");
    for (int line = 3; line <= 4; line++) {
      assertThat(Spare.at("fs/a.c", source, line).orElseThrow().diff())
          .contains("@@ -2,4 +2,4 @@")
          .contains("-\tBUG_ON(x > 1 ||\n-\t       x < -1);\n+\tif (x > 1 || x < -1) printk_once(")
          .contains("spared\\n\");\n+\n \tg(x);");
    }
  }

  @Test
  void anUnconditionalOneIsUnconditionallyReported() {
    assertThat(Spare.at("fs/a.c", source("\tif (x)", "\t\tBUG();"), 4))
        .as("the branch around it stays, and the statement is not alone in its line")
        .isEmpty();
    assertThat(
            Spare.at("fs/a.c", source("\tif (x) {", "\t\tBUG();", "\t}"), 4).orElseThrow().diff())
        .contains("-\t\tBUG();\n+\tprintk_once(KERN_WARNING");
  }

  @Test
  void whatIsNoBareAssertionIsLeftAlone() {
    assertThat(Spare.at("fs/a.c", source("\th(x);"), 3)).isEmpty();
    assertThat(Spare.at("fs/a.c", source("\tWARN_ON(x);"), 3)).isEmpty();
    assertThat(Spare.at("fs/a.c", source("\tif (WARN_ON(x)) BUG_ON(x);"), 3)).isEmpty();
    assertThat(Spare.at("fs/a.c", source("\tBUG_ON(x);"), 1)).isEmpty();
    assertThat(Spare.at("fs/a.c", source("\tBUG_ON(x);"), 99)).isEmpty();
    assertThat(Spare.at("fs/a.c", List.of(), 3)).isEmpty();
  }

  @Test
  void noLineMovesSoAnotherAssertionIsFoundWhereItWas() {
    List<String> source = source("\tBUG_ON(x > 1 ||", "\t       x < -1);", "\tBUG_ON(!x);");
    Spare first = Spare.at("fs/a.c", source, 3).orElseThrow();
    assertThat(first.text()).hasSameSizeAs(source);
    Spare second = Spare.at("fs/a.c", first.text(), 5).orElseThrow();
    assertThat(second.diff())
        .contains("@@ -4,3 +4,3 @@\n \n-\tBUG_ON(!x);\n+\tif (!x) printk_once(");
    assertThat(second.text()).noneMatch(line -> line.contains("BUG_ON"));
  }
}
