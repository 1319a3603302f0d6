package dev.kverdict.junit;

/** The first case, cell by cell. */
class ExtentCacheTest {

  @KernelMatrix("ci/ocfs2-extent-cache.yaml")
  void getsTheVerdictTheCaseAsksFor(CellUnderTest cell) {
    cell.assertAsAsked();
  }
}
