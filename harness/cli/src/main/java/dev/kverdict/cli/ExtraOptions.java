package dev.kverdict.cli;

import dev.kverdict.campaign.CampaignOptions.Extra;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What is asked for beyond the ordinary: shared by {@code verify} and {@code plan}. */
final class ExtraOptions {

  @Option(names = "--fresh", description = "Run trials again even if the store has their evidence.")
  private boolean fresh;

  @Option(names = "--cold", description = "Boot for every trial; use no snapshots.")
  private boolean cold;

  @Option(names = "--no-expect", description = "Ignore expect: every patch must pass.")
  private boolean noExpect;

  @Option(
      names = "--necessity",
      description = "Also judge each series with each of its patches left out in turn.")
  private boolean necessity;

  @Option(
      names = "--stepwise",
      description = {
        "Also apply the patches of each series one after the other, and say what each changes;",
        "one that breaks something fails the series."
      })
  private boolean stepwise;

  @Option(
      names = "--tripwire",
      description = "If a patch edits the assertion that fired, report when its condition holds.")
  private boolean tripwire;

  /**
   * Returns what is asked for.
   *
   * @param screening whether many patches are judged
   */
  Set<Extra> extras(boolean screening) {
    Map<Extra, Boolean> asked =
        Map.of(
            Extra.SCREEN, screening,
            Extra.NECESSITY, necessity,
            Extra.STEPS, stepwise,
            Extra.TRIPWIRE, tripwire,
            Extra.COLD, cold,
            Extra.FRESH, fresh,
            Extra.NO_EXPECT, noExpect);
    return asked.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
