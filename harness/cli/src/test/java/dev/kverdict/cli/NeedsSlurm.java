package dev.kverdict.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test on the cluster of {@code ci/slurm-here}, of which nodes are killed. Without one it is
 * skipped, and says why; with {@code -Dslurm=required} that is an error.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("slurm")
@ExtendWith(NeedsSlurm.Condition.class)
@interface NeedsSlurm {

  /** The variable that {@code ci/slurm-here start} prints: the cluster's directory. */
  String VARIABLE = "KVERDICT_SLURM_HERE";

  /** Looks for the cluster. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (System.getenv(VARIABLE) != null) {
        return ConditionEvaluationResult.enabled("a cluster of its own is there");
      }
      String reason = VARIABLE + " is not set; start one: ci/slurm-here start DIR 8";
      if ("required".equals(System.getProperty("slurm"))) {
        throw new IllegalStateException(reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
