package dev.kverdict.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of numbers as schedulers write them: {@code 1-3,7}. */
final class IndexList {

  private static final Pattern PART = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

  /** The most numbers of a list: one of more is not ours. */
  private static final int MOST = 1_000_000;

  private IndexList() {}

  /** Returns a list of all these numbers. */
  static String of(Iterable<Integer> numbers) {
    TreeSet<Integer> open = new TreeSet<>();
    numbers.forEach(open::add);
    List<String> parts = new ArrayList<>();
    while (!open.isEmpty()) {
      int first = open.first();
      int last = first;
      while (open.remove(last)) {
        last++;
      }
      parts.add(last - 1 == first ? "" + first : first + "-" + (last - 1));
    }
    return String.join(",", parts);
  }

  /** Returns the numbers of a list; of one that is damaged, those that can be read. */
  static SortedSet<Integer> numbers(String list) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String part : list.split(",", -1)) {
      Matcher range = PART.matcher(part.strip());
      if (range.matches()) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        for (int i = first; i <= last && numbers.size() < MOST; i++) {
          numbers.add(i);
        }
      }
    }
    return numbers;
  }
}
