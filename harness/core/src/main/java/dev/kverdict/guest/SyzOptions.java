package dev.kverdict.guest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kverdict.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The options that a program of syzkaller was run with, which stand in its first line as JSON or as
 * Go prints them, turned into options of {@code syz-prog2c} (syzkaller's pkg/csource/options.go and
 * tools/syz-prog2c).
 */
final class SyzOptions {

  /** Their names in Go, in lower case, by their names in JSON where these differ. */
  private static final Map<String, String> IN_JSON =
      Map.ofEntries(
          Map.entry("repeattimes", "repeat_times"),
          Map.entry("sandboxarg", "sandbox_arg"),
          Map.entry("enabletun", "tun"),
          Map.entry("netinj", "tun"),
          Map.entry("netinjection", "tun"),
          Map.entry("enablenetdev", "netdev"),
          Map.entry("netdevices", "netdev"),
          Map.entry("enablenetreset", "resetnet"),
          Map.entry("netreset", "resetnet"),
          Map.entry("enablecgroups", "cgroups"),
          Map.entry("binfmtmisc", "binfmt_misc"),
          Map.entry("enablebinfmtmisc", "binfmt_misc"),
          Map.entry("closefds", "close_fds"),
          Map.entry("enableclosefds", "close_fds"),
          Map.entry("enablekcsan", "kcsan"),
          Map.entry("enabledevlinkpci", "devlinkpci"),
          Map.entry("vhciinjection", "vhci"),
          Map.entry("usetmpdir", "tmpdir"),
          Map.entry("handlesegv", "segv"));

  /** The converter's names for what it can set up before the program. */
  private static final Map<String, String> FEATURES =
      Map.ofEntries(
          Map.entry("tun", "tun"),
          Map.entry("netdev", "net_dev"),
          Map.entry("resetnet", "net_reset"),
          Map.entry("cgroups", "cgroups"),
          Map.entry("binfmt_misc", "binfmt_misc"),
          Map.entry("close_fds", "close_fds"),
          Map.entry("kcsan", "kcsan"),
          Map.entry("devlinkpci", "devlink_pci"),
          Map.entry("nicvf", "nic_vf"),
          Map.entry("usb", "usb"),
          Map.entry("vhci", "vhci"),
          Map.entry("wifi", "wifi"),
          Map.entry("ieee802154", "ieee802154"),
          Map.entry("sysctl", "sysctl"),
          Map.entry("swap", "swap"));

  /** Switches of the converter that are named alike. */
  private static final List<String> SWITCHES =
      List.of("threaded", "leak", "tmpdir", "segv", "trace");

  /** Numbers with the converter's own values, which older ones do not know by these names. */
  private static final Map<String, String> NUMBERS =
      Map.of("procs", "1", "slowdown", "1", "sandbox_arg", "0");

  /** What only concerns syzkaller, or older versions of it: no C program depends on it. */
  private static final List<String> IGNORED =
      List.of(
          "collide",
          "repro",
          "waitrepeat",
          "debug",
          "callcomments",
          "faultcall",
          "faultnth",
          "fault_call",
          "fault_nth");

  private static final List<String> SANDBOXES =
      List.of("", "none", "setuid", "namespace", "android");
  private static final List<String> NOTHING = List.of("", "false", "0");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String where;
  private final Map<String, String> values = new LinkedHashMap<>();

  private SyzOptions(String where) {
    this.where = where;
  }

  /**
   * Returns the converter's options; none if the program has no such line.
   *
   * @param where the program's file, for errors
   * @throws UserError if the line cannot be read, or asks for something unknown
   */
  static List<String> flags(String where, String program) {
    SyzOptions options = new SyzOptions(where);
    String line = program.lines().findFirst().orElse("").strip();
    int brace = line.indexOf('{');
    if (!line.startsWith("#") || brace < 0 || !line.substring(1, brace).isBlank()) {
      return List.of();
    }
    String text = line.substring(brace);
    // Before there was such an option, every program did so.
    options.values.put("close_fds", "true");
    if (text.contains("\"")) {
      options.readJson(text);
    } else {
      options.readGo(text);
    }
    return options.flags();
  }

  private void readJson(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw error("its options are no JSON", "copy the line again");
    }
    json.properties().forEach(one -> put(one.getKey(), one.getValue().asText()));
  }

  /** {@code {Threaded:true Sandbox:none LegacyOptions:{Collide:false}}}. */
  private void readGo(String text) {
    for (String word : text.replace("LegacyOptions:", "").replaceAll("[{}]", " ").split(" +", -1)) {
      int colon = word.indexOf(':');
      if (colon > 0) {
        put(word.substring(0, colon), word.substring(colon + 1));
      } else if (!word.isEmpty()) {
        throw error("'" + word + "' in its options has no value", "copy the line again");
      }
    }
  }

  private void put(String key, String value) {
    String lower = key.toLowerCase(Locale.ROOT);
    values.put(IN_JSON.getOrDefault(lower, lower), value);
  }

  private List<String> flags() {
    List<String> flags = new ArrayList<>();
    TreeSet<String> features = new TreeSet<>();
    values.forEach(
        (key, value) -> {
          if (FEATURES.containsKey(key)) {
            if (isSet(key)) {
              features.add(FEATURES.get(key));
            }
          } else if (SWITCHES.contains(key)) {
            if (isSet(key)) {
              flags.add("-" + key);
            }
          } else if (NUMBERS.containsKey(key)) {
            if (!number(key).equals(NUMBERS.get(key))) {
              flags.add("-" + key + "=" + number(key));
            }
          } else if (key.equals("sandbox")) {
            flags.addAll(sandbox(value));
          } else if (!key.equals("repeat")
              && !key.equals("repeat_times")
              && !IGNORED.contains(key)
              && !NOTHING.contains(value)) {
            throw error(
                "its option '" + key + ":" + value + "' is not known", "take it out of the line");
          }
        });
    if (isSet("repeat")) {
      flags.add("-repeat=" + number("repeat_times"));
    }
    if (!features.isEmpty()) {
      flags.add("-enable=" + String.join(",", features));
    }
    return flags;
  }

  private List<String> sandbox(String value) {
    if (!SANDBOXES.contains(value)) {
      throw error("there is no sandbox '" + value + "'", "use none, setuid or namespace");
    }
    return value.isEmpty() ? List.of() : List.of("-sandbox=" + value);
  }

  private boolean isSet(String key) {
    String value = values.getOrDefault(key, "false");
    if (!value.equals("true") && !value.equals("false")) {
      throw error("its option '" + key + ":" + value + "' is neither true nor false", "correct it");
    }
    return value.equals("true");
  }

  private String number(String key) {
    String value = values.getOrDefault(key, "0");
    if (!value.matches("-?[0-9]{1,9}")) {
      throw error("its option '" + key + ":" + value + "' is no number", "correct it");
    }
    return value;
  }

  private UserError error(String what, String remedy) {
    return new UserError(where + ":1", what, remedy);
  }
}
