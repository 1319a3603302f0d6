package dev.kverdict.sketch;

import dev.kverdict.model.ConfigWord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from a program of syzkaller what it takes; its converter links what it needs itself. */
final class SyzNeeds {

  /** A call and its variant, as {@code syz_mount_image$ext4}. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?m)^(?:r[0-9]{1,6} = )?([a-z][a-z0-9_]{0,60})(?:\\$([A-Za-z0-9_]{1,60}))?\\(");

  /** What the first line says, as {@code "sandbox":"namespace"}. */
  private static final Pattern OPTION =
      Pattern.compile("\"([a-z_]{1,30})\": {0,4}(true|\"[a-z]{1,30}\")");

  private static final int MOST_OPTIONS = 2000;

  private SyzNeeds() {}

  static Needs of(String text) {
    Set<String> mounts = new LinkedHashSet<>();
    Set<ConfigWord> words = new LinkedHashSet<>();
    Set<String> habits = new LinkedHashSet<>();
    Matcher call = CALL.matcher(text);
    while (call.find()) {
      String name = String.valueOf(call.group(1));
      String variant = call.group(2) == null ? "" : String.valueOf(call.group(2));
      if (name.equals("syz_mount_image")) {
        habits.add("attaches a loop device");
      }
      if (name.contains("mount") && FileSystems.isOne(variant)) {
        mounts.add(variant);
      }
      if (name.equals("socket") || name.equals("syz_init_net_socket") || variant.contains("tun")) {
        words.add(ConfigWord.NET);
        habits.add("opens sockets");
      }
      if (name.startsWith("syz_usb_")) {
        words.add(ConfigWord.USB_GADGET);
        habits.add("plays a USB device");
      }
      if (name.equals("bpf")) {
        habits.add("loads BPF programs");
      }
    }
    options(text, words, habits);
    return new Needs(
        List.of(),
        List.of(),
        false,
        null,
        List.copyOf(mounts),
        List.of(),
        List.copyOf(words),
        List.copyOf(habits));
  }

  private static void options(String text, Set<ConfigWord> words, Set<String> habits) {
    List<String> said = new ArrayList<>();
    OPTION
        .matcher(text.substring(0, Math.min(MOST_OPTIONS, text.length())))
        .results()
        .forEach(option -> said.add(option.group(1) + "=" + option.group(2)));
    if (said.contains("fault=true") || text.contains("(fail_nth: ")) {
      words.add(ConfigWord.FAULT_INJECTION);
      habits.add("lets calls fail");
    }
    if (said.contains("sandbox=\"namespace\"")) {
      habits.add("makes namespaces");
    }
    if (said.contains("tun=true") || said.contains("netdev=true")) {
      words.add(ConfigWord.NET);
      habits.add("makes a network device");
    }
    if (said.contains("threaded=true")) {
      habits.add("starts threads");
    }
  }
}
