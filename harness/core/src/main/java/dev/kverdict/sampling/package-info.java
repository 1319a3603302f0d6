/** How many trials a kernel and a program get, when they must boot, and when one answers. */
@NullMarked
package dev.kverdict.sampling;

import org.jspecify.annotations.NullMarked;
