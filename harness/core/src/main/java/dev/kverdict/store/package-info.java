/** Artefacts and evidence on disk, keyed by a digest of what they were made from. */
@NullMarked
package dev.kverdict.store;

import org.jspecify.annotations.NullMarked;
