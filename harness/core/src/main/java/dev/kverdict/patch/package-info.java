/** Patches and mails as data: files, hunks, lines, what of them can run. Pure. */
@NullMarked
package dev.kverdict.patch;

import org.jspecify.annotations.NullMarked;
