/** Many candidate patches against one control: which there are, their ranks, and their records. */
@NullMarked
package dev.kverdict.batch;

import org.jspecify.annotations.NullMarked;
