package dev.kverdict.campaign;

import dev.kverdict.model.Cell;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.run.RunPlan;
import dev.kverdict.store.Digests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes down what a run is about, before anything of it is built. */
final class Plans {

  private Plans() {}

  static RunPlan of(Matrix matrix, CampaignOptions options, List<Cell> cells) {
    Map<String, String> digests = new TreeMap<>();
    for (Cell cell : cells) {
      KernelDef kernel = cell.kernel();
      digests.computeIfAbsent("kernel " + kernel.name(), name -> digest(kernel));
      PatchDef patch = cell.patch();
      if (patch != null) {
        digests.computeIfAbsent(
            "patch " + patch.name(), name -> Digests.ofText(patch.content().digest()));
      }
      ReproducerDef program = cell.program();
      digests.computeIfAbsent("program " + program.name(), name -> digest(program));
      for (String image : program.images()) {
        ImageDef def = matrix.images().get(image);
        digests.computeIfAbsent("image " + image, name -> Digests.ofText(String.valueOf(def)));
      }
    }
    Map<String, String> asked = new TreeMap<>();
    asked.put("--trials", String.valueOf(options.effort().trials()));
    asked.put("--max-trials", Integer.toString(options.effort().maxTrials()));
    asked.put("--confidence", Double.toString(options.effort().confidence()));
    asked.put("--route", options.route().name());
    asked.put("--accel", String.valueOf(options.accelerator()));
    asked.put("what else is asked for", new TreeSet<>(options.extras()).toString());
    return new RunPlan(digests, asked);
  }

  private static String digest(KernelDef kernel) {
    StringBuilder text = new StringBuilder(kernel.toString());
    text.append(kernel.prepare().digest());
    for (Path fragment : kernel.config().fragments()) {
      text.append(Digests.ofFile(fragment));
    }
    return Digests.ofText(text.toString());
  }

  private static String digest(ReproducerDef program) {
    return Digests.ofText(program + Digests.ofFile(program.program().file()));
  }
}
