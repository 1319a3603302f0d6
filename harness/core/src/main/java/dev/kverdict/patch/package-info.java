/** Patches and mails as data: files, hunks, and lines that can run. Pure. */
@NullMarked
package dev.kverdict.patch;

import org.jspecify.annotations.NullMarked;
