package dev.kverdict.container;

import dev.kverdict.UserError;
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
 * A test on a real container engine. Without one it is skipped, and says why; with {@code
 * -Dcontainers=required} that is an error.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("container")
@ExtendWith(NeedsEngine.Condition.class)
@interface NeedsEngine {

  /** Looks for the engine and its image. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        ToolchainImage.find(Engine.connect(System.getenv()), System.getenv());
        return ConditionEvaluationResult.enabled("a container engine answers");
      } catch (UserError e) {
        if ("required".equals(System.getProperty("containers"))) {
          throw e;
        }
        return ConditionEvaluationResult.disabled(e.getMessage());
      }
    }
  }
}
