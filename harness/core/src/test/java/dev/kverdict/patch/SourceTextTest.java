package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines of C told apart, and the statements that they make. */
class SourceTextTest {

  private final List<SourceLine> lines =
      SourceText.of(
          """
          #define TWO(a) \\
          	{ a; a; }
          static int table[] = { 1, 2 };
          /* a comment { that
             goes } on */
          struct inode *get(struct inode *i) /* { */
          {
          	char c = '{', d = '\\'', *s = "}{\\"}"; // {
          	if (c)
          		do_this(s);
          	else {
          		WARN_ON(c == '}' &&
          			d);
          	}
          out:
          	return i;
          }
          int after;
          """
              .lines()
              .toList());

  @ParameterizedTest(name = "line {0}")
  @CsvSource({
    "1, MACRO,",
    "2, MACRO,",
    "3, DATA,",
    "4, COMMENT,",
    "5, COMMENT,",
    "6, DATA,",
    "7, FRAME, get",
    "8, CODE, get",
    "9, CODE, get",
    "10, CODE, get",
    "11, FRAME, get",
    "12, CODE, get",
    "13, CODE, get",
    "14, FRAME, get",
    "15, FRAME, get",
    "16, CODE, get",
    "17, FRAME, get",
    "18, DATA,"
  })
  void aLineIsWhatItStandsIn(int number, SourceLine.Kind kind, @Nullable String function) {
    SourceLine line = lines.get(number - 1);
    assertThat(line.kind()).isEqualTo(kind);
    assertThat(line.function()).isEqualTo(function);
  }

  @Test
  void whatStringsHoldIsNoCodeButIsText() {
    SourceLine line = lines.get(7);
    assertThat(line.code()).isEqualTo("\tchar c = '', d = '', *s = \"\"; ");
    assertThat(line.text()).isEqualTo("\tchar c = '{', d = '\\'', *s = \"}{\\\"}\"; ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          9  | if(c)do_this(s);          | if (c) do_this(s);
          10 | if(c)do_this(s);          | if (c) do_this(s);
          12 | WARN_ON(c==''&&d);        | WARN_ON(c == '}' && d);
          13 | WARN_ON(c==''&&d);        | WARN_ON(c == '}' && d);
          16 | returni;                  | return i;
          3  | staticinttable[]={1,2};   | static int table[] = { 1, 2 };
          """)
  void aStatementHasTheConditionThatGovernsIt(int line, String compared, String quoted) {
    assertThat(Statement.at(lines, line)).isEqualTo(compared);
    assertThat(Statement.quoted(lines, line)).isEqualTo(quoted);
  }

  @Test
  void aStatementThatNeverEndsIsCutOnEitherSide() {
    List<SourceLine> endless =
        SourceText.of(java.util.stream.IntStream.range(0, 100).mapToObj(i -> "a" + i).toList());
    assertThat(Statement.at(endless, 50)).startsWith("a19a20").endsWith("a78a79");
  }

  @Test
  void aCommentBeginsWithBothOfItsCharacters() {
    List<SourceLine> lines =
        SourceText.of(List.of("int f(void)", "{", "\ta();/*/ {{ */b();", "}", "int c;"));
    assertThat(lines.get(2).code()).isEqualTo("\ta();b();");
    assertThat(lines.get(2).function()).isEqualTo("f");
    assertThat(lines.get(4).function()).isNull();
  }

  @Test
  void oneFunctionEndsBeforeTheNextBegins() {
    List<SourceLine> lines =
        SourceText.of(
            """
            int f(void)
            {
            	if (a()) {
            		b();
            	}
            	c();
            }
            int g(void)
            {
            	d();
            }
            int x = 1;
            struct s {
            	int h;
            };
            """
                .lines()
                .toList());
    assertThat(lines.get(5).function()).isEqualTo("f");
    assertThat(lines.get(9).function()).isEqualTo("g");
    assertThat(lines.get(13).function()).isNull();
  }
}
