package dev.kverdict.junit;

import org.junit.jupiter.api.Tag;

/** The first case, cell by cell. */
@Tag("vm")
class ExtentCacheTest {

  @KernelMatrix("ci/ocfs2-extent-cache.yaml")
  void getsTheVerdictTheCaseAsksFor(CellUnderTest cell) {
    cell.assertAsAsked();
  }
}
