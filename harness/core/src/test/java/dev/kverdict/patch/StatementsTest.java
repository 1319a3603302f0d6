package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementsTest {

  private static final String FILE =
      """
      /* What it does. */
      int f(struct inode *inode)
      {
      	BUG_ON(!(rec->e_flags & /* not yet */ FLAG));	// never
      	if (inode->i_size >
      	    limit)
      		WARN(1, "too \\"long\\"; by %d\\n",
      		     (int)(inode->i_size - limit));

      	/* nothing; here */
      	return 0;
      }
      """;

  @ParameterizedTest(name = "line {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
4  | BUG_ON(!(rec->e_flags & FLAG));
5  | if (inode->i_size > limit) WARN(1, "too \\"long\\"; by %d\\n", (int)(inode->i_size - limit));
8  | if (inode->i_size > limit) WARN(1, "too \\"long\\"; by %d\\n", (int)(inode->i_size - limit));
10 | return 0;
11 | return 0;
""")
  void theStatementIsQuotedWholeWithoutComments(int line, String statement) {
    assertThat(Statements.at(FILE, line)).hasValue(statement);
  }

  @Test
  void aLineOutsideTheFileIsNotQuoted() {
    assertThat(Statements.at(FILE, 0)).isEmpty();
    assertThat(Statements.at(FILE, 13)).isEmpty();
    assertThat(Statements.at("", 1)).isEmpty();
    assertThat(Statements.at("/* only\n a comment */", 2)).isEmpty();
  }
}
