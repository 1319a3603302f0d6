/** Patches from where they are: files, standard input, git repositories, archives of mails. */
@NullMarked
package dev.kverdict.fetch;

import org.jspecify.annotations.NullMarked;
