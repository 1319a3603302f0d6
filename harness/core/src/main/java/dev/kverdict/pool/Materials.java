package dev.kverdict.pool;

import dev.kverdict.HostIo;
import dev.kverdict.binary.KernelSymbols;
import dev.kverdict.debian.Userlands;
import dev.kverdict.guest.Initramfs;
import dev.kverdict.guest.ScriptFile;
import dev.kverdict.guest.StaticCompiler;
import dev.kverdict.host.Lane;
import dev.kverdict.image.ImageMaker;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ModuleChanges;
import dev.kverdict.kernel.ModuleSplit;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Userland;
import dev.kverdict.oops.Symbols;
import dev.kverdict.record.Event;
import dev.kverdict.run.Environment;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import dev.kverdict.verdict.Canary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Programs, images and initramfs of a run's guests: made once, leased until the run ends. */
public final class Materials implements AutoCloseable {

  /** A trial's modules have 1 to 3 MiB; a snapshot keeps what a guest carries. */
  private static final long CARRIED = 8 << 20;

  private final Lane lane;
  private final Store store;
  private final Entry agent;
  private final Map<String, Entry> images = new LinkedHashMap<>();
  private final Map<String, Entry> programs = new LinkedHashMap<>();
  private final Map<Userland, Entry> userlands = new LinkedHashMap<>();
  private final Map<String, Entry> initramfs = new LinkedHashMap<>();
  private final Map<String, Optional<Entry>> divided = new LinkedHashMap<>();
  private final Map<String, ModuleChanges> changes = new LinkedHashMap<>();
  private final Map<String, KernelSymbols> symbols = new LinkedHashMap<>();

  /**
   * Makes the agent, the canaries, and the programs with their images.
   *
   * @param workers compile the programs side by side
   * @param events hears which packages are taken for userlands
   */
  public Materials(
      Environment environment,
      Store store,
      Matrix matrix,
      Iterable<ReproducerDef> programs,
      Executor workers,
      Consumer<Event> events) {
    this.lane = environment.lane();
    this.store = store;
    StaticCompiler compiler = new StaticCompiler(lane, store, environment.syzProg2c());
    ImageMaker maker = new ImageMaker(lane, store);
    Userlands userlandMaker =
        new Userlands(
            lane, store, (name, text) -> events.accept(new Event.Note(name + ": " + text)));
    Map<String, CompletableFuture<Entry>> compiled = new LinkedHashMap<>();
    try {
      for (ReproducerDef program : programs) {
        compiled.computeIfAbsent(
            program.name(),
            name ->
                CompletableFuture.supplyAsync(
                    () -> compiler.program(program.program(), matrix.root()), workers));
        for (String image : program.images()) {
          images.computeIfAbsent(
              image,
              name -> maker.make(java.util.Objects.requireNonNull(matrix.images().get(name))));
        }
        Userland userland = program.userland();
        if (userland != null) {
          userlands.computeIfAbsent(userland, userlandMaker::obtain);
        }
        this.programs.computeIfAbsent(Canary.baseline(program).name(), name -> compiler.canary());
      }
      this.agent = compiler.agent();
      for (Canary canary : Canary.values()) {
        this.programs.put(canary.program().name(), compiler.canary());
      }
      compiled.forEach((name, program) -> this.programs.put(name, join(program)));
    } catch (RuntimeException e) {
      // A process that ended while they are compiled would leave their directories behind.
      compiled.values().forEach(program -> program.handle((entry, error) -> null).join());
      throw e;
    }
    programs.forEach(this::requireInterpreter);
  }

  /**
   * Parts of guests that were made elsewhere, and leased.
   *
   * @param canary the program of the canaries
   * @param programs the programs by name
   * @param images the images by name
   */
  public record Made(
      Entry agent,
      Entry canary,
      Map<String, Entry> programs,
      Map<String, Entry> images,
      Map<Userland, Entry> userlands) {}

  /**
   * Takes what was made elsewhere; nothing is compiled.
   *
   * @param made closed with this
   * @param programs what is going to run
   */
  public Materials(Lane lane, Store store, Made made, Iterable<ReproducerDef> programs) {
    this.lane = lane;
    this.store = store;
    this.agent = made.agent();
    this.images.putAll(made.images());
    this.userlands.putAll(made.userlands());
    this.programs.putAll(made.programs());
    for (Canary canary : Canary.values()) {
      this.programs.put(canary.program().name(), made.canary());
    }
    for (ReproducerDef program : programs) {
      this.programs.put(Canary.baseline(program).name(), made.canary());
      requireInterpreter(program);
    }
  }

  private void requireInterpreter(ReproducerDef script) {
    if (script.program().kind() == ProgramDef.Kind.SCRIPT) {
      Path file = script.program().file();
      String interpreter =
          HostIo.get(
              "cannot read " + file,
              () -> ScriptFile.interpreter(StaticCompiler.binary(program(script)), file));
      userland(script).ifPresent(entry -> Userlands.require(entry, file, interpreter));
    }
  }

  private static Entry join(CompletableFuture<Entry> program) {
    try {
      return program.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause; // a mistake in the program, as its author has to see it
      }
      throw e;
    }
  }

  public Entry agent() {
    return agent;
  }

  public Entry program(ReproducerDef program) {
    return java.util.Objects.requireNonNull(programs.get(program.name()));
  }

  /** Returns the images of a program, in the order of its disks. */
  List<Entry> images(ReproducerDef program) {
    return program.images().stream()
        .map(name -> java.util.Objects.requireNonNull(images.get(name)))
        .toList();
  }

  /** Returns the disk with the programs that a program finds, if there is one. */
  Optional<Entry> userland(ReproducerDef program) {
    return Optional.ofNullable(program.userland()).map(userlands::get);
  }

  /** Returns the packages that a program finds in its guest, for display. */
  public Optional<String> userlandText(ReproducerDef program) {
    return userland(program).map(Userlands::text);
  }

  /**
   * @param modules the modules that the agent is told to load
   */
  synchronized Entry initramfs(KernelArtefact kernel, List<String> modules) {
    Optional<Entry> part = divided(kernel, modules);
    return initramfs.computeIfAbsent(
        part.map(entry -> entry.key().digest()).orElse(kernel.keyDigest()),
        digest ->
            Initramfs.obtain(
                store,
                StaticCompiler.binary(agent),
                part.map(ModuleSplit::modules).orElse(kernel.modules()),
                digest));
  }

  /** Returns the disk with the modules that a guest loads on demand, if there is one. */
  synchronized Optional<Path> moreModules(KernelArtefact kernel, List<String> modules) {
    return divided(kernel, modules).map(ModuleSplit::disk).or(kernel::moreModules);
  }

  private Optional<Entry> divided(KernelArtefact kernel, List<String> modules) {
    List<String> needed = Stream.concat(Initramfs.BOOT_MODULES.stream(), modules.stream()).toList();
    return divided.computeIfAbsent(
        kernel.keyDigest() + " " + String.join(" ", modules),
        key -> new ModuleSplit(store, CARRIED).of(kernel, needed));
  }

  /** Returns what a kernel's guests differ in from its control's. */
  synchronized ModuleChanges changes(KernelArtefact control, KernelArtefact kernel) {
    return changes.computeIfAbsent(
        control.keyDigest() + " " + kernel.keyDigest(),
        key -> ModuleChanges.of(control, kernel, Initramfs.BOOT_MODULES));
  }

  /** The debug information of a kernel, opened when it is first asked. */
  synchronized Symbols symbols(KernelArtefact kernel) {
    return symbols.computeIfAbsent(kernel.keyDigest(), digest -> kernel.symbols(lane));
  }

  /** Closes the debug information of a kernel, until it is asked again. */
  synchronized void forgetSymbols(KernelArtefact kernel) {
    KernelSymbols known = symbols.remove(kernel.keyDigest());
    if (known != null) {
      known.close();
    }
  }

  @Override
  public void close() {
    symbols.values().forEach(KernelSymbols::close);
    agent.close();
    images.values().forEach(Entry::close);
    programs.values().forEach(Entry::close);
    userlands.values().forEach(Entry::close);
    initramfs.values().forEach(Entry::close);
    divided.values().forEach(part -> part.ifPresent(Entry::close));
  }
}
