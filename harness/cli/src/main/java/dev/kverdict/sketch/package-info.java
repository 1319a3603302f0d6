/**
 * Cases that nobody has written: made of a program, a disk, a kernel, and what is said about them.
 */
@NullMarked
package dev.kverdict.sketch;

import org.jspecify.annotations.NullMarked;
