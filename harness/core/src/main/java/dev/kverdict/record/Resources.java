package dev.kverdict.record;

/**
 * The resources that the whole guest holds at one moment.
 *
 * @param files open files, roughly: the kernel counts them per processor; -1 when unknown
 * @param slabKiB the kernel's unreclaimable slab memory in KiB; -1 when unknown
 */
public record Resources(long files, long slabKiB) {}
