package dev.kverdict.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test in a real browser. Without one it is skipped, and says why; with {@code
 * -Dbrowser=required} that is an error.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@ExtendWith(NeedsBrowser.Condition.class)
@interface NeedsBrowser {

  /** Looks for the browser and its driver. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Files.isExecutable(Browser.CHROMIUM) && Files.isExecutable(Browser.DRIVER)) {
        return ConditionEvaluationResult.enabled("Chromium is here");
      }
      String missing = Browser.CHROMIUM + " and " + Browser.DRIVER + ": ci/setup --suite";
      if ("required".equals(System.getProperty("browser"))) {
        throw new IllegalStateException("needs " + missing);
      }
      return ConditionEvaluationResult.disabled("needs " + missing);
    }
  }
}
