package dev.kverdict.cluster;

import static dev.kverdict.cluster.ShellText.quoted;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scripts that nodes run: of paths nothing is expanded, and nothing else comes from outside.
 */
final class TaskScripts {

  /** What a task ends with if it cannot write to the shared directory. */
  static final int BLIND = 9;

  private TaskScripts() {}

  /**
   * Returns what runs one shard. Its arguments are the shard's number, a name for the attempt, and
   * the node. Each attempt has a directory of its own, because a node that was given up may still
   * write; the first that is whole takes the shard's place, and a rename is either seen or not.
   *
   * @param more further words of the command
   */
  static String task(Path kverdict, SharedFolder shared, List<String> more) {
    return """
        #!/bin/sh
        # Runs one shard of a plan.
        kverdict=%s
        shared=%s
        n=$1 attempt=$2 node=$3
        cd "$shared" && mkdir -p "attempts/$n" || exit 9
        here=attempts/$n/$attempt
        echo "$node" >"$here.node" || exit 9
        code=0
        "$kverdict" shard "$shared/plan/shard-$n.json" --out "$shared/$here"%s >"$here.log" 2>&1 </dev/null || code=$?
        if [ $code = 0 ] && ! mv -T "$here" "whole/$n" 2>>"$here.log" && ! [ -d "whole/$n" ]; then
          code=4
        fi
        echo $code >"$here.code.new" && mv "$here.code.new" "$here.code"
        exit $code
        """
        .formatted(quoted(kverdict), quoted(shared.path()), words(more));
  }

  /**
   * Returns what judges.
   *
   * @param run the directory that it makes
   * @param more further words of the command
   */
  static String merge(Path kverdict, SharedFolder shared, Path run, List<String> more) {
    return """
        #!/bin/sh
        # Judges what the shards have left; a shard that is missing is named.
        cd %s || exit 9
        set --
        for whole in whole/*; do
          [ ! -d "$whole" ] || set -- "$@" "$whole"
        done
        code=0
        %s merge plan "$@" --out %s >merge.log 2>&1 </dev/null || code=$?
        echo $code >merge.code.new && mv merge.code.new merge.code
        exit $code
        """
        .formatted(quoted(shared.path()), quoted(kverdict), quoted(run) + words(more));
  }

  private static String words(List<String> more) {
    return more.stream().map(word -> " " + quoted(word)).collect(Collectors.joining());
  }
}
