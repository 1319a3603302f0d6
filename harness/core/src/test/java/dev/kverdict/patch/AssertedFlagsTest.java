package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lines of a patch keep an assertion quiet, by the flags that it reads. */
class AssertedFlagsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        // What fires while a flag is not set.
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % + % inode->i_state |= I_LINKABLE; % true",
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % + % inode->i_state = I_NEW | I_LINKABLE; % true",
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % - % inode->i_state &= ~I_LINKABLE; % true",
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % + % inode->i_state &= ~I_LINKABLE; % false",
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % - % inode->i_state |= I_LINKABLE; % false",
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % + % if (inode->i_state & I_LINKABLE) % false",
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % + % ok = inode->i_state == I_LINKABLE; % false",
        "WARN_ON(!(inode->i_state & I_LINKABLE)); % + % inode->i_state |= I_NEW; % false",
        "BUG_ON((x->flags & (A_ONE | A_TWO)) == 0); % + % x->flags |= A_TWO; % true",
        "BUG_ON(!test_bit(X_LIVE, &x->bits)); % + % set_bit(X_LIVE, &x->bits); % true",
        "BUG_ON(!test_bit(X_LIVE, &x->bits)); % + % __set_bit(X_LIVE, &x->bits); % true",
        "BUG_ON(!test_bit(X_LIVE, &x->bits)); % + % clear_bit(X_LIVE, &x->bits); % false",
        "if (!a->n) WARN_ON(!(a->s & S_OK) && b); % + % a->s |= S_OK; % true",
        // What fires while it is set.
        "BUG_ON(rec->e_flags & E_REFCOUNTED); % + % rec->e_flags &= ~E_REFCOUNTED; % true",
        "BUG_ON(rec->e_flags & E_REFCOUNTED); % - % rec->e_flags |= E_REFCOUNTED; % true",
        "BUG_ON(rec->e_flags & E_REFCOUNTED); % + % rec->e_flags |= E_REFCOUNTED; % false",
        "WARN_ON(test_bit(X_DEAD, &x->bits)); % + % clear_bit_unlock(X_DEAD, &x->bits); % true",
        "WARN_ON(test_bit(X_DEAD, &x->bits)); % + % test_and_clear_bit(X_DEAD, &x->b); % true",
        // What asks for no flag.
        "BUG_ON(count > MAX_COUNT); % + % count = MAX_COUNT; % false",
        "BUG_ON(count > MAX_COUNT); % - % count = MAX_COUNT; % false",
        "WARN_ON_ONCE(!list_empty(&x->list)); % + % x->state |= X_LISTED; % false",
      })
  void whatGivesAFlagTheValueThatIsAskedFor(
      String assertion, String mark, String line, boolean suspicious) {
    HunkLine.Kind kind = mark.equals("+") ? HunkLine.Kind.ADDED : HunkLine.Kind.REMOVED;

    assertThat(
            AssertedFlags.rules(assertion.replaceAll("\\s+", "")).stream()
                .filter(rule -> rule.kind() == kind)
                .anyMatch(rule -> rule.pattern().matcher(line).find()))
        .isEqualTo(suspicious);
  }
}
