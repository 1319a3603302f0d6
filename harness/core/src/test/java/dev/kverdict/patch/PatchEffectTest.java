package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchEffectTest {

  /** A small file; its comments name the lines. */
  private static final String SOURCE =
      """
      #include "x.h"
      #define TWICE(x) \\
      	((x) * 2)
      static int limit = 3;
      /* a comment with
       * f(x) { in it
       */
      static int __init first(struct a *a,
      			int b)
      {
      	int c = 0;

      	if (b > limit)
      		c = TWICE(b);
      	BUG_ON(!a ||
      	       a->b);
      	return c;
      out:
      	return -EIO;
      }

      struct b {
      	int d;
      };

      int second(void)
      {
      	return 1;
      }
      """;

  @Test
  void addedStatementAndItsNeighbourBefore() {
    PatchedPlace place = place(edit("\treturn c;", "\tc += 1;\n\treturn c;"));
    assertThat(place.newLines()).containsExactly(17);
    assertThat(place.oldLines()).containsExactly(17);
    assertThat(place.function()).isEqualTo("first");
    assertThat(place.deletion()).isFalse();
    assertThat(place.label()).isEqualTo("x/y.c:17 (+1 -0)");
  }

  @Test
  void changedStatement() {
    PatchedPlace place = place(edit("\t\tc = TWICE(b);", "\t\tc = TWICE(b) + 1;"));
    assertThat(place.newLines()).containsExactly(14);
    assertThat(place.oldLines()).containsExactly(14);
  }

  @Test
  void removedStatementAndItsNeighbourAfter() {
    PatchedPlace place = place(edit("\t\tc = TWICE(b);\n", ""));
    assertThat(place.oldLines()).containsExactly(14);
    assertThat(place.newLines()).containsExactly(14);
    assertThat(place.deletion()).isTrue();
  }

  @Test
  void theNeighbourIsInTheSameFunction() {
    PatchedPlace place = place(edit("\treturn 1;\n", ""));
    assertThat(place.oldLines()).containsExactly(28);
    assertThat(place.newLines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "' * f(x) { in it', ' * f(x) } in it', comments only",
    "'\t((x) * 2)', '\t((x) * 3)', a macro",
    "limit = 3, limit = 4, data or declarations",
    "'\tint d;', '\tlong d;', data or declarations",
    "'out:', 'fail:', no statement",
  })
  void notMeasurable(String old, String now, String why) {
    assertThat(place(edit(old, now)).notMeasurable()).isEqualTo(why);
  }

  @Test
  void headerIsNotMeasurable() {
    String diff = edit("limit = 3", "limit = 4").replace("x/y.c", "x/y.h");
    assertThat(place(diff).notMeasurable()).isEqualTo("a header");
    assertThat(place(diff.replace("x/y.h", "x/Kconfig")).notMeasurable()).isEqualTo("no C file");
  }

  @Test
  void distantChangesAreTwoPlaces() {
    String now = SOURCE.replace("int c = 0", "int c = 9").replace("return 1", "return 2");
    assertThat(PatchEffect.of(diff(SOURCE, now), "d").places()).hasSize(2);
  }

  @Test
  void statementOfTheReportIsEdited() {
    assertThat(edited(edit("\t       a->b);", "\t       a->c);"))).isTrue();
    assertThat(edited(edit("\tBUG_ON(!a ||\n\t       a->b);\n", ""))).isTrue();
    assertThat(edited(edit("\tBUG_ON(!a ||", "\tif (c)\n\tBUG_ON(!a ||"))).isTrue();
  }

  @Test
  void statementOfTheReportIsLeftAlone() {
    assertThat(edited(edit("\treturn c;", "\tc++;\n\treturn c;"))).isFalse();
    assertThat(edited(edit("\t\tc = TWICE(b);", "\t\tc = TWICE(b);\n\tc--;"))).isFalse();
    assertThat(edited(edit("#include \"x.h\"", "#include \"x.h\"\n#include \"z.h\""))).isFalse();
  }

  @Test
  void aTripwireKeepsTheConditionWhereTheAssertionStood() {
    PatchEffect effect =
        PatchEffect.of(
            edit("\tBUG_ON(!a ||\n\t       a->b);\n", "\tif (!a)\n\t\treturn 0;\n"), "d");
    assertThat(effect.tripwire(new Site("x/y.c", 16)))
        .hasValue(
            """
            --- a/x/y.c
            +++ b/x/y.c
            @@ -14,2 +14,3 @@
             \t\tc = TWICE(b);
            +\tif (!a || a->b) printk(KERN_WARNING "kverdict: tripwire\\n");
             \tif (!a)
            """);
    assertThat(effect.tripwire(new Site("x/z.c", 16))).isEmpty();
    assertThat(effect.tripwire(new Site("x/y.c", 900))).isEmpty();
  }

  @Test
  void onlyABareAssertionHasATripwire() {
    PatchEffect other = PatchEffect.of(edit("\treturn c;", "\treturn b;"), "d");
    assertThat(other.tripwire(new Site("x/y.c", 17))).isEmpty();
    assertThat(other.tripwire(new Site("x/y.c", 14))).isEmpty();
  }

  @Test
  void aStatementThatMovedIsTheSame() {
    PatchEffect down =
        PatchEffect.of(edit("\tint c = 0;\n", "\tint c = 0;\n\tBUG_ON(!b);\n\tint d;\n"), "d");
    assertThat(down.sameStatement(new Site("x/y.c", 15), new Site("x/y.c", 17))).isTrue();
    assertThat(down.sameStatement(new Site("x/y.c", 15), new Site("x/y.c", 15))).isFalse();
    assertThat(down.sameStatement(new Site("x/y.c", 15), new Site("x/y.c", 12))).isFalse();
    assertThat(down.sameStatement(new Site("other.c", 15), new Site("other.c", 15))).isTrue();
    assertThat(down.sameStatement(new Site("other.c", 15), new Site("other.c", 16))).isFalse();
    assertThat(down.sameStatement(new Site("x/y.c", 9000), new Site("x/y.c", 9000))).isTrue();
  }

  @Test
  void aStatementMovedByThePatchIsRecognisedByItsText() {
    String moved =
        SOURCE
            .replace("\tBUG_ON(!a ||\n\t       a->b);\n", "")
            .replace("\tint c = 0;\n", "\tint c = 0;\n\tBUG_ON(!a ||\n\t       a->b);\n");
    PatchEffect effect = PatchEffect.of(diff(SOURCE, moved), "d");
    assertThat(effect.sameStatement(new Site("x/y.c", 15), new Site("x/y.c", 12))).isTrue();
    assertThat(effect.sameStatement(new Site("x/y.c", 15), new Site("x/y.c", 17))).isFalse();
  }

  private static boolean edited(String diff) {
    return PatchEffect.of(diff, "d").editedStatement(new Site("x/y.c", 15)).isPresent();
  }

  @Test
  void silencersByTheirRules() {
    assertThat(silencers(edit("\tBUG_ON(!a ||\n\t       a->b);\n", "")))
        .containsExactly("assertion removed");
    assertThat(silencers(edit("\tc = TWICE(b);", "\tc = data_race(b);")))
        .containsExactly("data race annotated away");
    assertThat(silencers(edit("\treturn c;", "\tp = kmalloc(c, GFP_NOFS | __GFP_NOWARN);")))
        .containsExactly("allocation warning off");
  }

  @Test
  void movedAssertionIsKept() {
    String without = SOURCE.replace("\tBUG_ON(!a ||\n", "").replace("\t       a->b);\n", "");
    String now = without.replace("\tint c = 0;\n", "\tint c = 0;\n\n\tBUG_ON(!a ||\n\t  a->b);\n");
    assertThat(silencers(diff(SOURCE, now))).isEmpty();
  }

  @Test
  void commentsAndStringsAreNotCode() {
    assertThat(silencers(edit("\treturn c;", "\t/* no BUG_ON( data_race( */\n\treturn c;")))
        .isEmpty();
    assertThat(silencers(edit("\treturn c;", "\tf(\"data_race(x)\");\n\treturn c;"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "assertion removed, 'WARN_ON_ONCE(x);', 'warn_user(x);'",
    "report removed, 'x_error(sb, \"bad\");', 'error = x;'",
    "allocation warning off, 'GFP_KERNEL | __GFP_NOWARN', 'GFP_KERNEL'",
    "data race annotated away, 'x = data_race(y);', 'x = READ_ONCE(y);'",
    "sanitizer excluded, 'static __no_sanitize_address int f(void)', 'static int f(void)'",
    "sanitizer off for a file, 'KASAN_SANITIZE_x.o := n', 'obj-y := x.o'",
    "link count unchecked, 'inode->i_state |= I_LINKABLE;', 'inode->i_state |= I_NEW;'",
    "lock checking off, 'lockdep_set_novalidate_class(&l);', 'mutex_lock(&l);'",
  })
  void eachRuleHasALineItIsForAndOneItIsNotFor(String name, String yes, String no) {
    Silencers.Rule rule =
        Silencers.rules().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    assertThat(rule.pattern().matcher(yes).find()).isTrue();
    assertThat(rule.pattern().matcher(no).find()).isFalse();
    assertThat(Silencers.rules()).hasSize(8);
  }

  private static List<String> silencers(String diff) {
    return PatchEffect.of(diff, "d").silencers().stream().map(Silencer::rule).toList();
  }

  private static PatchedPlace place(String diff) {
    List<PatchedPlace> places = PatchEffect.of(diff, "d").places();
    assertThat(places).hasSize(1);
    return places.get(0);
  }

  private static String edit(String old, String now) {
    assertThat(SOURCE).contains(old);
    return diff(SOURCE, SOURCE.replace(old, now));
  }

  /** Common lines at both ends become context, as in a diff of the whole file. */
  private static String diff(String before, String now) {
    List<String> olds = before.lines().toList();
    List<String> news = now.lines().toList();
    StringBuilder diff = new StringBuilder("--- a/x/y.c\n+++ b/x/y.c\n");
    diff.append("@@ -1,%d +1,%d @@\n".formatted(olds.size(), news.size()));
    int[][] common = new int[olds.size() + 1][news.size() + 1];
    for (int i = olds.size() - 1; i >= 0; i--) {
      for (int j = news.size() - 1; j >= 0; j--) {
        common[i][j] =
            olds.get(i).equals(news.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < olds.size() || j < news.size()) {
      if (i < olds.size() && j < news.size() && olds.get(i).equals(news.get(j))) {
        diff.append(' ').append(olds.get(i++)).append('\n');
        j++;
      } else if (i < olds.size() && (j == news.size() || common[i + 1][j] >= common[i][j + 1])) {
        diff.append('-').append(olds.get(i++)).append('\n');
      } else {
        diff.append('+').append(news.get(j++)).append('\n');
      }
    }
    return diff.toString();
  }

  @Test
  void aSilencerIsWhereItStandsOrStood() {
    PatchEffect effect =
        PatchEffect.of(
            edit("\tint c = 0;\n", "\tint c = 0;\n\tint d = data_race(b);\n")
                .replace(" \tBUG_ON(!a ||\n", "-\tBUG_ON(!a ||\n+\tif (!a ||\n"),
            "d");
    assertThat(effect.silencers())
        .containsExactly(
            new Silencer("data race annotated away", "x/y.c", 12, "int d = data_race(b);"),
            new Silencer("assertion removed", "x/y.c", 15, "BUG_ON(!a ||"));
  }

  @Test
  void aPatchThatSetsTheFlagThatIsAskedForKeepsAnAssertionQuiet() {
    PatchEffect effect = PatchEffect.of(edit("\treturn c;", "\ta->s |= A_OK;\n\treturn c;"), "d");
    List<String> text = List.of("void g(struct a *a)", "{", "\tWARN_ON(!(a->s & A_OK));");
    assertThat(effect.quieting(text, 3)).extracting(Silencer::line).containsExactly(17);
    assertThat(effect.quieting(text, 2)).isEmpty();
    assertThat(effect.quieting(text, 4)).as("no such line").isEmpty();
  }
}
